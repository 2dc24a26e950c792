using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Kit.Notebook.Pages.Tex;

/// <summary>Commands that take arguments, change style, or space.</summary>
internal static partial class TexCommands
{
    private static readonly FrozenDictionary<string, string> Accents = TexSymbols.Table(
        "hat ^  bar ‾  tilde ~  vec →  dot ˙  ddot ¨  check ˇ  breve ˘  acute ´  grave `  mathring ˚");

    private static readonly FrozenDictionary<string, string> WideAccents = TexSymbols.Table(
        "widehat ^  widetilde ~  overrightarrow →  overleftarrow ←  overleftrightarrow ↔");

    private static readonly FrozenSet<string> Functions =
        "sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan log ln lg exp arg deg dim hom ker sgn tr Tr".Split(' ').ToFrozenSet();

    private static readonly FrozenSet<string> LimitFunctions = "lim max min sup inf limsup liminf det gcd Pr argmax argmin".Split(' ').ToFrozenSet();

    /// <summary><c>a \over b</c> and its like: a function of what stands before and after.</summary>
    public static Func<MathNode, MathNode, MathNode>? Infix(string name) => name switch
    {
        "over" => (a, b) => MathNode.Branch("mfrac", a, b),
        "choose" => Binomial,
        "atop" => (a, b) => MathNode.Branch("mfrac", a, b) with { Attributes = " linethickness=\"0\"" },
        _ => null,
    };

    /// <summary>A command that acts on all that follows in its group; it is taken when it is one.</summary>
    public static Func<List<MathNode>, MathNode>? Switch(TexParser parser, string name)
    {
        var attributes = name switch
        {
            "displaystyle" => " displaystyle=\"true\" scriptlevel=\"0\"",
            "textstyle" => " displaystyle=\"false\" scriptlevel=\"0\"",
            "scriptstyle" => " displaystyle=\"false\" scriptlevel=\"1\"",
            "scriptscriptstyle" => " displaystyle=\"false\" scriptlevel=\"2\"",
            "color" or "bf" or "rm" or "cal" => "",
            _ => null,
        };
        if (attributes is null)
            return null;
        parser.Tokens.Next();
        switch (name)
        {
            case "color":
                var color = Color(parser.Tokens.RawArgument());
                return items => MathNode.Branch("mstyle", items) with { Attributes = color };
            case "bf" or "cal":
                return items => MathAlphabet.Apply("math" + name, MathNode.Branch("mrow", items));
            case "rm":
                return items => Roman(MathNode.Branch("mrow", items));
            default:
                return items => MathNode.Branch("mstyle", items) with { Attributes = attributes };
        }
    }

    /// <summary>The node of a command whose name is taken; null when it shows nothing.</summary>
    public static MathNode? Parse(TexParser parser, string name)
    {
        if (TexSymbols.All.TryGetValue(name, out var symbol))
            return symbol;
        if (Accents.TryGetValue(name, out var accent))
            return Over(parser.Argument(), accent, stretchy: false);
        if (WideAccents.TryGetValue(name, out var wide))
            return Over(parser.Argument(), wide, stretchy: true);
        if (Functions.Contains(name))
            return MathNode.Leaf("mi", name, "", AtomClass.Function);
        if (LimitFunctions.Contains(name))
            return LimitFunction(name switch { "limsup" => "lim sup", "liminf" => "lim inf", "argmax" => "arg max", "argmin" => "arg min", _ => name });
        if (Space(name) is { } width)
            return MathNode.Space(width);
        if (Class(name) is { } atom)
            return parser.Operand() with { Class = atom, Limits = atom == AtomClass.BigOperator };
        if (MathAlphabet.Has(name))
            return MathAlphabet.Apply(name, parser.Argument());
        return TexConstructs.Parse(parser, name);
    }

    public static MathNode LimitFunction(string name) =>
        MathNode.Leaf("mo", name, " movablelimits=\"true\" lspace=\"0\" rspace=\"0\"", AtomClass.Function) with { Limits = true };

    public static MathNode Over(MathNode content, string mark, bool stretchy) =>
        MathNode.Branch("mover", content, MathNode.Leaf("mo", mark, $" stretchy=\"{(stretchy ? "true" : "false")}\"")) with { Attributes = " accent=\"true\"" };

    public static MathNode Binomial(MathNode above, MathNode below) => MathNode.Branch("mrow",
        MathNode.Leaf("mo", "(", " form=\"prefix\""),
        MathNode.Branch("mfrac", above, below) with { Attributes = " linethickness=\"0\"" },
        MathNode.Leaf("mo", ")", " form=\"postfix\""));

    private static string? Space(string name) => name switch
    {
        "," or "thinspace" => "0.1667em",
        ":" or ">" => "0.2222em",
        ";" => "0.2778em",
        "!" => "-0.1667em",
        " " or "\n" or "\t" => "0.25em",
        "enspace" => "0.5em",
        "quad" => "1em",
        "qquad" => "2em",
        "" => "0",
        _ => null,
    };

    private static AtomClass? Class(string name) => name switch
    {
        "mathord" or "mathinner" => AtomClass.Ordinary,
        "mathop" => AtomClass.BigOperator,
        "mathbin" => AtomClass.Binary,
        "mathrel" => AtomClass.Relation,
        "mathopen" => AtomClass.Open,
        "mathclose" => AtomClass.Close,
        "mathpunct" => AtomClass.Punctuation,
        _ => null,
    };

    /// <summary>Upright letters; neighbours join into one word.</summary>
    public static MathNode Roman(MathNode node)
    {
        if (node.Tag == "mi")
            return node with { Attributes = " mathvariant=\"normal\"" };
        if (node.Tag == "mrow" && node.Children.Count > 0 && node.Children.All(child => child.Tag is "mi" or "mn"))
            return MathNode.Leaf("mi", string.Concat(node.Children.Select(child => child.Text)), " mathvariant=\"normal\"");
        return node with { Children = [.. node.Children.Select(Roman)] };
    }

    /// <summary>A style attribute for a colour name or a hexadecimal colour; nothing for any other text.</summary>
    public static string Color(string color) => ColorPattern().IsMatch(color.Trim()) ? $" style=\"color:{color.Trim()}\"" : "";

    /// <summary>A TeX length such as <c>2em</c>, <c>-3mu</c>, <c>1.5cm</c>, as a MathML length.</summary>
    public static string Length(string length)
    {
        var match = LengthPattern().Match(length.Trim());
        if (!match.Success || !double.TryParse(match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var size) || Math.Abs(size) > 1000)
            return "0";
        var (factor, unit) = match.Groups[2].Value == "mu" ? (1 / 18.0, "em") : (1, match.Groups[2].Value);
        return string.Create(CultureInfo.InvariantCulture, $"{size * factor:0.####}{unit}");
    }

    [GeneratedRegex("^(#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20})\\z")]
    private static partial Regex ColorPattern();

    [GeneratedRegex("^([-+]?[0-9]*\\.?[0-9]+)\\s*(em|ex|mu|pt|px|cm|mm|in)\\z")]
    private static partial Regex LengthPattern();
}
