using Kit.Plotting;
using Kit.StatMech.Attention;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>Modern Hopfield networks: one update of E = −lse(β, Xξ) + ½ξ² retrieves one of exponentially many patterns, and is attention.</summary>
/// <remarks>
/// Patterns lie on a sphere of radius M = √(d − 1), as in theorem 3 of the source with K = 1, and β = 1. For a cue without noise the softmax weight of a wrong pattern is at most
/// e^{−β(M² − xᵢ·xⱼ)} with xᵢ·xⱼ = M²u for the cosine u of a random angle, and the error is at most 2M times their sum. The line is the mean of that bound over random patterns,
/// 2(N − 1)⟨e^{−βM²(1 − u)}⟩ in units of M, where u has the density (1 − u²)^{(d−3)/2}/B.
/// The classical network stores the signs of the same patterns by Hebb's rule, K = N there, and is asked for the same patterns: beyond 0.138 d it fails (Amit, Gutfreund, Sompolinsky 1985).
/// </remarks>
public sealed record ModernHopfieldRetrieval : Experiment
{
    /// <summary>Dimensions d.</summary>
    [Bounds(2, 256)]
    public int[] Dimensions { get; init; } = [8, 16, 32, 64];

    /// <summary>Stored patterns N.</summary>
    [Bounds(2, 100_000)]
    public int[] Patterns { get; init; } = [100, 1000, 10_000];

    /// <summary>Cues of each measurement.</summary>
    [Bounds(1, 10_000)]
    public int Cues { get; init; } = 200;

    /// <summary>Length of the noise in a cue, in units of the patterns' norm.</summary>
    [Bounds(0, 1)]
    public double Noise { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string Title => "Modern Hopfield networks: one step, exponentially many patterns";

    /// <inheritdoc/>
    public override string Claim => "Patterns are retrieved in one update with an error that is exponentially small in the dimension; the update never raises the energy and is attention; β leads from a global mean through metastable states to single patterns.";

    /// <inheritdoc/>
    public override string Source => "Ramsauer et al. (2021), Hopfield Networks is All You Need, ICLR; theorems 1, 3, 4";

    /// <inheritdoc/>
    public override ModernHopfieldRetrieval Full => this with { Patterns = [100, 1000, 10_000, 100_000], Cues = 1000 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var errors = new Figure("Error of one update", "dimension d", "mean ‖f(ξ) − x‖/‖x‖").LogY().Legend(LegendPlace.TopRight);
        List<Check> checks = [];
        foreach (var n in Patterns)
        {
            var measured = Dimensions.Select(d => Retrieval(d, n, rng.Stream($"{d} {n}"), token)).ToArray();
            double[] d = [.. Dimensions.Select(x => (double)x)];
            errors.Line(d, [.. Dimensions.Select(x => Math.Min(2, MeanErrorBound(x, n)))], name: $"bound, N = {n}", dash: Dash.Dashed);
            // Errors below rounding are drawn at 1e-17.
            errors.Scatter(d, [.. measured.Select(m => Math.Max(m.Clean, 1e-17))], name: $"N = {n}");
            for (var k = 0; k < d.Length; k++)
                checks.Add(Check.AtMost($"largest error / its own bound, d = {d[k]}, N = {n}", measured[k].Ratio, 1 + 1e-9, "holds for every cue; the mean is carried by few neighbours, and too rare to be compared"));
            if (Dimensions.Contains(64) && n >= 10_000)
                checks.Add(Check.AtMost($"error of one update from a noisy cue, d = 64, N = {n}", measured[Array.IndexOf(Dimensions, 64)].Noisy, 1e-3, "the wrong weights are e^{−βΔ} each"));
        }

        checks.AddRange(Identities(rng.Stream("identities")));
        var (kinds, order) = Kinds(rng.Stream("kinds"));
        checks.Add(order);
        var (capacity, failure) = Capacity(rng.Stream("capacity"), token);
        checks.AddRange(failure);
        return new() { Checks = checks, Figures = [errors, capacity, kinds] };
    }

    /// <summary>Theory: 2(N − 1)⟨e^{−M²(1 − u)}⟩ with M² = d − 1, by Gauss–Legendre's rule in the angle of u = cos φ.</summary>
    private static double MeanErrorBound(int d, int n)
    {
        var z = d - 1.0;
        double Integral(Func<double, double> weight) => MathNet.Numerics.Integration.GaussLegendreRule.Integrate(phi => weight(Math.Cos(phi)) * Math.Pow(Math.Sin(phi), d - 2), 0, Math.PI, 256);
        return 2 * (n - 1) * Integral(u => Math.Exp(z * (u - 1))) / Integral(_ => 1);
    }

    private (double Clean, double Noisy, double Ratio) Retrieval(int d, int n, Rng rng, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        using var scope = Tensor.Scope();
        var patterns = Sphere(rng, n, d) * Math.Sqrt(d - 1);
        var asked = patterns[..Math.Min(Cues, n)];
        // A large β for noisy cues: what is far from the boundary of a basin is retrieved exactly.
        var (soft, sharp) = (new ModernHopfield(patterns, 1), new ModernHopfield(patterns, 8));
        var noisy = asked + Sphere(rng, asked.Shape[0], d) * (Noise * Math.Sqrt(d - 1));
        double Error(Tensor x) => ((x - asked).Norm([-1]).Mean() / Math.Sqrt(d - 1)).Item();
        // 2 Σ_j e^{−(M² − xᵢ·xⱼ)} of each cue over all others; errors below 1e-14 are rounding.
        var bound = 2 * ((asked.MatMul(patterns.T) - (d - 1)).Exp().Sum([-1]) - 1);
        var error = soft.Update(asked) - asked;
        var ratio = (error.Norm([-1]) / Math.Sqrt(d - 1) / (bound + 1e-13)).Max().Item();
        return (Error(soft.Update(asked)), Error(sharp.Update(noisy)), ratio);
    }

    private static IEnumerable<Check> Identities(Rng rng)
    {
        var (keys, queries) = (rng.Normal((512, 32)), rng.Normal((128, 32)));
        var memory = new ModernHopfield(keys, 1 / Math.Sqrt(32));
        var attention = Functions.Softmax(queries.MatMul(keys.T) / Math.Sqrt(32)).MatMul(keys);
        yield return Check.AtMost("largest |update − attention|", (memory.Update(queries) - attention).Abs().Max().Item(), 1e-6, "the same formula with β = 1/√d");
        var (rise, states) = (double.NegativeInfinity, queries);
        for (var k = 0; k < 30; k++)
        {
            var next = memory.Update(states);
            rise = Math.Max(rise, (memory.Energy(next) - memory.Energy(states)).Max().Item());
            states = next;
        }

        yield return Check.AtMost("largest rise of the energy in an update", rise, 1e-12, "theorem 1; energies of size 40 in F64");
    }

    /// <summary>Clusters of patterns: the share of fixed points of each kind as β grows.</summary>
    private static (Figure, Check) Kinds(Rng rng)
    {
        const int clusters = 8, each = 8, d = 16;
        var centres = Sphere(rng, clusters, d);
        var patterns = (centres.Unsqueeze(1) + Sphere(rng, clusters * each, d).Reshape(clusters, each, d) * 0.3).Reshape(clusters * each, d);
        double[] betas = [.. Tensor.Logspace(-1, 3, 41).ToDoubles()];
        var shares = betas.Select(beta =>
        {
            var memory = new ModernHopfield(patterns, beta);
            var kinds = memory.Classify(memory.Retrieve(patterns, 1e-6, 100_000).States);
            return Enum.GetValues<FixedPointKind>().Select(kind => kinds.Count(k => k == kind) / (double)kinds.Length).ToArray();
        }).ToArray();
        var figure = new Figure("Where patterns of 8 clusters come to rest", "β", "share").LogX();
        foreach (var kind in new[] { FixedPointKind.Global, FixedPointKind.Metastable, FixedPointKind.Single }) figure.Line(betas, [.. shares.Select(s => s[(int)kind])], name: kind.ToString().ToLowerInvariant());
        double Peak(FixedPointKind kind) => betas[Array.FindIndex(shares, s => s[(int)kind] == shares.Max(t => t[(int)kind]))];
        var ordered = shares[0][(int)FixedPointKind.Global] == 1 && shares[^1][(int)FixedPointKind.Single] == 1 && shares.Max(s => s[(int)FixedPointKind.Metastable]) > 0.9
            && Peak(FixedPointKind.Global) < Peak(FixedPointKind.Metastable) && Peak(FixedPointKind.Metastable) < Peak(FixedPointKind.Single);
        return (figure, Check.AtLeast("all global, then > 0.9 metastable, then all single (1: yes)", ordered ? 1 : 0, 1, "β sets the scale on which patterns are told apart"));
    }

    /// <summary>The overlap after retrieval against the load N/d, for both networks and the same binary patterns.</summary>
    private static (Figure, IEnumerable<Check>) Capacity(Rng rng, CancellationToken token)
    {
        const int d = 500;
        double[] loads = [0.02, 0.05, 0.08, 0.1, 0.12, 0.14, 0.16, 0.2, 0.3, 0.5, 1, 2, 4];
        var overlaps = loads.Select(load =>
        {
            token.ThrowIfCancellationRequested();
            using var scope = Tensor.Scope();
            var patterns = rng.Stream($"{load}").Uniform(((int)(load * d), d), -1, 1).Sign();
            var hebb = patterns.T.MatMul(patterns) / d * (1 - Tensor.Eye(d));
            var asked = patterns[..Math.Min(50, patterns.Shape[0])];
            var classical = asked;
            // Parallel updates of the signs; 100 of them come to rest or to a cycle of two near it.
            for (var k = 0; k < 100; k++) classical = (classical.MatMul(hebb) + classical * 1e-9).Sign();
            var modern = new ModernHopfield(patterns, 1.0 / 8).Update(asked);
            double Overlap(Tensor x) => ((x * asked).Sum([-1]) / d).Mean().Item();
            return (Classical: Overlap(classical), Modern: Overlap(modern));
        }).ToArray();
        var figure = new Figure("The same patterns in both networks, d = 500", "load N/d", "overlap after retrieval").LogX().Legend(LegendPlace.BottomLeft)
            .Line(loads, [.. overlaps.Select(o => o.Classical)], name: "classical, Hebb's rule", markers: true).Line(loads, [.. overlaps.Select(o => o.Modern)], name: "modern, one update", markers: true)
            .VerticalLine(0.138, "0.138");
        return (figure,
        [
            Check.AtLeast("classical overlap at N = 0.1 d", overlaps[Array.IndexOf(loads, 0.1)].Classical, 0.95, "below 0.138 d; m = 0.967 at the limit itself"),
            Check.AtMost("classical overlap at N = 0.3 d", overlaps[Array.IndexOf(loads, 0.3)].Classical, 0.5, "far above 0.138 d: a remanent magnetisation near 0.35 is left"),
            Check.AtLeast("modern overlap at N = 4 d", overlaps[^1].Modern, 0.999, "wrong weights e^{−βd} each"),
        ]);
    }

    private static Tensor Sphere(Rng rng, int n, int d)
    {
        var x = rng.Normal((n, d));
        return x / x.Norm([-1], keepDims: true);
    }
}
