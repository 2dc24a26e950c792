using System.Text;

namespace Kit.Notebook.Pages.Tex;

/// <summary>TeX formulas as MathML, which browsers lay out themselves: no script, no font to fetch.</summary>
/// <remarks>
/// The subset is what notebooks use: see <see cref="TexSymbols"/>, <see cref="TexCommands"/> and <see cref="TexEnvironments"/>. A command outside it
/// is shown as its name, marked. Nothing throws, and no macro expands, so work is linear in the length.
/// </remarks>
internal static class TexMath
{
    /// <summary>A longer formula is shown as its source.</summary>
    public const int MaxLength = 20_000;

    public static string ToMathMl(string tex, bool display)
    {
        var html = new StringBuilder();
        var tree = tex.Length <= MaxLength ? new TexParser(tex).Parse() : null;
        if (tree is null)
        {
            MathMlWriter.Escape(html.Append("<code class=\"kit-tex\">"), tex);
            return html.Append("</code>").ToString();
        }
        html.Append(display ? "<math display=\"block\"><semantics>" : "<math><semantics>");
        MathMlWriter.Write(html, tree.Tag == "mrow" ? tree : MathNode.Branch("mrow", tree));
        MathMlWriter.Escape(html.Append("<annotation encoding=\"application/x-tex\">"), tex.Trim());
        return html.Append("</annotation></semantics></math>").ToString();
    }
}
