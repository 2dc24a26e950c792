using System.Text;

namespace Kit.Notebook.Pages.Tex;

/// <summary>Writes a tree of <see cref="MathNode"/> as well-formed MathML.</summary>
internal static class MathMlWriter
{
    public static void Write(StringBuilder html, MathNode node)
    {
        html.Append('<').Append(node.Tag).Append(node.Attributes).Append('>');
        if (node.Text is not null)
            Escape(html, node.Text);
        foreach (var child in node.Children)
            Write(html, child);
        html.Append("</").Append(node.Tag).Append('>');
    }

    /// <summary>Text for element content and quoted attributes; what XML cannot hold becomes U+FFFD.</summary>
    public static void Escape(StringBuilder html, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\t' or '\n' or '\r' => html.Append((char)rune.Value),
                < ' ' or 0xFFFE or 0xFFFF => html.Append('\uFFFD'),
                _ => html.Append(rune.ToString()),
            };
        }
    }
}
