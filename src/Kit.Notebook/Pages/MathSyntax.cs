using Kit.Notebook.Pages.Tex;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Kit.Notebook.Pages;

/// <summary>Formulas in Markdown, taken out before Markdown can read their underscores, asterisks and backslashes.</summary>
/// <remarks>
/// <c>$…$</c> is a formula when no blank stands inside its dollars, no digit after it and no backtick in it, so "$5 and $6" and "US$5" are text; with blanks
/// inside both dollars it needs one of <c>\ ^ _ = { }</c>. <c>$$…$$</c>, <c>\(…\)</c>, <c>\[…\]</c> (also with doubled backslashes) and
/// environments such as <c>\begin{align}</c> are formulas always.
/// </remarks>
internal sealed class MathSyntax : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.InlineParsers.Insert(0, new MathInlineParser());
        pipeline.BlockParsers.Insert(0, new MathBlockParser());
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        if (renderer is not HtmlRenderer html)
            return;
        html.ObjectRenderers.Insert(0, new InlineRenderer());
        html.ObjectRenderers.Insert(0, new BlockRenderer());
    }

    private sealed class InlineRenderer : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline math) => renderer.Write(math.Display
            ? $"<span class=\"kit-math\">{TexMath.ToMathMl(math.Tex, true)}</span>"
            : TexMath.ToMathMl(math.Tex, false));
    }

    private sealed class BlockRenderer : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock math)
        {
            renderer.EnsureLine();
            if (!math.IsClosed)
                renderer.Write("<pre class=\"kit-tex\">").WriteEscape(math.Tex.ToString()).Write("</pre>");
            else
                renderer.Write("<div class=\"kit-math\">").Write(TexMath.ToMathMl(math.Tex.ToString(), true)).WriteEscape(math.Tail).Write("</div>");
            renderer.WriteLine();
        }
    }
}
