using Kit.Numerics.Quadrature;
using Kit.Plotting;
using Kit.StatMech.Memories;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>Hopfield networks of diluted patterns, P(ξ = 0) = d, retrieve several at once: one after the other below a dilution, all alike at strong ones.</summary>
/// <remarks>
/// <para>
/// Equal overlaps are a state at every T, stable where λ = (β/2) E[(ξ¹ − ξ²)² cosh⁻² βmΣξ] &lt; 1 (<see cref="Multitasking.Anisotropy"/>): spins on which two patterns differ and the others are silent follow the stronger one. So they are
/// unstable below T ≈ (3/2) d(1 − d)² for K = 3, and near T_c = 1 − d for d &lt; 2/3. At T = 0.02 (1 − d) that leaves d > 0.987 only: a cold network between the hierarchy and that has unequal overlaps of other values. Equality is
/// asked of all scanned points with λ &lt; 0.9, where overlaps scatter by 1/√((1 − λ)N) at most.
/// </para>
/// <para>
/// The threshold of a network that learned from examples is the dilution at which m_1 has fallen to 0.95 (1 − d), between the points of the grid by interpolation; in theory too, with the law of the mean of examples, that smears
/// 1 − 2d + d^K = 0. Few patterns obey the same equations with and without labels, as long as all examples of one have equal overlaps.
/// </para>
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

    /// <summary>Dilutions at which equal overlaps are looked for.</summary>
    [Bounds(0.5, 0.98)]
    public double[] Strong { get; init; } = [0.7, 0.75, 0.8, 0.85, 0.9];

    /// <summary>Temperatures there, in units of T_c.</summary>
    [Bounds(0.005, 0.9)]
    public double[] Warm { get; init; } = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

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
        var (data, end) = (new NoisyExamples(Quality, Examples), Multitasking.Threshold(Count));
        var clean = Chains(rng.Stream("patterns"), Dilutions, Cold, (patterns, _) => Teaching.Storing(patterns), token);
        double[][][][] warm = [.. Warm.Select((t, i) => Chains(rng.Stream("strong").Stream(i), Strong, t, (patterns, _) => Teaching.Storing(patterns), token))];
        var supervised = Chains(rng.Stream("supervised"), Dilutions, Cold, (patterns, r) => Teaching.Supervised(patterns, data, r), token);
        var unsupervised = Chains(rng.Stream("unsupervised"), Dilutions, Cold, (patterns, r) => Teaching.Unsupervised(patterns, data, r), token);
        var hierarchy = 0.0;
        for (var p = 0; p < Dilutions.Length; p++)
        {
            double[] m = [.. Of(clean[p]).Select(point => point.Mean)];
            if (Dilutions[p] < end) hierarchy = Math.Max(hierarchy, m.Zip(Multitasking.Hierarchical(Count, Dilutions[p]), (a, b) => Math.Abs(a - b)).Max());
        }

        var (unequal, smallest, inside) = (double.NaN, double.NaN, 0);
        for (var (i, p) = (0, 0); i < Warm.Length; (i, p) = p + 1 < Strong.Length ? (i, p + 1) : (i + 1, 0))
        {
            var d = Strong[p];
            if (new Multitasking(Count, d).Anisotropy(Warm[i] * (1 - d)) > 0.9) continue;
            double[] m = [.. Of(warm[i][p]).Select(k => k.Mean)];
            inside++;
            unequal = Math.Max(double.IsNaN(unequal) ? 0 : unequal, m.Max() - m.Min());
            smallest = Math.Min(double.IsNaN(smallest) ? 1 : smallest, m.Min() / (1 - d));
        }

        var loss = Loss([.. Dilutions.Select(d => Learned(d, data))]);
        var (first, second) = (Losses(supervised), Losses(unsupervised));
        var amplitudes = new Figure($"{Count} diluted patterns at T = {Cold:G3} (1 − d)", "dilution d", "overlap m_μ").VerticalLine(end, "1 − 2d + d^K = 0");
        double[] fine = [.. Enumerable.Range(1, 45).Select(i => 0.02 * i)];
        double[][] theory = [.. fine.Select(d => new Multitasking(Count, d).Solve(Cold * (1 - d), Multitasking.Hierarchical(Count, d)))];
        for (var k = 0; k < Count; k++)
        {
            var own = k;
            amplitudes.Line(fine, theory.Select(n => n[own]).ToArray(), name: $"m_{k + 1}, theory");
            amplitudes.Scatter(Dilutions, clean.Select(point => Of(point)[own].Mean).ToArray(), name: $"m_{k + 1}, heat bath", errorY: clean.Select(point => Of(point)[own].Error).ToArray());
        }

        var teaching = new Figure($"Examples: r = {Quality:G3}, M = {Examples}", "dilution d", "m_1/(1 − d)").Line(Dilutions, [.. Dilutions.Select(d => Learned(d, data))], name: "theory")
            .Scatter(Dilutions, Shares(supervised), name: "supervised", marker: Marker.Square).Scatter(Dilutions, Shares(unsupervised), name: "unsupervised", marker: Marker.Diamond);
        if (double.IsFinite(loss)) teaching.VerticalLine(loss, "threshold");
        return new()
        {
            Checks =
            [
                Check.AtMost($"largest |m_μ − (1 − d) d^(μ−1)| for d < {end:F3}", hierarchy, 0.03, "acceptance; a sample of N spins scatters by √(d(1 − d)/N)"),
                Check.AtMost($"largest difference of overlaps where λ < 0.9, {inside} points", unequal, 0.05, "acceptance: the parallel regime, where theory has it"),
                Check.AtLeast("smallest m_μ/(1 − d) there", smallest, 0.3, "all patterns are retrieved: equal overlaps that are not 0"),
                Check.AtMost($"supervised: |d − theory's {loss:F3}| of the threshold (± {first.Error:F4})", Math.Abs(first.Mean - loss), 0.03, "theory, but for the scatter of samples on a grid of steps of 0.05"),
                Check.AtMost($"unsupervised: |d − theory's {loss:F3}| of the threshold (± {second.Error:F4})", Math.Abs(second.Mean - loss), 0.03, "the same theory: the thresholds are equal"),
            ],
            Figures = [amplitudes, Plane(warm), teaching],
        };
    }

    /// <summary>Overlaps by dilution, sample and pattern.</summary>
    private double[][][] Chains(Rng rng, double[] dilutions, double temperature, Func<Patterns, Rng, Teaching> teach, CancellationToken token) => [.. dilutions.Select((d, p) =>
        Enumerable.Range(0, Samples).Select(s =>
        {
            var own = rng.Stream(1000 * p + s);
            var patterns = Patterns.Diluted(Count, Sites, d, own);
            return Retrieval.Overlaps(new HopfieldModel(teach(patterns, own)), patterns, Count, temperature * (1 - d), Sweeps, own, token);
        }).ToArray())];

    private (double Mean, double Error)[] Of(double[][] samples) => [.. Enumerable.Range(0, Count).Select(k => Retrieval.Mean([.. samples.Select(m => Math.Abs(m[k]))]))];

    /// <summary>m_1/(1 − d), 1 in the hierarchy and less beyond.</summary>
    private double[] Shares(double[][][] points) => [.. points.Select((m, p) => Of(m)[0].Mean / (1 - Dilutions[p]))];

    /// <summary>The same by theory, of a network that learned from examples.</summary>
    private double Learned(double dilution, NoisyExamples data)
    {
        var rule = QuadratureRule.Hermite(12);
        var spread = Math.Sqrt(data.Entropy);
        var theory = new Multitasking(Count, dilution, new([.. rule.Points.ToArray().Select(z => (1 + spread * z) / Math.Sqrt(1 + data.Entropy))], rule.Weights.ToArray()));
        var temperature = Cold * (1 - dilution);
        return theory.Overlaps(temperature, theory.Solve(temperature, Multitasking.Hierarchical(Count, dilution)))[0] / (1 - dilution);
    }

    private (double Mean, double Error) Losses(double[][][] points) =>
        Retrieval.Mean([.. Enumerable.Range(0, Samples).Select(s => Loss([.. points.Select((m, p) => Math.Abs(m[s][0]) / (1 - Dilutions[p]))]))]);

    /// <summary>The dilution at which a twentieth of the spins of the first pattern has left it, by interpolation.</summary>
    private double Loss(double[] share)
    {
        for (var p = 1; p < share.Length; p++)
            if (share[p - 1] > 0.95 && share[p] <= 0.95) return Dilutions[p - 1] + (Dilutions[p] - Dilutions[p - 1]) * (share[p - 1] - 0.95) / (share[p - 1] - share[p]);
        return double.NaN;
    }

    /// <summary>Where equal overlaps are stable, and what heat bath has.</summary>
    private Figure Plane(double[][][][] warm)
    {
        var figure = new Figure($"Equal overlaps of {Count} patterns", "dilution d", "T/(1 − d)").RangeX(0.5, 1).RangeY(0, 1);
        double[] dilutions = [.. Enumerable.Range(0, 24).Select(i => 0.67 + 0.0138 * i)];
        double[] edge = [.. dilutions.Select(d =>
        {
            var (theory, low, high) = (new Multitasking(Count, d), 0.01, 0.97);
            while (high - low > 1e-4)
            {
                var middle = (low + high) / 2;
                if (theory.Anisotropy(middle * (1 - d)) > 1) low = middle;
                else high = middle;
            }

            return high;
        })];
        figure.Line(dilutions, edge, name: "λ = 1: stable above");
        if (Count == 3) figure.Line(d => 1.5 * d * (1 - d), 0.5, 1, name: "(3/2) d(1 − d), T → 0", dash: Dash.Dashed);
        foreach (var equal in (ReadOnlySpan<bool>)[true, false])
        {
            var chosen = (from i in Enumerable.Range(0, Warm.Length)
                          from p in Enumerable.Range(0, Strong.Length)
                          let m = Of(warm[i][p]).Select(k => k.Mean).ToArray()
                          where m.Max() - m.Min() <= 0.1 * (1 - Strong[p]) == equal
                          select (D: Strong[p], T: Warm[i])).ToArray();
            figure.Scatter(chosen.Select(c => c.D).ToArray(), chosen.Select(c => c.T).ToArray(), name: equal ? "equal within 0.1 (1 − d)" : "not equal", marker: equal ? Marker.Circle : Marker.Diamond);
        }

        return figure.VerticalLine(Multitasking.Threshold(Count), "hierarchy ends").VerticalLine(2.0 / 3, "2/3", Dash.Dotted);
    }
}
