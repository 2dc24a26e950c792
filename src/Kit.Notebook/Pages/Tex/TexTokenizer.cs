namespace Kit.Notebook.Pages.Tex;

/// <summary>Cuts TeX into tokens one at a time; blanks and comments fall away except where raw text is asked for.</summary>
internal sealed class TexTokenizer(string tex)
{
    private int position;
    private TexToken? peeked;

    public TexToken Peek() => peeked ??= Scan();

    public TexToken Next()
    {
        var token = Peek();
        (position, peeked) = (token.End, null);
        return token;
    }

    /// <summary>Whether the next character, blanks skipped, is this one; it is taken if so.</summary>
    public bool Take(string character)
    {
        if (!Peek().IsCharacter(character))
            return false;
        Next();
        return true;
    }

    /// <summary>The untouched text of a braced argument with its braces balanced, or of one token where there is no brace.</summary>
    public string RawArgument()
    {
        var open = Next();
        if (open.Kind != TexTokenKind.Open)
            return tex[open.Start..open.End];
        var depth = 1;
        var end = open.End;
        for (; end < tex.Length; end++)
        {
            if (tex[end] == '\\')
                end++;
            else if (tex[end] == '{')
                depth++;
            else if (tex[end] == '}' && --depth == 0)
                break;
        }
        end = Math.Min(end, tex.Length);
        position = Math.Min(end + 1, tex.Length);
        peeked = null;
        return tex[open.End..end];
    }

    /// <summary>Takes the <c>[2ex]</c> that may follow a line break; a bracket that holds no length belongs to the formula.</summary>
    public void TakeBracketedLength()
    {
        var open = Peek();
        var close = open.IsCharacter("[") ? tex.IndexOf(']', open.End, Math.Min(16, tex.Length - open.End)) : -1;
        if (close >= 0 && TexCommands.Length(tex[open.End..close]) != "0")
            (position, peeked) = (close + 1, null);
    }

    /// <summary>Everything is skipped: what follows is <see cref="TexTokenKind.End"/>.</summary>
    public void SkipAll() => (position, peeked) = (tex.Length, null);

    private TexToken Scan()
    {
        var start = SkipBlanks(position);
        if (start >= tex.Length)
            return new(TexTokenKind.End, "", tex.Length, tex.Length);
        return tex[start] switch
        {
            '\\' => ScanCommand(start),
            '{' => One(TexTokenKind.Open),
            '}' => One(TexTokenKind.Close),
            '^' => One(TexTokenKind.Superscript),
            '_' => One(TexTokenKind.Subscript),
            '&' => One(TexTokenKind.Ampersand),
            '\'' or '\u2019' => One(TexTokenKind.Prime),
            _ => Character(),
        };

        TexToken One(TexTokenKind kind) => new(kind, tex[start..(start + 1)], start, start + 1);

        TexToken Character()
        {
            var length = char.IsSurrogatePair(tex, start) ? 2 : 1;
            return new(TexTokenKind.Character, tex.Substring(start, length), start, start + length);
        }
    }

    private TexToken ScanCommand(int start)
    {
        var end = start + 1;
        while (end < tex.Length && char.IsAsciiLetter(tex[end]))
            end++;
        if (end == start + 1 && end < tex.Length)
            end += char.IsSurrogatePair(tex, end) ? 2 : 1;
        if (end < tex.Length && tex[end] == '*' && tex[start..end] is "\\operatorname" or "\\hspace" or "\\tag")
            end++;
        var name = tex[(start + 1)..end];
        return new(name is "\\" or "cr" ? TexTokenKind.LineBreak : TexTokenKind.Command, name, start, end);
    }

    private int SkipBlanks(int at)
    {
        for (; at < tex.Length; at++)
        {
            if (tex[at] == '%')
            {
                var line = tex.IndexOf('\n', at);
                if (line < 0)
                    return tex.Length;
                at = line;
            }
            else if (!char.IsWhiteSpace(tex[at]))
            {
                break;
            }
        }
        return at;
    }
}
