using Kit.Notebook.Documents;
using Kit.Plotting;

namespace Kit.Notebook.Running;

/// <summary>The script that a page's figures need: embedded once, so that the page works offline; a link to the CDN where it cannot be had.</summary>
internal static class PlotHead
{
    public static string For(NotebookDocument document, Terminal terminal)
    {
        if (!document.Cells.SelectMany(cell => cell.Outputs).OfType<DisplayOutput>().Any(HasFigure))
        {
            return "";
        }

        if (PlotlyJs.Find().Reason is { } reason)
        {
            terminal.Say($"plotly.js is not embedded: {reason}");
        }

        return PlotlyJs.ScriptTag(embed: true);
    }

    private static bool HasFigure(DisplayOutput output) =>
        output.Data.TryGetValue("text/html", out var html) && html.GetValue<string>().Contains("kit-figure", StringComparison.Ordinal);
}
