namespace Kit.Notebook.Pages.Tex;

/// <summary>Parses TeX mathematics into MathML nodes; faulty input gives some tree, never an exception.</summary>
/// <remarks>
/// A list of atoms ends at any closer (<c>}</c> <c>&amp;</c> <c>\\</c> <c>\right</c> <c>\middle</c> <c>\end</c>); whoever opened takes its own
/// closer and steps over foreign ones, so every loop advances.
/// </remarks>
internal sealed class TexParser(string tex)
{
    /// <summary>Formulas nested deeper are shown as source; browsers stop at 512 elements.</summary>
    public const int MaxDepth = 200;

    private int depth;
    private bool isTooDeep;

    public TexTokenizer Tokens { get; } = new(tex);

    /// <summary>The whole formula; null when it is nested too deeply.</summary>
    public MathNode? Parse()
    {
        var rows = TexEnvironments.Rows(this, name: null);
        if (isTooDeep)
            return null;
        return rows is [[var only]] ? only : TexEnvironments.Table(rows.Any(row => row.Count > 1) ? "aligned" : "gathered", rows);
    }

    /// <summary>Atoms up to a closer, with TeX's spacing rules applied where MathML's differ.</summary>
    public List<MathNode> Items(bool stopAtBracket = false)
    {
        var items = new List<MathNode>();
        if (!Enter())
            return items;
        while (!IsCloser(Tokens.Peek()) && !(stopAtBracket && Tokens.Peek().IsCharacter("]")))
        {
            var token = Tokens.Peek();
            if (token.Kind == TexTokenKind.Command && TexCommands.Infix(token.Text) is { } infix)
            {
                Tokens.Next();
                var below = MathNode.Row(Items(stopAtBracket));
                items = [infix(MathNode.Row(items), below)];
            }
            else if (token.Kind == TexTokenKind.Command && TexCommands.Switch(this, token.Text) is { } style)
            {
                items.Add(style(Items(stopAtBracket)));
            }
            else if (Scripted() is { } node)
            {
                MathSpacing.Append(items, node);
            }
        }
        MathSpacing.End(items);
        depth--;
        return items;
    }

    /// <summary>What a command or a script applies to: a group or one atom.</summary>
    public MathNode Argument() => MathSpacing.Alone(Operand());

    /// <summary>An argument that stays an operator of its formula, with an operator's space around it.</summary>
    public MathNode Operand() => Atom(wholeNumber: false) ?? MathNode.Branch("mrow");

    /// <summary>The content of <c>[...]</c> when that comes next.</summary>
    public MathNode? OptionalArgument()
    {
        if (!Tokens.Take("["))
            return null;
        var content = MathNode.Row(Items(stopAtBracket: true));
        Tokens.Take("]");
        return content;
    }

    /// <summary>The content of a group whose brace is already taken.</summary>
    public List<MathNode> Group()
    {
        var items = Items();
        for (; Tokens.Peek().Kind is not (TexTokenKind.Close or TexTokenKind.End); items.AddRange(Items()))
            Tokens.Next();
        Tokens.Next();
        return items;
    }

    /// <summary>An atom with its scripts and primes; null when there is nothing to show.</summary>
    private MathNode? Scripted()
    {
        var atom = Atom(wholeNumber: true);
        List<MathNode> above = [], below = [];
        var primes = 0;
        for (; ; )
        {
            var token = Tokens.Peek();
            if (token.Kind == TexTokenKind.Prime)
            {
                Tokens.Next();
                primes++;
            }
            else if (token.Kind is TexTokenKind.Superscript or TexTokenKind.Subscript)
            {
                Tokens.Next();
                (token.Kind == TexTokenKind.Superscript ? above : below).Add(Argument());
            }
            else if (atom is not null && (token.IsCommand("limits") || token.IsCommand("nolimits")))
            {
                Tokens.Next();
                atom = atom with { Limits = token.Text == "limits" };
            }
            else
            {
                break;
            }
        }
        if (primes > 0)
            above.Insert(0, MathNode.Leaf("mo", primes switch { 1 => "′", 2 => "″", 3 => "‴", _ => new string('′', primes) }, " lspace=\"0\" rspace=\"0\""));
        return above.Count + below.Count == 0 ? atom : WithScripts(atom ?? MathNode.Branch("mrow"), above, below);
    }

    private static MathNode WithScripts(MathNode atom, List<MathNode> above, List<MathNode> below)
    {
        var parts = new List<MathNode> { atom with { Limits = false } };
        if (below.Count > 0)
            parts.Add(MathNode.Row(below));
        if (above.Count > 0)
            parts.Add(MathNode.Row(above));
        var tag = (below.Count > 0, above.Count > 0, atom.Limits) switch
        {
            (true, true, true) => "munderover",
            (true, false, true) => "munder",
            (false, true, true) => "mover",
            (true, true, false) => "msubsup",
            (true, false, false) => "msub",
            _ => "msup",
        };
        return MathNode.Branch(tag, parts) with { Class = atom.Class };
    }

    private MathNode? Atom(bool wholeNumber)
    {
        var token = Tokens.Peek();
        if (token.Kind is TexTokenKind.Superscript or TexTokenKind.Subscript or TexTokenKind.Prime || IsCloser(token) || !Enter())
            return null;
        Tokens.Next();
        var node = token.Kind switch
        {
            TexTokenKind.Open => MathNode.Row(Group()),
            TexTokenKind.Command => TexCommands.Parse(this, token.Text),
            _ when wholeNumber && char.IsAsciiDigit(token.Text[0]) => Number(token),
            _ => TexCharacters.Node(token.Text),
        };
        depth--;
        return node;
    }

    private MathNode Number(TexToken first)
    {
        var end = first.End;
        while (end < tex.Length && (char.IsAsciiDigit(tex[end]) || (tex[end] == '.' && end + 1 < tex.Length && char.IsAsciiDigit(tex[end + 1]))))
        {
            Tokens.Next();
            end++;
        }
        return MathNode.Leaf("mn", tex[first.Start..end]);
    }

    private bool Enter()
    {
        if (++depth <= MaxDepth)
            return true;
        isTooDeep = true;
        Tokens.SkipAll();
        depth--;
        return false;
    }

    private static bool IsCloser(TexToken token) =>
        token.Kind is TexTokenKind.End or TexTokenKind.Close or TexTokenKind.Ampersand or TexTokenKind.LineBreak
        || (token.Kind == TexTokenKind.Command && token.Text is "right" or "middle" or "end");
}
