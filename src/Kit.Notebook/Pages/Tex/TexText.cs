using System.Text;

namespace Kit.Notebook.Pages.Tex;

/// <summary>Words inside a formula: <c>\text{if $x$ is odd}</c>.</summary>
internal static class TexText
{
    /// <summary>Text that keeps its blanks at both ends, with formulas between dollars set as formulas.</summary>
    public static MathNode Node(string raw, string attributes)
    {
        var parts = raw.Split('$');
        if (parts.Length is 1 or > 33 || parts.Length % 2 == 0)
            return Words(raw, attributes);
        var nodes = new List<MathNode>();
        for (var i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 0 && parts[i].Length > 0)
                nodes.Add(Words(parts[i], attributes));
            else if (i % 2 == 1 && new TexParser(parts[i]).Parse() is { } formula)
                nodes.Add(formula);
        }
        return MathNode.Branch("mrow", nodes);
    }

    /// <summary>The text without braces, with escaped characters as themselves.</summary>
    public static string Plain(string raw)
    {
        var text = new StringBuilder();
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && i + 1 < raw.Length && !char.IsAsciiLetter(raw[i + 1]))
                text.Append(raw[++i] is ',' or ';' or ':' or ' ' or '!' or '\\' ? " " : raw[i].ToString());
            else if (raw[i] is not ('{' or '}'))
                text.Append(raw[i] is '~' or '\n' ? ' ' : raw[i]);
        }
        return text.ToString();
    }

    private static MathNode Words(string raw, string attributes)
    {
        // MathML trims blanks at the ends of a text, a no-break space stays.
        var text = Plain(raw);
        var inner = text.Trim(' ');
        var lead = text.Length - text.TrimStart(' ').Length;
        var trail = inner.Length == 0 ? 0 : text.Length - text.TrimEnd(' ').Length;
        return MathNode.Leaf("mtext", $"{(lead > 0 ? "\u00A0" : "")}{inner}{(trail > 0 ? "\u00A0" : "")}", attributes);
    }
}
