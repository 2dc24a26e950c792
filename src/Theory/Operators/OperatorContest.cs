using System.Globalization;
using Kit.Display;
using Kit.Learning;
using Kit.Operators.Training;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Theory.Operators;

/// <summary>Operators trained by one protocol on the same pairs for as many epochs, and the pictures that compare them.</summary>
/// <param name="train">Training samples.</param>
/// <param name="test">Others.</param>
/// <param name="plan">The same for all, but for the rate.</param>
internal sealed class OperatorContest(FieldPairs train, FieldPairs test, OperatorPlan plan)
{
    private readonly List<(string Name, TrainedOperator Result)> entries = [];

    /// <summary>Number of trained elements.</summary>
    public static long Size(Layer model) => Model.Parameters(model).Sum(p => p.Value.Size);

    /// <summary>Trains a model.</summary>
    /// <param name="name">On the figures.</param>
    /// <param name="model">Without weights yet.</param>
    /// <param name="rate">Largest rate of its cycle.</param>
    /// <param name="rng">Of the weights and the order.</param>
    /// <param name="token">Stops it.</param>
    public TrainedOperator Enter(string name, Layer model, double rate, Rng rng, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var result = OperatorTraining.Train(model, train, test, plan with { LearningRate = rate }, rng, token);
        entries.Add((name, result));
        return result;
    }

    /// <summary>Mean over test samples of ‖ū − u‖₂/‖u‖₂, where ū is the mean of the training solutions: what is known without looking at a.</summary>
    public double ErrorOfTheMean() => Loss.RelativeL2(train.Outputs.Mean(0, keepDims: true).BroadcastTo(test.Outputs.Shape).Copy(), test.Outputs).Item();

    /// <summary>Errors on test samples against epochs.</summary>
    public Figure Curves(string title)
    {
        var figure = new Figure(title, "epoch", "relative L² error on test samples").LogY();
        var perEpoch = Math.Max(1, (double)train.Count / Math.Min(plan.Batch, train.Count));
        foreach (var (name, result) in entries)
        {
            double[] steps = result.History.Steps.ToDoubles(), errors = result.History.Validations.ToDoubles();
            int[] made = [.. Enumerable.Range(0, steps.Length).Where(i => double.IsFinite(errors[i]))];
            if (made.Length > 0) figure.Line([.. made.Select(i => steps[i] / perEpoch)], [.. made.Select(i => errors[i])], name: name, markers: made.Length < 40);
        }

        return figure;
    }

    /// <summary>Error against size, one point a model.</summary>
    public Figure Sizes()
    {
        var figure = new Figure("Error and size", "trained numbers", "relative L² error on test samples")
            .RangeX(0, 1.15 * entries.Max(e => e.Result.Parameters)).RangeY(0, 1.15 * entries.Max(e => e.Result.TestError));
        foreach (var (name, result) in entries) figure.Scatter([(double)result.Parameters], [result.TestError], name: name, size: 11);
        return figure;
    }

    /// <summary>A test sample with its coefficient, its solution, and where each model is off.</summary>
    public Figure Maps(int sample)
    {
        var pair = test[sample..(sample + 1)];
        var truth = pair.Outputs[0, 0];
        Tensor[] errors = [.. entries.Select(e =>
        {
            Model.SetTraining(e.Result.Model, false);
            return (e.Result.Model.Forward(pair.Inputs)[0, 0] - truth).Abs();
        })];
        var range = (0.0, errors.Max(e => e.Max().Item()));
        var n = truth.Shape[0];
        var x = (Tensor.Arange(0.0, n) + 0.5) / n;
        Figure Map(string title, Tensor field, (double, double)? range = null) => new Figure(title, "x", "y").Heatmap(field.T, x, x, range: range).EqualAspect();
        Figure[] panels = [Map("coefficient a", pair.Inputs[0, 0]), Map("solution u", truth), .. entries.Zip(errors, (e, error) => Map($"|u − {e.Name}|", error, range))];
        var rows = (panels.Length + 1) / 2;
        return Figure.Grid("A test sample and the errors on it, in one scale", rows, 2, panels).Size(660, 300 * rows);
    }

    /// <summary>Sizes, errors on training and test samples, their ratio, time.</summary>
    public Table Results()
    {
        var table = new Table("model", "numbers", "test error", "training error", "gap", "seconds") { Caption = string.Create(CultureInfo.InvariantCulture, $"{train.Count} training and {test.Count} test samples, {plan.Epochs} epochs"), Digits = 3 };
        foreach (var (name, r) in entries) table.Row(name, r.Parameters, r.TestError, r.TrainError, r.TestError / r.TrainError, Math.Round(r.Seconds, 1));
        return table;
    }
}
