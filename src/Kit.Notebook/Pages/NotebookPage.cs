using System.Text;
using Kit.Display;
using Kit.Notebook.Documents;

namespace Kit.Notebook.Pages;

/// <summary>A notebook as one HTML file that needs nothing else: formulas are MathML, styles and figures are inside.</summary>
/// <remarks>
/// The same document gives the same page, byte for byte; from run to run only elements of class <c>kit-time</c> and the stamp differ.
/// A stream or plain value shows at most <see cref="TerminalText.MaxLength"/> characters.
/// </remarks>
public static class NotebookPage
{
    private static readonly Lazy<string> Style = new(() =>
    {
        using var stream = typeof(NotebookPage).Assembly.GetManifestResourceStream("Kit.Notebook.Pages.page.css")!;
        return new StreamReader(stream).ReadToEnd().ReplaceLineEndings("\n");
    });

    public static string Render(NotebookDocument document, PageOptions options)
    {
        var contents = new Contents();
        contents.Unique("kit-text");
        contents.Unique("kit-stamp");
        var pictures = new Pictures(options.Folder);
        var cells = document.Cells.Select(cell => new CellView(cell, contents, pictures)).ToList();
        var title = options.Title ?? document.Title ?? "Notebook";
        var html = new StringBuilder($"""
            <!DOCTYPE html>
            <html lang="{Html.Escape(options.Language)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="generator" content="Kit">
            <title>{Html.Escape(title)}</title>
            <style>
            {Style.Value}</style>
            {options.HeadHtml}
            </head>
            <body>
            <a class="kit-skip" href="#kit-text">Skip to the text</a>

            """.ReplaceLineEndings("\n"));
        if (contents.IsWorthShowing)
            html.Append($"<nav class=\"kit-contents\" aria-label=\"Contents\">\n{contents.ToHtml()}</nav>\n");
        html.Append("<main id=\"kit-text\">\n").Append(Body(title, cells, contents)).Append("</main>\n");
        AppendStamp(html, options.Stamp);
        return html.Append("</body>\n</html>\n").ToString();
    }

    private static StringBuilder Body(string title, List<CellView> cells, Contents contents)
    {
        var body = new StringBuilder();
        if (!contents.HasTitle)
            body.Append($"<h1>{Html.Escape(title)}</h1>\n");
        foreach (var cell in cells)
            body.Append(cell.ToHtml());
        // Below the title when the page begins with it, above everything otherwise.
        const string End = "</h1>\n";
        var at = contents.HasTitle && cells is [{ BeginsWithTitle: false }, ..] ? 0 : body.ToString().IndexOf(End, StringComparison.Ordinal) + End.Length;
        return body.Insert(at, Failures(cells) + (contents.IsWorthShowing
            ? $"<details class=\"kit-contents-small\">\n<summary>Contents</summary>\n{contents.ToHtml()}</details>\n" : ""));
    }

    private static string Failures(List<CellView> cells)
    {
        var failed = cells.Where(cell => cell.HasFailed).ToList();
        return failed.Count == 0 ? "" : FormattableString.Invariant(
            $"<p class=\"kit-failures\">{failed.Count} {(failed.Count == 1 ? "cell" : "cells")} failed: <a href=\"#{failed[0].Id}\">see the first</a>.</p>\n");
    }

    private static void AppendStamp(StringBuilder html, IReadOnlyList<KeyValuePair<string, string>> stamp)
    {
        if (stamp.Count == 0)
            return;
        html.Append("<footer class=\"kit-stamp\" aria-labelledby=\"kit-stamp\">\n<h2 id=\"kit-stamp\">How this page was made</h2>\n<dl>\n");
        foreach (var (name, value) in stamp)
            html.Append($"<div><dt>{Html.Escape(name)}</dt><dd>{Html.Escape(value)}</dd></div>\n");
        html.Append("</dl>\n</footer>\n");
    }
}
