using Kit.Display;
using Kit.Operators.Evaluation;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Theory.Operators;

/// <summary>The runs of a comparison as tables and pictures.</summary>
/// <param name="Comparison">What was compared.</param>
/// <param name="Data">On what.</param>
/// <param name="Runs">Every model and seed.</param>
/// <param name="Failures">Trainings that diverged.</param>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed record ComparisonReport(OperatorComparison Comparison, ComparisonData Data, IReadOnlyList<ComparisonRun> Runs, IReadOnlyList<string> Failures) : IHtmlView
{
    /// <summary>What stands above the page.</summary>
    public string Title => $"Neural operators compared: {Comparison.Set}";

    private IEnumerable<IGrouping<string, ComparisonRun>> ByModel => Runs.GroupBy(run => run.Model);

    /// <summary>A row a model, the most accurate first.</summary>
    public Table Summary()
    {
        var table = new Table("model", "parameters", "MFLOP", "test error", "train error", "s/epoch", "steps", "seconds") { Caption = $"Relative L² errors, mean ± standard deviation over seeds ({Comparison.Seeds}); operations of one sample" };
        foreach (var runs in ByModel.OrderBy(runs => runs.Average(run => run.TestError)))
        {
            var one = runs.First();
            table.Row(runs.Key, one.Parameters, one.Flops / 1e6, Mean(runs, run => run.TestError).ToString(), Mean(runs, run => run.TrainError).ToString(),
                one.Steps > 0 ? runs.Average(run => run.SecondsPerEpoch) : null, runs.Average(run => (double)run.Steps), runs.Average(run => run.Seconds));
        }

        return table;
    }

    /// <summary>The measures of PDEBench, means over seeds.</summary>
    public Table Measures()
    {
        var models = ByModel.ToArray();
        var table = new Table(["measure", .. models.Select(runs => runs.Key)]) { Caption = "Measures of PDEBench on test data, means over seeds", Digits = 3 };
        foreach (var name in Runs.SelectMany(run => run.Measures.Keys).Distinct()) table.Row([name, .. models.Select(runs => (object?)runs.Average(run => run.Measures[name]))]);
        return table;
    }

    /// <summary>Test error over epochs, of the first seed.</summary>
    public Figure Curves()
    {
        var figure = new Figure("Learning curves, first seed", "epochs", "test error").LogY();
        foreach (var runs in ByModel)
            if (runs.First() is { Curve.Count: > 0 } run) figure.Line(run.CurveSteps.Select(step => step / run.Epoch).ToArray(), run.Curve.ToArray(), run.Model);
            else figure.HorizontalLine(runs.First().TestError, runs.Key);
        return figure;
    }

    /// <summary>Error against parameters and training time.</summary>
    public Figure Pareto() => Figure.Grid("What accuracy costs", 1, 2, Against("parameters", "test error", run => run.Parameters), Against("seconds of training", "", run => run.Seconds));

    /// <summary>Error over the steps of a rollout, or null where the data are no trajectories.</summary>
    public Figure? Rollouts()
    {
        if (Data.Trajectories is null) return null;
        var figure = new Figure("Rollouts from test states, first seed", "step", "relative L² error").LogY();
        foreach (var run in ByModel.Select(runs => runs.First())) figure.Line(Enumerable.Range(1, run.Rollout.Count).Select(t => (double)t).ToArray(), run.Rollout.ToArray(), run.Model);
        return figure;
    }

    /// <summary>The first test sample by each model's first seed.</summary>
    public IReadOnlyList<Figure> Maps()
    {
        var (input, truth) = (Data.Test.Inputs[0], Data.Test.Outputs[0]);
        return [.. ByModel.Select(runs => runs.First()).Where(run => run.Sample.Count == truth.Size).Select(run =>
            ErrorMap.Of(input, truth, Tensor.Of([.. run.Sample]).Reshape(truth.Shape), $"{run.Model}, first test sample"))];
    }

    /// <summary>All of it, piece by piece.</summary>
    public IEnumerable<string> Fragments() =>
    [
        $"<p>{Html.Escape(Comparison.Settings)}. {Html.Escape(Data.Description)}.</p>",
        .. Failures.Select(failure => $"<p><strong>Diverged.</strong> {Html.Escape(failure)}</p>"),
        .. Runs.Count == 0 ? [] : new[] { Summary().ToHtml(), Pareto().ToHtml(), Curves().ToHtml() },
        .. Rollouts() is { } rollouts && Runs.Count > 0 ? [rollouts.ToHtml()] : Array.Empty<string>(),
        .. Maps().Select(map => map.ToHtml()),
        .. Runs.Count == 0 ? [] : new[] { Measures().ToHtml() },
    ];

    /// <inheritdoc/>
    public string ToHtml() => $"<h2>{Html.Escape(Title)}</h2>{string.Concat(Fragments())}";

    /// <inheritdoc/>
    public override string ToString() => $"{Title}\n{Summary()}{string.Concat(Failures.Select(failure => $"\n{failure}"))}";

    private static Spread Mean(IEnumerable<ComparisonRun> runs, Func<ComparisonRun, double> of) => Spread.Of([.. runs.Select(of)]);

    private Figure Against(string cost, string error, Func<ComparisonRun, double> of)
    {
        var figure = new Figure("", cost, error).LogLog().Legend(LegendPlace.Hidden);
        foreach (var runs in ByModel)
        {
            var (x, y) = (Math.Max(runs.Average(of), 1e-3), Mean(runs, run => run.TestError));
            double[] bar = [double.IsFinite(y.Deviation) ? y.Deviation : 0];
            figure.Scatter([x], [y.Mean], runs.Key, size: 10, errorY: bar).Annotate(x, y.Mean, runs.Key);
        }

        return figure;
    }
}
