using System.Text;
using Kit.Display;
using Kit.Notebook.Pages.Tex;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Kit.Notebook.Pages;

/// <summary>Markdown of one cell: parsed first, so that all headings are known, and rendered when the page is written.</summary>
/// <remarks>Raw HTML in Markdown passes as it is, as in every notebook: whoever wrote the notebook runs code on the reader's machine anyway.</remarks>
internal sealed class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseGridTables().UseFootnotes().UseTaskLists().UseDefinitionLists().UseAlertBlocks().UseAutoLinks()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough | EmphasisExtraOptions.Marked)
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Use<MathSyntax>().Build();

    private readonly string source;
    private readonly string cell;
    private readonly Contents contents;
    private readonly MarkdownDocument? document;

    /// <param name="source">Markdown.</param>
    /// <param name="cell">The cell's id, a prefix for ids within.</param>
    /// <param name="contents">Takes the headings.</param>
    /// <param name="listed">Whether the headings go into the table of contents.</param>
    public MarkdownText(string source, string cell, Contents contents, bool listed)
    {
        (this.source, this.cell, this.contents) = (source, cell, contents);
        try
        {
            document = Markdown.Parse(source, Pipeline);
        }
        catch (ArgumentException)
        {
            return;
        }
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var attributes = heading.GetAttributes();
            attributes.Id = contents.Unique(attributes.Id is { Length: > 0 } id ? id : "section");
            if (listed)
                contents.Add(heading.Level, attributes.Id, Words(heading.Inline));
        }
    }

    public bool BeginsWithTitle => document is [HeadingBlock { Level: 1 }, ..];

    /// <param name="image">A data address for the address of a picture, or null.</param>
    public string ToHtml(Func<string, string?> image)
    {
        if (document is null)
            return AsSource();
        foreach (var link in document.Descendants<LinkInline>())
            Direct(link, image);
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Insert(0, new CodeBlocks());
        FootnoteSyntax.Use(renderer, cell);
        try
        {
            renderer.Render(document);
            return writer.ToString();
        }
        catch (ArgumentException)
        {
            return AsSource();
        }
    }

    /// <summary>What stands in for text that Markdig finds nested too deeply.</summary>
    private string AsSource() => $"<pre>{Html.Escape(source)}</pre>\n";

    private void Direct(LinkInline link, Func<string, string?> image)
    {
        if (link.Url is ['#', .. var fragment])
            link.Url = "#" + contents.Resolve(fragment);
        else if (link is { IsImage: true, Url: { } address } && image(address) is { } data)
            link.Url = data;
    }

    /// <summary>A heading's words and formulas without links, images and notes.</summary>
    private static string Words(Inline? inline)
    {
        var html = new StringBuilder();
        Append(html, inline);
        return html.ToString();
    }

    private static void Append(StringBuilder html, Inline? inline)
    {
        switch (inline)
        {
            case LiteralInline text:
                html.Append(Html.Escape(text.Content.ToString()));
                break;
            case CodeInline code:
                html.Append("<code>").Append(Html.Escape(code.Content)).Append("</code>");
                break;
            case MathInline math:
                html.Append(TexMath.ToMathMl(math.Tex, display: false));
                break;
            case HtmlEntityInline entity:
                html.Append(Html.Escape(entity.Transcoded.ToString()));
                break;
            case LineBreakInline:
                html.Append(' ');
                break;
            case LinkInline { IsImage: true }:
                break;
            case ContainerInline container:
                foreach (var child in container)
                    Append(html, child);
                break;
        }
    }
}
