using Kit.Plotting;
using Kit.StatMech.MeanField;
using Kit.StatMech.Memories;
using Kit.Tensors;
using MathNet.Numerics.Interpolation;

namespace Kit.Theory.StatMech;

/// <summary>How many patterns a Hopfield network holds, E = −(1/2N) Σ_μ (Σ_i ξ_i^μ s_i)² with αN patterns: Monte Carlo against the theory of Amit, Gutfreund and Sompolinsky.</summary>
/// <remarks>
/// <para>
/// Chains begin at a pattern. A network of N spins does not have the load α but a noise of its own patterns, whose variance scatters by √(2/K) from one sample to the next: the load that it feels is uncertain by √(2α/N). Points within
/// w = 2√(2α_c/N) of the line T_M(α) are "at the transition" and are drawn but not held against anything: a point is retrieval by theory where T &lt; T_M(α + w), and no retrieval where T > T_M(α − w).
/// </para>
/// <para>
/// Beyond the line theory has m = 0, and a pattern that is not retrieved has an overlap of mean square r/N with the r of the spin glass. Chains of T = 0 that begin at the pattern do not get there: they stop at the
/// remanent overlap near 0.35 (Amit et al. 1987, section 5), one of the many valleys on the way, and small networks keep a pattern longer still. The load up to which a pattern holds in a sample is
/// α_c + c/√N in the mean with c near 0.9, more than the scatter √(2α/N) explains, so that this is measured by itself and taken to N → ∞; m = 0 is asked of chains that begin at a random state.
/// </para>
/// </remarks>
public sealed record HopfieldCapacity : Experiment
{
    private const double Frozen = 1e-9;

    /// <summary>Spins N.</summary>
    [Bounds(300, 100000)]
    public int Sites { get; init; } = 3000;

    /// <summary>Loads α at T = 0.</summary>
    [Bounds(0.005, 0.5)]
    public double[] Loads { get; init; } = [0.02, 0.04, 0.06, 0.08, 0.1, 0.11, 0.12, 0.13, 0.14, 0.15, 0.16, 0.18, 0.2, 0.25];

    /// <summary>Sizes N at which is counted how many samples hold their pattern at T = 0, for N → ∞.</summary>
    [Bounds(100, 100000)]
    public int[] Sizes { get; init; } = [500, 1000, 2000, 4000];

    /// <summary>Samples of the smallest of these sizes; others have fewer, by 1/√N.</summary>
    [Bounds(8, 10000)]
    public int Tries { get; init; } = 32;

    /// <summary>The load of the slice in temperature.</summary>
    [Bounds(0.02, 0.1)]
    public double Slice { get; init; } = 0.05;

    /// <summary>Temperatures T of the slice.</summary>
    [Bounds(0.02, 2)]
    public double[] Temperatures { get; init; } = [0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 1];

    /// <summary>Columns and rows of points in the phase diagram.</summary>
    [Bounds(3, 40)]
    public int Points { get; init; } = 8;

    /// <summary>Sets of patterns a point.</summary>
    [Bounds(3, 1000)]
    public int Samples { get; init; } = 3;

    /// <summary>Sweeps a chain.</summary>
    [Bounds(30, 1e6)]
    public int Sweeps { get; init; } = 150;

    /// <inheritdoc/>
    public override string Title => "Hopfield networks: 0.138 patterns a neuron";

    /// <inheritdoc/>
    public override string Claim => "Retrieval ends at α_c = 0.138 with m = 0.967 still; below T_M(α) heat bath stays at the pattern with the overlap m = ∫Dz tanh β(m + √(αr) z), above it does not.";

    /// <inheritdoc/>
    public override string Source => "Amit, Gutfreund and Sompolinsky, Phys. Rev. Lett. 55 (1985) 1530; Ann. Phys. 173 (1987) 30";

    /// <inheritdoc/>
    public override HopfieldCapacity Full => this with { Sites = 10000, Samples = 10, Sweeps = 600, Points = 16, Sizes = [500, 1000, 2000, 4000, 8000, 16000], Tries = 200, Loads = [.. Enumerable.Range(1, 50).Select(i => 0.005 * i)] };

    private double Width => 2 * Math.Sqrt(2 * HopfieldGroundState.Capacity / Sites);

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var (end, melting) = (HopfieldGroundState.Capacity, Melting(token));
        var edge = HopfieldGroundState.Retrieval(end * (1 - 1e-12))!;

        double[] held = [.. Loads.Where(a => a < end - Width)], lost = [.. Loads.Where(a => a > end + Width)];
        var cold = Loads.Select((a, p) => Chains(rng.Stream("T = 0").Stream(p), a, Frozen, token)).ToArray();
        var forgotten = lost.Select((a, p) => Chains(rng.Stream("random").Stream(p), a, Frozen, token, random: true)).ToArray();
        double At(double a) => cold[Array.IndexOf(Loads, a)].Mean;
        var kept = Sizes.Select((n, k) => Kept(rng.Stream("kept").Stream(k), n, (int)Math.Ceiling(Tries * Math.Sqrt((double)Sizes[0] / n)), token)).ToArray();
        var (limit, slope, uncertain) = Extrapolated(kept);

        var warm = Temperatures.Select((t, p) => Chains(rng.Stream("slice").Stream(p), Slice, t, token)).ToArray();
        var sides = Temperatures.Select(t => Side(melting, Slice, t)).ToArray();
        double Off(int side, Func<int, double> of) => Enumerable.Range(0, sides.Length).Where(p => sides[p] == side).Select(of).DefaultIfEmpty(double.NaN).Max();

        var plane = (from a in Enumerable.Range(0, Points).Select(k => 0.01 + 0.17 * k / (Points - 1))
                     from t in Enumerable.Range(0, Points).Select(k => 0.05 + 1.05 * k / (Points - 1))
                     select (A: a, T: t)).ToArray();
        double[] m = [.. plane.Select((p, k) => Math.Abs(Chain(rng.Stream("plane").Stream(k), p.A, p.T, false, token)))];
        var (right, wrong) = (0, 0);
        foreach (var (p, overlap) in plane.Zip(m))
            if (Side(melting, p.A, p.T) is var side and not 0) _ = overlap > 0.5 == side > 0 ? right++ : wrong++;
        const string away = "away from the transition by two standard deviations of the load that a sample feels";
        return new()
        {
            Checks =
            [
                Check.Near("α_c of T = 0", end, 0.138, 0.002, "acceptance; Amit et al. 1987, section 4"),
                Check.Near("m at α_c", edge.Overlap, 0.967, 1e-3, "the same"),
                Check.Near("α at which the equations of T = 0.01 lose retrieval", End(0.01), 0.138, 0.002, "by another way: m, q and r in place of one equation for y"),
                Check.AtMost($"T = 0: largest |m − theory| for α < {end - Width:F3}", held.Select(a => Math.Abs(At(a) - HopfieldGroundState.Retrieval(a)!.Overlap)).DefaultIfEmpty(double.NaN).Max(), 0.01, away),
                Check.Near($"T = 0: load up to which samples hold their pattern, N → ∞ (± {uncertain:F4})", limit, end, 0.01, "larger networks gave Kohring (1990) 0.143 ± 0.002; replica symmetry is slightly broken there"),
                Check.Within($"T = 0: remanent overlap at α = {Loads[^1]}", cold[^1].Mean, 0.2, 0.5, "about 0.35: valleys of the glass near the pattern, no retrieval"),
                Check.AtMost($"T = 0: largest |m| for α > {end + Width:F3} from random states", forgotten.Select(f => Math.Abs(f.Mean)).DefaultIfEmpty(double.NaN).Max(), 0.1, "m = 0 beyond the limit; 1/√N each, and a mean of samples"),
                Check.AtMost($"α = {Slice}: largest |m − theory| below T_M", Off(1, p => Math.Abs(warm[p].Mean - new HopfieldTheory(Slice, Temperatures[p]).Retrieval()!.Overlap)), 0.05, "acceptance, " + away),
                Check.AtMost($"α = {Slice}: largest |m|/√(r/N) above T_M", Off(-1, p => Math.Abs(warm[p].Mean) / Math.Sqrt(new HopfieldTheory(Slice, Temperatures[p]).SpinGlass().Noise / Sites)), 4, "m = 0 but for what every pattern has; four standard deviations"),
                Check.AtMost($"points of the phase diagram on the wrong side of T_M, of {right + wrong}", wrong, 0, away),
            ],
            Figures = [Diagram(melting, plane, m), AtZero(cold), InSlice(melting, warm), Scaling(kept, limit, slope)],
        };
    }

    /// <summary>1 where theory has retrieval at every load that a sample may feel, −1 where it has none at any, 0 between.</summary>
    private int Side(LinearSpline melting, double load, double t) => t < Line(melting, load + Width) ? 1 : t > Line(melting, load - Width) ? -1 : 0;

    private static double Line(LinearSpline melting, double load) => load >= HopfieldGroundState.Capacity ? 0 : melting.Interpolate(Math.Max(load, 0));

    /// <summary>T_M(α) from T_M(0) = 1 to T_M(α_c) = 0.</summary>
    private static LinearSpline Melting(CancellationToken token)
    {
        double[] loads = [1e-3, 3e-3, 0.006, 0.01, 0.016, 0.025, 0.04, 0.055, 0.07, 0.085, 0.1, 0.115, 0.127, 0.134, 0.1365];
        double[] heats = [.. loads.Select(a =>
        {
            token.ThrowIfCancellationRequested();
            return HopfieldTheory.RetrievalTemperature(a);
        })];
        return LinearSpline.InterpolateSorted([0, .. loads, HopfieldGroundState.Capacity], [1, .. heats, 0]);
    }

    /// <summary>The load at which retrieval ends at a temperature, by bisection.</summary>
    private static double End(double temperature)
    {
        var (low, high) = (0.1, 0.2);
        while (high - low > 1e-5)
        {
            var middle = (low + high) / 2;
            if (new HopfieldTheory(middle, temperature).Retrieval() is null) high = middle;
            else low = middle;
        }

        return low;
    }

    /// <summary>The load up to which a sample of N spins holds its pattern, in the mean: the integral of the share of samples that do.</summary>
    private (double Load, double Error) Kept(Rng rng, int sites, int tries, CancellationToken token)
    {
        const double from = 0.125, step = 0.01;
        var (load, variance) = (from, 0.0);
        for (var k = 0; k < 9; k++)
        {
            var alpha = from + (k + 0.5) * step;
            var share = Enumerable.Range(0, tries).Count(s => Chain(rng.Stream(k).Stream(s), alpha, Frozen, false, token, sites, 60) > 0.7) / (double)tries;
            load += step * share;
            variance += step * step * share * (1 - share) / tries;
        }

        return (load, Math.Sqrt(variance));
    }

    /// <summary>The line a + b/√N through the measured loads by weighted least squares, and the standard error of a.</summary>
    private (double Limit, double Slope, double Error) Extrapolated((double Load, double Error)[] kept)
    {
        var (w, x, y, xx, xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < kept.Length; k++)
        {
            var (weight, at) = (1 / (kept[k].Error * kept[k].Error + 1e-8), 1 / Math.Sqrt(Sizes[k]));
            (w, x, y, xx, xy) = (w + weight, x + weight * at, y + weight * kept[k].Load, xx + weight * at * at, xy + weight * at * kept[k].Load);
        }

        var slope = (w * xy - x * y) / (w * xx - x * x);
        return ((y - slope * x) / w, slope, Math.Sqrt(xx / (w * xx - x * x)));
    }

    private (double Mean, double Error) Chains(Rng rng, double load, double t, CancellationToken token, bool random = false) =>
        Retrieval.Mean([.. Enumerable.Range(0, Samples).Select(s => Chain(rng.Stream(s), load, t, random, token))]);

    private double Chain(Rng rng, double load, double t, bool random, CancellationToken token, int sites = 0, int sweeps = 0)
    {
        if (sites == 0) (sites, sweeps) = (Sites, Sweeps);
        var patterns = Patterns.Random((int)Math.Round(load * sites), sites, rng);
        return Retrieval.Overlaps(new HopfieldModel(patterns), patterns, 1, t, sweeps, rng, token, random)[0];
    }

    private static Figure Diagram(LinearSpline melting, (double A, double T)[] plane, double[] m)
    {
        double[] loads = [.. Enumerable.Range(0, 139).Select(i => 0.001 * i), HopfieldGroundState.Capacity], ground = [0.001, 0.005, 0.01, 0.02, 0.03, 0.04, 0.049];
        var figure = new Figure("Where a pattern is a state", "load α", "temperature T").RangeX(0, 0.19).RangeY(0, 1.5)
            .Line(a => HopfieldTheory.SpinGlassTemperature(a), 0, 0.19, name: "T_g: spin glass below")
            .Line(loads, loads.Select(a => Line(melting, a)).ToArray(), name: "T_M: patterns are states below")
            .Line([0, .. ground, HopfieldGroundState.GlobalCapacity], [1, .. ground.Select(HopfieldTheory.CoexistenceTemperature), 0], name: "T_c: patterns are deepest below");
        foreach (var kept in (ReadOnlySpan<bool>)[true, false])
        {
            int[] of = [.. Enumerable.Range(0, m.Length).Where(k => m[k] > 0.5 == kept)];
            figure.Scatter(of.Select(k => plane[k].A).ToArray(), of.Select(k => plane[k].T).ToArray(), name: kept ? "heat bath stays" : "heat bath leaves", marker: kept ? Marker.Circle : Marker.Diamond);
        }

        return figure;
    }

    private Figure AtZero((double Mean, double Error)[] cold)
    {
        var end = HopfieldGroundState.Capacity;
        double[] loads = [.. Enumerable.Range(1, 137).Select(i => 0.001 * i), end * (1 - 1e-12)];
        return new Figure($"T = 0, N = {Sites}", "load α", "overlap m").RangeX(0, Loads.Max() + 0.01).RangeY(0, 1.05)
            .Line([.. loads, end, Loads.Max()], [.. loads.Select(a => HopfieldGroundState.Retrieval(a)!.Overlap), 0, 0], name: "theory")
            .Scatter(Loads, cold.Select(c => c.Mean).ToArray(), name: "heat bath from the pattern", errorY: cold.Select(c => c.Error).ToArray())
            .VerticalLine(end - Width, "", Dash.Dotted).VerticalLine(end + Width, "", Dash.Dotted);
    }

    private Figure InSlice(LinearSpline melting, (double Mean, double Error)[] warm)
    {
        var end = Line(melting, Slice);
        double[] heats = [.. Enumerable.Range(1, 60).Select(i => end * i / 60.0 - 1e-4)];
        return new Figure($"α = {Slice}, N = {Sites}", "temperature T", "overlap m").RangeY(-0.1, 1.05)
            .Line([.. heats, end, Temperatures.Max()], [.. heats.Select(t => new HopfieldTheory(Slice, t).Retrieval()?.Overlap ?? double.NaN), 0, 0], name: "theory")
            .Scatter(Temperatures, warm.Select(c => c.Mean).ToArray(), name: "heat bath from the pattern", errorY: warm.Select(c => c.Error).ToArray())
            .VerticalLine(Line(melting, Slice + Width), "", Dash.Dotted).VerticalLine(Line(melting, Slice - Width), "", Dash.Dotted);
    }

    private Figure Scaling((double Load, double Error)[] kept, double limit, double slope)
    {
        double[] x = [.. Sizes.Select(n => 1 / Math.Sqrt(n))];
        return new Figure("T = 0: how long small networks hold", "1/√N", "load α").RangeX(0, 1.05 * x[0])
            .Scatter(x, kept.Select(k => k.Load).ToArray(), name: "measured", errorY: kept.Select(k => k.Error).ToArray()).Line(v => limit + slope * v, 0, x[0], name: "straight line")
            .HorizontalLine(HopfieldGroundState.Capacity, "0.138");
    }
}
