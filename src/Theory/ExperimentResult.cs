using Kit.Display;

namespace Kit.Theory;

/// <summary>What an experiment measured, with all that is needed to measure it again.</summary>
/// <param name="Experiment">The experiment with the parameters that ran.</param>
/// <param name="Seed">The seed that ran.</param>
/// <param name="Findings">Checks, figures and tables.</param>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed record ExperimentResult(Experiment Experiment, long Seed, Findings Findings) : IHtmlView
{
    /// <summary>True when every check holds.</summary>
    public bool Passed => Findings.Checks.All(check => check.Passed);

    /// <summary>The checks as a table, with their verdicts.</summary>
    public Table Checks => Check.Tabulate(Findings.Checks.Select(check => ((string?)null, check)));

    /// <summary>Heading, claim, source, the checks with their verdict, figures, tables, parameters.</summary>
    public string ToHtml() => string.Concat(
        $"<h2>{Html.Escape(Experiment.Title)}</h2><p>{Html.Escape(Experiment.Claim)}</p><p><small>{Html.Escape(Experiment.Source)}</small></p>",
        Checks.ToHtml(),
        string.Concat(Findings.Figures.Select(figure => figure.ToHtml())),
        string.Concat(Findings.Tables.Select(table => table.ToHtml())),
        $"<p><small>{Html.Escape($"{Experiment}, seed {Seed}")}</small></p>");

    /// <summary>The same for a terminal, without figures and tables.</summary>
    public override string ToString() => $"{Experiment.Title}\n{Checks}";
}
