using Kit.Theory.Operators;

namespace Kit.Notebook.Gallery;

/// <summary>A comparison of models as a page that needs nothing but a browser.</summary>
public static class ComparisonPage
{
    /// <summary>Tables, pictures and the stamp.</summary>
    public static string Render(ComparisonReport report) =>
        ExperimentPage.Render("operators", report.Title, report.Fragments(), [new("Command", Command(report.Comparison)), .. ExperimentPage.Machine()]);

    private static string Command(OperatorComparison c) => FormattableString.Invariant(
        $"kit bench operators --set {c.Set} --models {string.Join(',', c.Models)} --res {c.Resolution} --train {c.Train} --test {c.Test} --epochs {c.Epochs}{(c.Seconds is { } s ? $" --seconds {s}" : "")} --seeds {c.Seeds} --batch {c.Batch} --rate {c.LearningRate}{(c.Paper ? " --paper" : "")}");
}
