namespace Kit.Notebook.Pages.Tex;

/// <summary>Fractions, roots, fences, braces, text: commands with a shape of their own.</summary>
internal static class TexConstructs
{
    public static MathNode? Parse(TexParser parser, string name)
    {
        switch (name)
        {
            case "frac":
                return Fraction(parser);
            case "dfrac" or "cfrac":
                return Style(Fraction(parser), " displaystyle=\"true\"");
            case "tfrac":
                return Style(Fraction(parser), " displaystyle=\"false\"");
            case "binom" or "dbinom" or "tbinom":
                var above = parser.Argument();
                return TexCommands.Binomial(above, parser.Argument());
            case "sqrt":
                var degree = parser.OptionalArgument();
                var radicand = parser.Argument();
                return degree is null ? MathNode.Branch("msqrt", radicand) : MathNode.Branch("mroot", radicand, degree);
            case "mathrm" or "mathnormal" or "mathup" or "symup":
                return TexCommands.Roman(parser.Argument());
            case "mathit":
                return parser.Argument();
            case "bm" or "pmb" or "boldmath":
                return MathAlphabet.Apply("boldsymbol", parser.Argument());
            case "mathscr":
                return MathAlphabet.Apply("mathcal", parser.Argument());
            case "text" or "textrm" or "mbox" or "hbox" or "textnormal" or "textup":
                return Text(parser, "");
            case "textbf":
                return Text(parser, " style=\"font-weight:bold\"");
            case "textit" or "emph":
                return Text(parser, " style=\"font-style:italic\"");
            case "texttt":
                return Text(parser, " style=\"font-family:monospace\"");
            case "textsf":
                return Text(parser, " style=\"font-family:sans-serif\"");
            case "operatorname":
                return MathNode.Leaf("mi", Name(parser), " mathvariant=\"normal\"", AtomClass.Function);
            case "operatorname*":
                return TexCommands.LimitFunction(Name(parser));
            case "left":
                return Fence(parser);
            case "big" or "bigl" or "bigr" or "bigm":
                return Sized(parser, name, "1.2em");
            case "Big" or "Bigl" or "Bigr" or "Bigm":
                return Sized(parser, name, "1.8em");
            case "bigg" or "biggl" or "biggr" or "biggm":
                return Sized(parser, name, "2.4em");
            case "Bigg" or "Biggl" or "Biggr" or "Biggm":
                return Sized(parser, name, "3em");
            case "overbrace":
                return TexCommands.Over(parser.Argument(), "⏞", stretchy: true) with { Limits = true };
            case "underbrace":
                return Under(parser.Argument(), "⏟") with { Limits = true };
            case "underline":
                return Ruled(parser, "padding-bottom:.15em;border-bottom:.06em solid");
            case "overline":
                return Ruled(parser, "padding-top:.15em;border-top:.06em solid");
            case "overset" or "stackrel":
                var top = parser.Argument();
                return Marked("mover", parser.Operand(), top);
            case "underset":
                var bottom = parser.Argument();
                return Marked("munder", parser.Operand(), bottom);
            case "xrightarrow" or "xleftarrow":
                return LongArrow(parser, name == "xrightarrow" ? "→" : "←");
            case "not":
                var negated = parser.Operand();
                return negated.Text is { } text ? negated with { Text = text + "\u0338" } : negated;
            case "substack":
                return TexEnvironments.Substack(parser);
            case "begin":
                return TexEnvironments.Parse(parser);
            case "pmod":
                return MathNode.Branch("mrow", MathNode.Space("1em"), MathNode.Leaf("mo", "(", " stretchy=\"false\" form=\"prefix\""), MathNode.Leaf("mi", "mod"),
                    MathNode.Space("0.3333em"), parser.Argument(), MathNode.Leaf("mo", ")", " stretchy=\"false\" form=\"postfix\""));
            case "bmod" or "mod":
                return MathNode.Leaf("mo", "mod", " lspace=\"0.2222em\" rspace=\"0.2222em\"", AtomClass.Binary);
            case "bra":
                return Row(Open("⟨"), parser.Argument(), Close("|"));
            case "ket":
                return Row(Open("|"), parser.Argument(), Close("⟩"));
            case "braket":
                return Row(Open("⟨"), parser.Argument(), Close("⟩"));
            case "textcolor":
                var color = TexCommands.Color(parser.Tokens.RawArgument());
                return MathNode.Branch("mstyle", parser.Argument()) with { Attributes = color };
            case "boxed" or "fbox":
                return MathNode.Branch("mrow", parser.Argument()) with { Attributes = " style=\"border:1px solid;padding:.25em .4em\"" };
            case "phantom":
                return MathNode.Branch("mphantom", parser.Argument());
            case "hphantom":
                return MathNode.Branch("mpadded", MathNode.Branch("mphantom", parser.Argument())) with { Attributes = " height=\"0\" depth=\"0\"" };
            case "vphantom":
                return MathNode.Branch("mpadded", MathNode.Branch("mphantom", parser.Argument())) with { Attributes = " width=\"0\"" };
            case "hspace" or "hspace*" or "mspace" or "hskip" or "kern" or "mkern":
                return MathNode.Space(TexCommands.Length(parser.Tokens.RawArgument()));
            case "tag":
                return MathNode.Branch("mrow", MathNode.Space("2em"), MathNode.Leaf("mtext", $"({parser.Tokens.RawArgument()})"));
            case "tag*":
                return MathNode.Branch("mrow", MathNode.Space("2em"), MathNode.Leaf("mtext", parser.Tokens.RawArgument()));
            case "eqref":
                return MathNode.Leaf("mtext", $"({parser.Tokens.RawArgument()})");
            case "ref":
                return MathNode.Leaf("mtext", parser.Tokens.RawArgument());
            case "label":
                parser.Tokens.RawArgument();
                return null;
            case "nonumber" or "notag" or "limits" or "nolimits" or "hline" or "allowbreak" or "displaylimits" or "centering" or "noindent":
                return null;
            default:
                return MathNode.Leaf("mtext", "\\" + name, " class=\"kit-unknown\"");
        }
    }

    /// <summary>The character of a delimiter after <c>\left</c>, <c>\big</c>, ...; empty for <c>.</c> and for what is no delimiter.</summary>
    private static string Delimiter(TexParser parser)
    {
        var token = parser.Tokens.Peek();
        var text = token.Kind switch
        {
            TexTokenKind.Command => TexSymbols.All.TryGetValue(token.Text, out var symbol) && symbol.Tag == "mo" ? symbol.Text! : token.Text == "backslash" ? "\\" : null,
            TexTokenKind.Character => token.Text switch { "." => "", "<" => "⟨", ">" => "⟩", "(" or ")" or "[" or "]" or "|" or "/" => token.Text, _ => null },
            _ => null,
        };
        if (text is not null)
            parser.Tokens.Next();
        return text ?? "";
    }

    private static MathNode Fence(TexParser parser)
    {
        var parts = new List<MathNode>();
        Add("prefix", AtomClass.Open);
        for (; ; )
        {
            parts.Add(MathNode.Branch("mrow", parser.Items()));
            var closer = parser.Tokens.Peek();
            if (!closer.IsCommand("middle") && !closer.IsCommand("right"))
                break;
            parser.Tokens.Next();
            Add(closer.Text == "middle" ? "infix" : "postfix", AtomClass.Close);
            if (closer.Text == "right")
                break;
        }
        return MathNode.Branch("mrow", parts) with { Class = AtomClass.Close };

        void Add(string form, AtomClass atom)
        {
            if (Delimiter(parser) is { Length: > 0 } delimiter)
                parts.Add(MathNode.Leaf("mo", delimiter, $" fence=\"true\" stretchy=\"true\" symmetric=\"true\" form=\"{form}\"", atom));
        }
    }

    private static MathNode Sized(TexParser parser, string name, string size)
    {
        var (form, atom) = name[^1] switch { 'l' => (" form=\"prefix\"", AtomClass.Open), 'r' => (" form=\"postfix\"", AtomClass.Close), _ => ("", AtomClass.Ordinary) };
        return MathNode.Leaf("mo", Delimiter(parser), $" stretchy=\"true\" symmetric=\"true\" minsize=\"{size}\" maxsize=\"{size}\" lspace=\"0\" rspace=\"0\"{form}", atom);
    }

    private static MathNode Fraction(TexParser parser)
    {
        parser.OptionalArgument();
        var above = parser.Argument();
        return MathNode.Branch("mfrac", above, parser.Argument());
    }

    private static MathNode LongArrow(TexParser parser, string arrow)
    {
        var below = parser.OptionalArgument();
        var above = Padded(parser.Argument());
        var shaft = MathNode.Leaf("mo", arrow, " stretchy=\"true\" lspace=\"0\" rspace=\"0\"");
        var node = below is null ? MathNode.Branch("mover", shaft, above) : MathNode.Branch("munderover", shaft, Padded(below), above);
        return Row(MathNode.Space("0.2778em"), node, MathNode.Space("0.2778em"));

        static MathNode Padded(MathNode label) => Row(MathNode.Space("0.4em"), label, MathNode.Space("0.4em"));
    }

    /// <summary>A mark over or under; browsers drop an operator's space then, so it is given back by hand.</summary>
    private static MathNode Marked(string tag, MathNode content, MathNode mark)
    {
        if (content.Tag != "mo" || content.Class == AtomClass.BigOperator || content.Text!.Any(char.IsLetter))
            return MathNode.Branch(tag, content, mark) with { Class = content.Class };
        var tight = content with { Attributes = " stretchy=\"false\" lspace=\"0\" rspace=\"0\"" };
        return Row(MathNode.Space("0.2778em"), MathNode.Branch(tag, tight, mark), MathNode.Space("0.2778em")) with { Class = AtomClass.Relation };
    }

    private static MathNode Under(MathNode content, string mark) =>
        MathNode.Branch("munder", content, MathNode.Leaf("mo", mark, " stretchy=\"true\"")) with { Attributes = " accentunder=\"true\"" };

    /// <summary>A line over or under: a border, since few fonts can stretch a bar.</summary>
    private static MathNode Ruled(TexParser parser, string style) => MathNode.Branch("mrow", parser.Argument()) with { Attributes = $" style=\"{style}\"" };

    private static string Name(TexParser parser) => TexText.Plain(parser.Tokens.RawArgument());

    private static MathNode Text(TexParser parser, string attributes) => TexText.Node(parser.Tokens.RawArgument(), attributes);

    private static MathNode Style(MathNode node, string attributes) => MathNode.Branch("mstyle", node) with { Attributes = attributes };

    private static MathNode Row(params IReadOnlyList<MathNode> children) => MathNode.Branch("mrow", children);

    private static MathNode Open(string c) => MathNode.Leaf("mo", c, " stretchy=\"false\" form=\"prefix\"");

    private static MathNode Close(string c) => MathNode.Leaf("mo", c, " stretchy=\"false\" form=\"postfix\"");
}
