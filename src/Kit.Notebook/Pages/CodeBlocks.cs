using Kit.Display;
using Kit.Notebook.Pages.Tex;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Kit.Notebook.Pages;

/// <summary>Code blocks of Markdown, coloured as code cells are; a block of <c>math</c> is a formula.</summary>
internal sealed class CodeBlocks : HtmlObjectRenderer<CodeBlock>
{
    public static string ToHtml(string source, string language) =>
        $"<pre class=\"kit-code\" tabindex=\"0\"><code>{(IsCSharp(language) ? CSharpHighlighter.ToHtml(source) : Html.Escape(source))}</code></pre>";

    protected override void Write(HtmlRenderer renderer, CodeBlock block)
    {
        var language = (block as FencedCodeBlock)?.Info ?? "";
        var source = block.Lines.ToString();
        renderer.EnsureLine();
        renderer.WriteLine(language == "math" ? $"<div class=\"kit-math\">{TexMath.ToMathMl(source, display: true)}</div>" : ToHtml(source, language));
    }

    private static bool IsCSharp(string language) => language.ToLowerInvariant() is "csharp" or "c#" or "cs";
}
