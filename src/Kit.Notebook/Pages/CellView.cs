using System.Text;
using Kit.Display;
using Kit.Notebook.Documents;

namespace Kit.Notebook.Pages;

/// <summary>One cell of a page.</summary>
internal sealed class CellView
{
    private readonly Cell cell;
    private readonly Contents contents;
    private readonly Pictures pictures;
    private readonly MarkdownText? text;
    private readonly string id;

    /// <summary>Reads a Markdown cell's headings at once: the table of contents stands before the cells.</summary>
    public CellView(Cell cell, Contents contents, Pictures pictures)
    {
        (this.cell, this.contents, this.pictures) = (cell, contents, pictures);
        id = contents.Unique("cell-" + Html.Escape(cell.Id));
        text = cell.Language == "markdown" ? new MarkdownText(cell.Body, id, contents, listed: true) : null;
    }

    public string Id => id;

    /// <summary>Whether the first thing in this cell is a level-one heading.</summary>
    public bool BeginsWithTitle => text?.BeginsWithTitle == true;

    public bool HasFailed => cell.Run?.Status is CellStatus.Failed or CellStatus.TimedOut;

    public string ToHtml()
    {
        var html = new StringBuilder($"<div class=\"kit-cell kit-{cell.Kind.ToString().ToLowerInvariant()}\" id=\"{id}\">\n");
        if (text is not null)
            html.Append(text.ToHtml(address => pictures.DataAddress(address, cell)));
        else if (cell.Kind == CellKind.Raw)
            html.Append("<pre class=\"kit-raw\">").Append(Html.Escape(cell.Source)).Append("</pre>\n");
        else
            AppendCode(html);
        return html.Append("</div>\n").ToString();
    }

    private void AppendCode(StringBuilder html)
    {
        if (!string.IsNullOrWhiteSpace(cell.Source))
        {
            html.Append("<div class=\"kit-input\">");
            if (cell.Language != "csharp")
                html.Append($"<span class=\"kit-language\">{Html.Escape(cell.Language)}</span>");
            html.Append(CodeBlocks.ToHtml(cell.Source.TrimEnd('\n'), cell.Language)).Append(Note()).Append("</div>\n");
        }
        if (cell.Outputs.Count > 0)
            html.Append("<div class=\"kit-output\">\n").Append(new OutputView(id, contents).ToHtml(cell.Outputs)).Append("</div>\n");
    }

    /// <summary>How the run ended, for the margin.</summary>
    private string Note()
    {
        if (cell.Run is not { } run)
            return "";
        var time = $"<span class=\"kit-time\">{Duration(run.Elapsed)}</span>";
        var why = run.Note is null ? "" : $" <span class=\"kit-why\">{Html.Escape(run.Note)}</span>";
        return "<p class=\"kit-note\">" + run.Status switch
        {
            CellStatus.Succeeded => time,
            CellStatus.Failed => $"<strong>failed</strong> {time}{(cell.Outputs.Exists(output => output is ErrorOutput) ? "" : why)}",
            CellStatus.TimedOut => $"<strong>timed out</strong> {time}{why}",
            _ => why.Length > 0 ? $"skipped:{why}" : "skipped",
        } + "</p>";
    }

    private static string Duration(TimeSpan elapsed) => elapsed.TotalSeconds switch
    {
        < 0.9995 => FormattableString.Invariant($"{elapsed.TotalMilliseconds:0} ms"),
        < 59.95 => FormattableString.Invariant($"{elapsed.TotalSeconds:0.0} s"),
        _ => FormattableString.Invariant($"{(long)elapsed.TotalMinutes} min {elapsed.Seconds} s"),
    };
}
