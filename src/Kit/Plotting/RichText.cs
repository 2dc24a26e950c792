using System.Text.RegularExpressions;

namespace Kit.Plotting;

/// <summary>Text with the few marks that titles may carry: <c>&lt;sub&gt; &lt;sup&gt; &lt;i&gt; &lt;b&gt; &lt;br&gt;</c>.</summary>
/// <remarks>Everything else that looks like markup is text, so a hostile title can add neither a link nor an element to a page.</remarks>
internal static partial class RichText
{
    /// <summary>A run of text with the marks that hold for it; <paramref name="Break"/>: a line break and no text.</summary>
    internal readonly record struct Run(string Text, bool Sub, bool Sup, bool Italic, bool Bold, bool Break);

    /// <summary>The runs of <paramref name="text"/>.</summary>
    public static IEnumerable<Run> Runs(string text)
    {
        int sub = 0, sup = 0, italic = 0, bold = 0, from = 0;
        foreach (Match mark in Mark().Matches(text))
        {
            if (mark.Index > from)
                yield return Now(text[from..mark.Index]);
            from = mark.Index + mark.Length;
            var step = mark.Value[1] == '/' ? -1 : 1;
            switch (mark.Groups[1].Value)
            {
                case "sub": sub = Math.Max(0, sub + step); break;
                case "sup": sup = Math.Max(0, sup + step); break;
                case "i": italic = Math.Max(0, italic + step); break;
                case "b": bold = Math.Max(0, bold + step); break;
                default: yield return new("", false, false, false, false, Break: true); break;
            }
        }
        if (from < text.Length)
            yield return Now(text[from..]);

        Run Now(string part) => new(part, sub > 0, sup > 0, italic > 0, bold > 0, false);
    }

    /// <summary>The text without its marks.</summary>
    public static string Plain(string text) => string.Concat(Runs(text).Select(run => run.Break ? " " : run.Text));

    /// <summary>The text as plotly.js reads it: known marks kept, every other angle bracket and ampersand escaped.</summary>
    public static string ForPlotly(string text)
    {
        var from = 0;
        var parts = new List<string>();
        foreach (Match mark in Mark().Matches(text))
        {
            parts.Add(Escape(text[from..mark.Index]));
            parts.Add(mark.Value);
            from = mark.Index + mark.Length;
        }
        parts.Add(Escape(text[from..]));
        return string.Concat(parts);
    }

    private static string Escape(string part) => part.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    [GeneratedRegex("</?(sub|sup|i|b)>|<(br) ?/?>", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
