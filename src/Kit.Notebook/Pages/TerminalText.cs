using System.Text;
using Kit.Display;

namespace Kit.Notebook.Pages;

/// <summary>Text meant for a terminal as HTML: colours become classes, carriage returns overwrite, other control sequences fall away.</summary>
internal static class TerminalText
{
    /// <summary>What follows the first so many characters of one text is left out, with a note.</summary>
    public const int MaxLength = 40_000;

    public static string ToHtml(string text)
    {
        var kept = text.Length <= MaxLength ? text : text[..MaxLength];
        var html = new StringBuilder();
        var style = "";
        foreach (var line in kept.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n'))
        {
            style = AppendLine(html, line, style);
            html.Append('\n');
        }
        html.Length--;
        if (kept.Length < text.Length)
            html.Append(FormattableString.Invariant($"\n<span class=\"kit-cut\">… {text.Length - kept.Length:#,0} more characters are not shown</span>"));
        return html.ToString();
    }

    private static string AppendLine(StringBuilder html, string line, string style)
    {
        var last = line.TrimEnd('\r').LastIndexOf('\r');
        var shown = last < 0 ? line : line[(last + 1)..];
        for (var i = 0; i < shown.Length;)
        {
            var escape = shown.IndexOf('\u001b', i);
            var end = escape < 0 ? shown.Length : escape;
            if (end > i)
                html.Append(style.Length == 0 ? Html.Escape(Printable(shown[i..end])) : $"<span class=\"{style}\">{Html.Escape(Printable(shown[i..end]))}</span>");
            if (escape < 0)
                break;
            i = Sequence(shown, escape, ref style);
        }
        return style;
    }

    /// <summary>Where the control sequence at <paramref name="start"/> ends; a colour sequence sets the style.</summary>
    private static int Sequence(string line, int start, ref string style)
    {
        if (start + 1 >= line.Length || line[start + 1] != '[')
            return start + 1;
        var end = start + 2;
        while (end < line.Length && line[end] is >= ' ' and <= '?')
            end++;
        if (end < line.Length && line[end] == 'm')
            style = Style(line[(start + 2)..end], style);
        return Math.Min(end + 1, line.Length);
    }

    private static string Style(string codes, string style)
    {
        var classes = style.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (var code in codes.Split(';'))
        {
            if (code is "38" or "48")
                break; // a colour by number: its numbers follow and are no codes
            if (code is "" or "0")
                classes.Clear();
            else if (code == "1")
                classes.Add("ansi-bold");
            else if (code is ['3' or '9', >= '0' and <= '7'] or "39")
                classes = [.. classes.Where(name => name == "ansi-bold"), .. code == "39" ? [] : (string[])[$"ansi-{code[1]}"]];
        }
        return string.Join(' ', classes.Distinct());
    }

    private static string Printable(string text) => string.Concat(text.Where(c => c is '\t' || !char.IsControl(c)));
}
