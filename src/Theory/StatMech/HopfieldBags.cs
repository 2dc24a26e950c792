using Kit.Compute;
using Kit.Learning;
using Kit.Plotting;
using Kit.StatMech.Attention;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>Bags of vectors of which one decides: a learned query that searches the bag finds it, a mean over the bag drowns it.</summary>
/// <remarks>
/// A bag of m normal vectors in ℝᵈ is positive when one of them is shifted by s along a direction w that nobody tells. The mean over the bag shows the shift as s/m beside noise 1/√m: the best
/// rule on it errs with probability Φ(−s/(2√m)), which is the theory line. A softmax of sharp β picks the extreme element instead; the best rule on max w·x has the line of the maximum of m normals.
/// </remarks>
public sealed record HopfieldBags : Experiment
{
    /// <summary>Vectors in a bag, m, one entry a point.</summary>
    [Bounds(2, 1000)]
    public int[] Sizes { get; init; } = [5, 20, 50];

    /// <summary>Extent of a vector, d.</summary>
    [Bounds(2, 256)]
    public int Width { get; init; } = 16;

    /// <summary>The shift s, in units of the noise.</summary>
    [Bounds(0.1, 100)]
    public double Shift { get; init; } = 6;

    /// <summary>Trainings of each kind, with seeds of their own.</summary>
    [Bounds(1, 20)]
    public int Seeds { get; init; } = 3;

    /// <summary>Steps of each training.</summary>
    [Bounds(10, 100_000)]
    public int Steps { get; init; } = 800;

    /// <inheritdoc/>
    public override string Title => "Bags of which one element decides";

    /// <inheritdoc/>
    public override string Claim => "Hopfield pooling learns from labels of bags alone which element matters, where mean pooling cannot.";

    /// <inheritdoc/>
    public override string Source => "Ramsauer et al. (2021), Hopfield Networks is All You Need, ICLR; section 4, multiple-instance learning";

    /// <inheritdoc/>
    public override HopfieldBags Full => this with { Sizes = [5, 10, 20, 40, 80, 160], Seeds = 5, Steps = 1000 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var (pooled, mean) = (new (double Mean, double Error)[Sizes.Length], new (double Mean, double Error)[Sizes.Length]);
        for (var k = 0; k < Sizes.Length; k++)
        {
            token.ThrowIfCancellationRequested();
            pooled[k] = Accuracy(Sizes[k], hopfield: true, rng.Stream(k), token);
            mean[k] = Accuracy(Sizes[k], hopfield: false, rng.Stream(k), token);
        }

        double[] sizes = [.. Sizes.Select(m => (double)m)];
        var figure = new Figure("Accuracy on new bags", "elements in a bag", "accuracy").LogX().RangeY(0.45, 1.02).Legend(LegendPlace.BottomLeft)
            .Line([.. sizes], [.. Sizes.Select(BestByMaximum)], name: "best rule on the maximum").Line([.. sizes], [.. Sizes.Select(BestByMean)], name: "best rule on the mean", dash: Dash.Dashed)
            .Scatter([.. sizes], [.. pooled.Select(p => p.Mean)], name: "Hopfield pooling", errorY: new([.. pooled.Select(p => p.Error)]))
            .Scatter([.. sizes], [.. mean.Select(p => p.Mean)], name: "mean pooling", errorY: new([.. mean.Select(p => p.Error)]));
        List<Check> checks = [];
        for (var k = 0; k < Sizes.Length; k++)
        {
            // 1000 bags: a standard error of at most 0.016; nothing learns better than the best rule.
            checks.Add(Check.AtMost($"mean pooling − best rule on the mean, m = {Sizes[k]}", mean[k].Mean - BestByMean(Sizes[k]), 0.03, "no rule on the mean is better; two standard errors of 1000 bags"));
            checks.Add(Check.AtLeast($"Hopfield − mean pooling, m = {Sizes[k]}", pooled[k].Mean - mean[k].Mean, Sizes[k] >= 20 ? 0.05 : -0.02, "the softmax finds the element that decides, the mean divides it by m"));
        }

        return new() { Checks = checks, Figures = [figure] };
    }

    private (double, double) Accuracy(int m, bool hopfield, Rng rng, CancellationToken token)
    {
        double[] runs = [.. Enumerable.Range(0, Seeds).Select(seed => Train(m, hopfield, rng.Stream(seed), token))];
        var mean = runs.Average();
        return (mean, Seeds > 1 ? Math.Sqrt(runs.Average(r => (r - mean) * (r - mean)) / (Seeds - 1)) : 0);
    }

    private double Train(int m, bool hopfield, Rng rng, CancellationToken token)
    {
        var direction = rng.Stream("direction").Normal(Width, dtype: DType.F32);
        direction /= direction.Norm();
        var (pooling, head) = (new HopfieldPooling(Width, 2 * Width, heads: 8, beta: 1), new Linear(hopfield ? 2 * Width : Width, 2));
        object model = hopfield ? new object[] { pooling, head } : new object[] { head };
        Model.Initialize(model, rng.Stream("weights"));
        Tensor Scores(Tensor bags) => head.Forward(hopfield ? pooling.Forward(bags)[.., 0] : bags.Mean([1]));
        var trainer = new Trainer(model, new Adam(model, 1e-2), batch => Loss.CrossEntropy(Scores(batch[0]), batch[1])) { Schedule = Schedules.Cosine(1e-2, Steps) };
        trainer.Fit(DataStream.From(step => Bags(64, m, direction, rng.Stream("train").Stream(step))), Steps, token);
        var test = Bags(1000, m, direction, rng.Stream("test"));
        return (Scores(test[0]).ArgMax(1).Equal(test[1])).Cast(DType.F64).Mean().Item();
    }

    /// <summary>Bags [n, m, d] and labels [n]: 1 where the first element is shifted; order does not matter to either model.</summary>
    private Tensor[] Bags(int n, int m, Tensor direction, Rng rng)
    {
        var (x, labels) = (rng.Normal((n, m, Width), dtype: DType.F32), rng.Integers(0, 2, n));
        x[.., 0] += labels.Cast(DType.F32).Unsqueeze(1) * direction * Shift;
        return [x, labels];
    }

    // Theory: w·x̄ has the mean 0 or s/m and the deviation 1/√m; the threshold lies between.

    private double BestByMean(int m) => Below(Shift / (2 * Math.Sqrt(m)));

    /// <summary>max w·x: P(&lt; t) = Φ(t)ᵐ without a shift, Φ(t)^{m−1}Φ(t − s) with one; the best t by scanning.</summary>
    private double BestByMaximum(int m) =>
        Enumerable.Range(0, 2000).Select(k => k * 0.005).Max(t => (Math.Pow(Below(t), m) + 1 - Math.Pow(Below(t), m - 1) * Below(t - Shift)) / 2);

    private static double Below(double x) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, x);
}
