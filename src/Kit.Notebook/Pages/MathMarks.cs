using Kit.Notebook.Pages.Tex;

namespace Kit.Notebook.Pages;

/// <summary>Where formulas open and close.</summary>
internal static class MathMarks
{
    /// <summary>A formula that has not closed after so many characters is text.</summary>
    private const int MaxLength = TexMath.MaxLength;

    private static readonly string[] Environments =
    [
        .. "align align* aligned alignat alignat* equation equation* gather gather* multline multline* eqnarray eqnarray*".Split(' '),
        .. "split cases matrix pmatrix bmatrix vmatrix array".Split(' '),
    ];

    private static readonly (string Open, string Close)[] Pairs =
        [("$$", "$$"), ("\\\\[", "\\\\]"), ("\\[", "\\]"), ("\\\\(", "\\\\)"), ("\\(", "\\)")];

    /// <summary>The formula at the start of the text: its opening and closing marks (empty for an environment, which is part of the formula).</summary>
    public static (string Open, string Close)? At(ReadOnlySpan<char> text)
    {
        foreach (var pair in Pairs)
        {
            if (text.StartsWith(pair.Open, StringComparison.Ordinal))
                return pair;
        }
        if (!text.StartsWith("\\begin{", StringComparison.Ordinal))
            return null;
        foreach (var name in Environments)
        {
            if (text[7..].StartsWith(name, StringComparison.Ordinal) && text[(7 + name.Length)..].StartsWith("}"))
                return ("", $"\\end{{{name}}}");
        }
        return null;
    }

    /// <summary>Where the closing mark stands, or -1; a backslash hides a dollar after it.</summary>
    public static int Find(ReadOnlySpan<char> text, string close)
    {
        text = text.Length <= MaxLength ? text : text[..MaxLength];
        for (var i = 0; i + close.Length <= text.Length; i++)
        {
            if (text[i..].StartsWith(close, StringComparison.Ordinal))
                return i;
            if (text[i] == '\\' && (close[0] == '$' || (close.Length == 2 && i + 1 < text.Length && text[i + 1] == '\\')))
                i++;
        }
        return -1;
    }

    /// <summary>Length of the formula between single dollars, of which the first is taken, or -1 when the dollars are money.</summary>
    public static int SingleDollar(ReadOnlySpan<char> text)
    {
        var end = Find(text, "$");
        if (end <= 0 || text[..end].Contains('`') || (end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])))
            return -1;
        var (first, last) = (char.IsWhiteSpace(text[0]), char.IsWhiteSpace(text[end - 1]));
        var isFormula = !first && !last || first && last && text[..end].IndexOfAny("\\^_={}") >= 0;
        return isFormula ? end : -1;
    }
}
