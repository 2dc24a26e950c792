using System.Globalization;
using System.Text.Json.Nodes;
using Kit.Display;
using Kit.Notebook.Documents;
using Kit.Notebook.Pages;
using Kit.Notebook.Running;
using Kit.Plotting;

namespace Kit.Notebook.Gallery;

/// <summary>One experiment as a page that needs nothing but a browser, in the dress of a notebook's page.</summary>
public static class ExperimentPage
{
    /// <summary>The result, or what the experiment threw, and the stamp.</summary>
    public static string Render(Outcome outcome, long seed) => Render(outcome.Experiment.Id, outcome.Experiment.Title, Fragments(outcome), Entries(outcome, seed));

    /// <summary>Any pieces below each other.</summary>
    internal static string Render(string id, string title, IEnumerable<string> fragments, IEnumerable<KeyValuePair<string, string>> stamp)
    {
        var cell = new Cell { Id = id, Kind = CellKind.Code, Language = "csharp", Source = "" };
        cell.Outputs.AddRange(fragments.Select(html => new DisplayOutput(new Dictionary<string, JsonNode> { ["text/html"] = html })));
        var options = new PageOptions { Title = title, HeadHtml = PlotlyJs.ScriptTag(embed: true), Stamp = [.. stamp] };
        return NotebookPage.Render(new NotebookDocument { Cells = { cell } }, options);
    }

    /// <summary>The machine that makes a page, and when.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Machine() =>
        [.. Stamp.Of(AppContext.BaseDirectory), new("Made on", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture))];

    private static IEnumerable<string> Fragments(Outcome outcome) =>
    [
        $"<p>{Html.Escape(outcome.Experiment.Claim)}</p><p><small>{Html.Escape(outcome.Experiment.Source)}</small></p>",
        .. outcome.Result is { } result
            ? [result.Checks.ToHtml(), .. result.Findings.Figures.Select(figure => figure.ToHtml()), .. result.Findings.Tables.Select(table => table.ToHtml())]
            : new[] { $"<p>The experiment did not run to its end.</p><pre>{Html.Escape(outcome.Error)}</pre>" },
    ];

    // What makes the page again, then the machine that made it.
    private static IEnumerable<KeyValuePair<string, string>> Entries(Outcome outcome, long seed)
    {
        var settings = outcome.Experiment.Parameters.Select(parameter => $"{parameter.Name}={parameter.Read(outcome.Experiment)}");
        return
        [
            new("Command", FormattableString.Invariant($"kit theory run {outcome.Experiment.Id} --seed {seed} --param {string.Join(' ', settings)}")),
            new("Time taken", Stamp.Seconds(outcome.Elapsed)),
            .. Machine(),
        ];
    }
}
