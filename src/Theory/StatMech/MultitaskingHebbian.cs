using Kit.Plotting;
using Kit.StatMech.Memories;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>Hopfield networks of diluted patterns, P(ξ = 0) = d, retrieve several at once: one after the other below a dilution, all alike at strong ones.</summary>
/// <remarks>
/// Spins on which two patterns differ and the others are silent follow the stronger one, so that equal overlaps are unstable below T ≈ d (1 − d)²; from there to T_c = 1 − d they are the state at strong dilution.
/// Between the end of the hierarchy and the parallel regime a cold network has unequal overlaps of other values.
/// </remarks>
public sealed record MultitaskingHebbian : Experiment
{
    /// <summary>Spins N.</summary>
    [Bounds(200, 100000)]
    public int Sites { get; init; } = 16000;

    /// <summary>Patterns K.</summary>
    [Bounds(3, 5)]
    public int Count { get; init; } = 3;

    /// <summary>Dilutions d.</summary>
    [Bounds(0.02, 0.95)]
    public double[] Dilutions { get; init; } = [0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8];

    /// <summary>Temperature T in units of that at which overlaps begin, T_c = 1 − d.</summary>
    [Bounds(0.005, 0.9)]
    public double Cold { get; init; } = 0.02;

    /// <summary>Strong dilutions, at T = 0.4 (1 − d).</summary>
    [Bounds(0.7, 0.98)]
    public double[] Strong { get; init; } = [0.8, 0.85, 0.9];

    /// <summary>Quality r of the examples.</summary>
    [Bounds(0.1, 1)]
    public double Quality { get; init; } = 0.6;

    /// <summary>Examples M of each pattern.</summary>
    [Bounds(1, 127)]
    public int Examples { get; init; } = 80;

    /// <summary>Samples of patterns a point.</summary>
    [Bounds(2, 1000)]
    public int Samples { get; init; } = 3;

    /// <summary>Sweeps a chain.</summary>
    [Bounds(30, 1e6)]
    public int Sweeps { get; init; } = 60;

    /// <inheritdoc/>
    public override string Title => "Multitasking networks: several patterns at once";

    /// <inheritdoc/>
    public override string Claim => "Cold, diluted patterns are retrieved in a hierarchy m_μ = (1 − d) d^{μ−1} while 1 − 2d + d^K > 0, and with equal overlaps at strong dilution; taught with or without labels the change comes at the same dilution.";

    /// <inheritdoc/>
    public override string Source => "Agliari, Alessandrelli, Barra and Ricci-Tersenghi (2023), Parallel learning by multitasking neural networks";

    /// <inheritdoc/>
    public override MultitaskingHebbian Full => this with { Sites = 50000, Samples = 10, Sweeps = 300, Dilutions = [.. Enumerable.Range(1, 45).Select(i => 0.02 * i)] };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var (data, end) = (new Data(Quality, Examples), Multitasking.Threshold(Count));
        var clean = Chains(rng.Stream("patterns"), Dilutions, Cold, (patterns, _) => Teaching.Storing(patterns), token);
        var strong = Chains(rng.Stream("strong"), Strong, 0.4, (patterns, _) => Teaching.Storing(patterns), token);
        var supervised = Chains(rng.Stream("supervised"), Dilutions, Cold, (patterns, r) => Teaching.Supervised(patterns, data, r), token);
        var unsupervised = Chains(rng.Stream("unsupervised"), Dilutions, Cold, (patterns, r) => Teaching.Unsupervised(patterns, data, r), token);
        var hierarchy = 0.0;
        for (var p = 0; p < Dilutions.Length; p++)
        {
            double[] m = [.. clean[p].Select(point => point.Mean)];
            if (Dilutions[p] < end) hierarchy = Math.Max(hierarchy, m.Zip(Multitasking.Hierarchical(Count, Dilutions[p]), (a, b) => Math.Abs(a - b)).Max());
        }

        var parallel = strong.Max(point => point.Max(k => Math.Abs(k.Mean)) - point.Min(k => Math.Abs(k.Mean)));
        var smallest = strong.Zip(Strong, (point, d) => point.Min(k => Math.Abs(k.Mean)) / (1 - d)).Min();
        var amplitudes = new Figure($"{Count} diluted patterns at T = {Cold:G3} (1 − d)", "dilution d", "overlap m_μ").VerticalLine(end, "1 − 2d + d^K = 0");
        double[] fine = [.. Enumerable.Range(1, 45).Select(i => 0.02 * i)];
        double[][] theory = [.. fine.Select(d => new Multitasking(Count, d).Solve(Cold * (1 - d), Multitasking.Hierarchical(Count, d)))];
        for (var k = 0; k < Count; k++)
        {
            var own = k;
            amplitudes.Line(fine, theory.Select(n => n[own]).ToArray(), name: $"m_{k + 1}, theory");
            amplitudes.Scatter(Dilutions, clean.Select(point => point[own].Mean).ToArray(), name: $"m_{k + 1}, heat bath", errorY: clean.Select(point => point[own].Error).ToArray());
        }

        var teaching = new Figure($"Examples: r = {Quality:G3}, M = {Examples}", "dilution d", "m_1/(1 − d)");
        var (first, second) = (Share(supervised), Share(unsupervised));
        teaching.Scatter(Dilutions, Share(clean), name: "patterns").Scatter(Dilutions, first, name: "supervised", marker: Marker.Square).Scatter(Dilutions, second, name: "unsupervised", marker: Marker.Diamond);
        return new()
        {
            Checks =
            [
                Check.AtMost($"largest |m_μ − (1 − d) d^(μ−1)| for d < {end:F3}", hierarchy, 0.03, "acceptance; a sample of N spins scatters by √(d(1 − d)/N)"),
                Check.AtMost("largest difference of amplitudes at strong dilution", parallel, 0.05, "acceptance: the parallel regime"),
                Check.AtLeast("smallest m_μ/(1 − d) at strong dilution", smallest, 0.3, "all patterns are retrieved: equal overlaps that are not 0"),
                Check.AtMost("difference of the dilutions at which supervised and unsupervised lose the hierarchy", Math.Abs(Loss(first) - Loss(second)), 0.03, "equal, but for half a step of the grid and the scatter of samples"),
            ],
            Figures = [amplitudes, teaching],
        };
    }

    private (double Mean, double Error)[][] Chains(Rng rng, double[] dilutions, double temperature, Func<Patterns, Rng, Teaching> teach, CancellationToken token) => [.. dilutions.Select((d, p) =>
    {
        double[][] samples = [.. Enumerable.Range(0, Samples).Select(s =>
        {
            var own = rng.Stream(1000 * p + s);
            var patterns = Patterns.Diluted(Count, Sites, d, own);
            return Retrieval.Overlaps(new HopfieldModel(teach(patterns, own)), patterns, Count, temperature * (1 - d), Sweeps, own, token);
        })];
        return Enumerable.Range(0, Count).Select(k => Retrieval.Mean([.. samples.Select(m => m[k])])).ToArray();
    })];

    /// <summary>m_1/(1 − d), 1 in the hierarchy and less beyond.</summary>
    private double[] Share((double Mean, double Error)[][] points) => [.. points.Select((m, p) => Math.Abs(m[0].Mean) / (1 - Dilutions[p]))];

    /// <summary>The dilution at which a twentieth of the spins of the first pattern has left it, by interpolation.</summary>
    private double Loss(double[] share)
    {
        for (var p = 1; p < share.Length; p++)
            if (share[p - 1] > 0.95 && share[p] <= 0.95) return Dilutions[p - 1] + (Dilutions[p] - Dilutions[p - 1]) * (share[p - 1] - 0.95) / (share[p - 1] - share[p]);
        return double.NaN;
    }
}
