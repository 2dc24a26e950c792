using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Kit.Notebook.Pages.Tex;

/// <summary>What a single character of a formula means.</summary>
internal static class TexCharacters
{
    private const string Rigid = " stretchy=\"false\"";
    private const string NoSpace = " lspace=\"0\" rspace=\"0\"";

    /// <summary>Symbols typed as themselves keep the class of the command that makes them.</summary>
    private static readonly FrozenDictionary<string, MathNode> Typed =
        TexSymbols.All.Values.Where(node => node.Text![0] > '~').DistinctBy(node => node.Text).ToFrozenDictionary(node => node.Text!);

    public static MathNode Node(string c) => c switch
    {
        "+" => MathNode.Leaf("mo", "+", "", AtomClass.Binary),
        "-" => MathNode.Leaf("mo", "−", "", AtomClass.Binary),
        "*" => MathNode.Leaf("mo", "∗", "", AtomClass.Binary),
        "=" or "<" or ">" or ":" => MathNode.Leaf("mo", c, Rigid, AtomClass.Relation),
        "(" or "[" => MathNode.Leaf("mo", c, Rigid + " form=\"prefix\"", AtomClass.Open),
        ")" or "]" => MathNode.Leaf("mo", c, Rigid + " form=\"postfix\"", AtomClass.Close),
        "," or ";" => MathNode.Leaf("mo", c, " separator=\"true\"", AtomClass.Punctuation),
        "!" or "?" => MathNode.Leaf("mo", c, NoSpace, AtomClass.Close),
        "/" or "." => MathNode.Leaf("mo", c, NoSpace),
        "|" => TexSymbols.Bar("|"),
        "~" => MathNode.Space("0.25em"),
        _ when Typed.TryGetValue(c, out var symbol) => symbol,
        _ => Other(c),
    };

    private static MathNode Other(string c)
    {
        if (!Rune.TryGetRuneAt(c, 0, out var rune))
            return MathNode.Leaf("mtext", c);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.DecimalDigitNumber => MathNode.Leaf("mn", c),
            UnicodeCategory.MathSymbol => MathNode.Leaf("mo", c),
            _ when Rune.IsLetter(rune) => MathNode.Leaf("mi", c),
            _ => MathNode.Leaf("mtext", c),
        };
    }
}
