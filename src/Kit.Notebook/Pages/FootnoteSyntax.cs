using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Kit.Notebook.Pages;

/// <summary>Footnotes whose ids carry their cell, since one page holds the notes of many cells.</summary>
internal static class FootnoteSyntax
{
    public static void Use(HtmlRenderer renderer, string cell)
    {
        renderer.ObjectRenderers.Insert(0, new Link(cell));
        renderer.ObjectRenderers.Insert(0, new Group(cell));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed class Link(string cell) : HtmlObjectRenderer<FootnoteLink>
    {
        protected override void Write(HtmlRenderer renderer, FootnoteLink link)
        {
            var (order, index) = (Number(link.Footnote.Order), Number(link.Index));
            renderer.Write(link.IsBackLink
                ? $"<a href=\"#fnref-{cell}-{index}\" class=\"kit-back\" aria-label=\"Back to the text\">↩</a>"
                : $"<sup><a id=\"fnref-{cell}-{index}\" href=\"#fn-{cell}-{order}\" aria-label=\"Footnote {order}\">{order}</a></sup>");
        }
    }

    private sealed class Group(string cell) : HtmlObjectRenderer<FootnoteGroup>
    {
        protected override void Write(HtmlRenderer renderer, FootnoteGroup group)
        {
            renderer.EnsureLine();
            renderer.WriteLine("<ol class=\"kit-footnotes\">");
            foreach (var note in group.OfType<Footnote>())
            {
                renderer.Write($"<li id=\"fn-{cell}-{Number(note.Order)}\">");
                renderer.WriteChildren(note);
                renderer.WriteLine("</li>");
            }
            renderer.WriteLine("</ol>");
        }
    }
}
