using Kit.Compute;
using Kit.Learning;
using Kit.Pde;
using Kit.Pde.Equations;
using Kit.Plotting;
using Kit.StatMech.Spectra;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>The tail exponent α of a weight matrix's spectrum depends on its shape, unless the spectrum is that of windows of one shape; and what α is good for in pruning.</summary>
/// <remarks>
/// For Gaussian entries the spectrum follows Marčenko and Pastur, whose width shrinks like √(p/n): Hill's α = 1 + k/Σ ln(λᵢ/λ_{n−k}) with k = n/2 is then a function of the quantiles of the law,
/// α(γ) = 1 + 1/(2∫_{1/2}^1 ln(λ(s)/λ(½)) ds), which the figure draws as a line. Windows of one ratio have one law, so that their α says something about entries alone.
/// Pruning: layers of smaller α, heavier tails, are said to have learned more (Martin and Mahoney, 2021), so they lose fewer weights.
/// <para>
/// The last check does not hold. With shares ±0.1 around 0.7 the ratio of errors was 1.054 ± 0.003 (standard error of 6 trainings of 1500 steps), with ±0.05 1.023 ± 0.004, with ±0.02 1.008 ± 0.002; turned
/// around, so that heavy tails lose more, ±0.05 gives 1.000 ± 0.002. Exponents of whole matrices do as badly, 1.050 ± 0.005. Trained for 5000 steps it is 1.03 (two trainings), and with 4000 samples in place of 1000, 1.06 (one). Whole matrices do
/// better there, 0.98 and 1.00 in the two trainings of 5000 steps. In every training the last layer has the smallest α; whether that is what misleads the allocation was not tested.
/// </para>
/// </remarks>
public sealed record AspectRatioBias : Experiment
{
    /// <summary>Aspect ratios n/p of the matrices.</summary>
    [Bounds(1, 64)]
    public int[] Aspects { get; init; } = [1, 2, 4, 8, 16];

    /// <summary>Columns p of the matrices.</summary>
    [Bounds(16, 1024)]
    public int Columns { get; init; } = 96;

    /// <summary>Matrices of each kind, and trainings.</summary>
    [Bounds(1, 20)]
    public int Seeds { get; init; } = 3;

    /// <summary>Steps of each training.</summary>
    [Bounds(10, 100_000)]
    public int Steps { get; init; } = 1500;

    /// <summary>Degrees of freedom of Student's t: below 4, spectra are heavy-tailed themselves.</summary>
    [Bounds(1, 100)]
    public double Freedom { get; init; } = 3;

    /// <inheritdoc/>
    public override string Title => "Tail exponents without the bias of the aspect ratio";

    /// <inheritdoc/>
    public override string Claim => "Hill's exponent of a random matrix grows with its aspect ratio though its entries are the same; pooled over windows of a fixed ratio it does not, and can guide layer-wise pruning.";

    /// <inheritdoc/>
    public override string Source => "Hu, Goel, Killiakov, Yang (2025), Eigenspectrum Analysis of Neural Networks without Aspect Ratio Bias, ICML";

    /// <inheritdoc/>
    public override AspectRatioBias Full => this with { Columns = 256, Seeds = 5, Steps = 6000 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var figure = new Figure("Hill's α of random matrices", "aspect ratio n/p", "α").LogX().LogY().Legend(LegendPlace.TopLeft);
        double[] aspects = [.. Aspects.Select(a => (double)a)];
        figure.Line(aspects, [.. aspects.Select(a => LawAlpha(1 / a))], name: "Marčenko–Pastur");
        List<Check> checks = [];
        foreach (var (name, draw) in new (string, Func<Rng, Shape, Tensor>)[] { ("Gaussian", (own, shape) => own.Normal(shape)), ("Student's t", (own, shape) => StudentT(own, shape)) })
        {
            var whole = Aspects.Select(a => Mean(seed => HeavyTail.Hill(HeavyTail.Spectrum(draw(rng.Stream($"{name} {a} {seed}"), (a * Columns, Columns)))))).ToArray();
            var windows = Aspects.Select(a => Mean(seed => HeavyTail.Hill(HeavyTail.FixedAspectSpectrum(draw(rng.Stream($"{name} {a} {seed}"), (a * Columns, Columns)), 1, Columns / 2, 3)))).ToArray();
            token.ThrowIfCancellationRequested();
            figure.Scatter(aspects, whole, name: $"{name}, whole").Scatter(aspects, windows, name: $"{name}, windows", marker: Marker.Square);
            checks.Add(Check.AtLeast($"spread of α over aspect ratios, whole / windows, {name}", Spread(whole) / Spread(windows), 3, "windows of one ratio have one law"));
            if (name == "Gaussian")
                for (var k = 0; k < aspects.Length; k++) checks.Add(Check.Near($"α of the whole / that of the law, n/p = {aspects[k]}", whole[k] / LawAlpha(1 / aspects[k]), 1, 0.1, "a few per cent at p = 96: the upper edge is smeared by p^{−2/3}"));
        }

        var (pruning, verdict) = Pruning(rng.Stream("pruning"), token);
        checks.Add(verdict);
        return new() { Checks = checks, Figures = [figure, pruning] };

        double Mean(Func<int, double> of) => Enumerable.Range(0, Seeds).Average(of);
    }

    /// <summary>Theory: the mean logarithm of the upper half of the law over its median.</summary>
    private static double LawAlpha(double ratio)
    {
        var law = new MarchenkoPastur(ratio);
        var median = law.Quantile(0.5);
        return 1 + 1 / (2 * MathNet.Numerics.Integration.GaussLegendreRule.Integrate(share => Math.Log(law.Quantile(share) / median), 0.5, 1, 64));
    }

    private static double Spread(double[] values) => values.Max() - values.Min();

    /// <summary>Student's t: a normal over √(χ²/ν).</summary>
    private Tensor StudentT(Rng rng, Shape shape)
    {
        var random = new MathNet.Numerics.Random.Mcg59(rng.NextInt(1, int.MaxValue));
        var values = new double[(int)shape.Size];
        MathNet.Numerics.Distributions.StudentT.Samples(random, values, 0, 1, Freedom);
        return Tensor.Of(values).Reshape(shape);
    }

    /// <summary>An operator of Burgers' equation by a network of layers of many shapes, whose weights are then cut.</summary>
    private (Figure, Check) Pruning(Rng rng, CancellationToken token)
    {
        double[] shares = [0.3, 0.5, 0.6, 0.7, 0.8];
        var (uniform, guided, ratios) = (new double[shares.Length], new double[shares.Length], new double[Seeds]);
        var at = Array.IndexOf(shares, 0.7);
        var (inputs, targets) = Samples(1200, rng.Stream("data"));
        for (var seed = 0; seed < Seeds; seed++)
        {
            var layers = new[] { (64, 256), (256, 64), (64, 512), (512, 64) }.Select(size => new Linear(size.Item1, size.Item2)).ToArray();
            var network = Model.Initialize(new Sequential([.. layers.SelectMany((layer, k) => k + 1 < layers.Length ? new Layer[] { layer, new Lambda(x => x.Gelu()) } : [layer])]), rng.Stream(seed));
            new Trainer(network, new Adam(network, 2e-3), batch => Loss.RelativeL2(network.Forward(batch[0]), batch[1])) { Schedule = Schedules.Cosine(2e-3, Steps) }
                .Fit(DataStream.Of([inputs[..1000], targets[..1000]], 50, rng.Stream(seed).Stream("order")), Steps, token);
            var weights = layers.Select(layer => layer.Weight.Copy()).ToArray();
            double[] alphas = [.. weights.Select(w => HeavyTail.Hill(HeavyTail.FixedAspectSpectrum(w, 1, 48, 3)))];
            double[] sizes = [.. weights.Select(w => (double)w.Size)];
            for (var k = 0; k < shares.Length; k++)
            {
                double Error(Func<int, double> share)
                {
                    foreach (var (l, layer) in layers.Index()) layer.Weight.Assign(Cut(weights[l], share(l)));
                    return Loss.RelativeL2(network.Forward(inputs[1000..]), targets[1000..]).Item();
                }

                var (same, tilted) = (Error(_ => shares[k]), Error(Allocation(alphas, sizes, shares[k])));
                uniform[k] += same / Seeds;
                guided[k] += tilted / Seeds;
                if (k == at) ratios[seed] = tilted / same;
            }
        }

        var error = Seeds > 1 ? Math.Sqrt(ratios.Sum(r => Math.Pow(r - ratios.Average(), 2)) / (Seeds - 1) / Seeds) : 0;
        var figure = new Figure("Burgers' operator with weights cut away", "share of weights cut", "relative error").LogY().Legend(LegendPlace.TopLeft)
            .Line(shares, uniform, name: "the same share in every layer", markers: true).Line(shares, guided, name: "shares by α of windows", markers: true);
        return (figure, Check.AtMost("error at 70 % cut, guided by α / uniform", ratios.Average(), 1, FormattableString.Invariant($"layers with heavier tails keep more; ± {error:F3} over {Seeds} trainings")));
    }

    /// <summary>AlphaPruning's line: shares fall linearly from the layer of the largest α to that of the smallest, ±0.1 around a level that makes the whole come out.</summary>
    private static Func<int, double> Allocation(double[] alphas, double[] sizes, double share)
    {
        var (low, high) = (alphas.Min(), alphas.Max());
        double[] tilt = [.. alphas.Select(a => high > low ? 0.2 * (a - low) / (high - low) - 0.1 : 0)];
        var level = share - tilt.Zip(sizes, (t, n) => t * n).Sum() / sizes.Sum();
        return l => Math.Clamp(level + tilt[l], 0, 1);
    }

    /// <summary>The smallest weights set to 0.</summary>
    private static Tensor Cut(Tensor weight, double share)
    {
        var threshold = weight.Abs().Flatten().Quantile(share);
        return Functions.Where(weight.Abs() > threshold, weight, 0);
    }

    /// <summary>Smooth random starts and what Burgers' equation with ν = 0.05 makes of them by t = 1, on 64 points of [0, 2π).</summary>
    private static (Tensor Inputs, Tensor Targets) Samples(int count, Rng rng)
    {
        var grid = Grid.Periodic(64, 2 * Math.PI);
        var x = grid.Coordinate(0);
        var u = Tensor.Zeros((count, 64));
        for (var k = 1; k <= 5; k++) u += (rng.Normal((count, 1)) * (k * x).Cos() + rng.Normal((count, 1)) * (k * x).Sin()) / k;
        return (u.Cast(DType.F32), new Burgers(grid, 0.05).Evolve(u, 0.01, 100).Cast(DType.F32));
    }
}
