using System.Numerics;
using Kit.Display;
using Kit.Plotting;
using Kit.StatMech;
using Kit.StatMech.Estimators;
using Kit.StatMech.MultiSpin;
using Kit.Tensors;
using MathNet.Numerics.RootFinding;

namespace Kit.Theory.StatMech;

/// <summary>The three-dimensional ±J Edwards-Anderson glass: Binder's number of the overlap against temperature for several sizes, whose curves cross at the transition.</summary>
/// <remarks>
/// g = ½ (3 − [⟨q⁴⟩]/[⟨q²⟩]²) of q = (1/N) Σ s_i s'_i does not depend on L at T_c, up to corrections L^{−ω}, ω ≈ 1.1, that move the crossings of small lattices. Parallel tempering exchanges after every sweep.
/// Times are doubled: the last two windows of [⟨q²⟩], each twice as long as the one before, have to agree, and ⟨q⟩ has to vanish, for no chain knows the sign of its sample.
/// </remarks>
public sealed record SpinGlassOverlap : Experiment
{
    /// <summary>Lengths L of the lattices, ascending.</summary>
    [Bounds(2, 16)]
    public int[] Lengths { get; init; } = [4, 6, 8];

    /// <summary>Samples of each size, multiples of 64.</summary>
    [Bounds(64, 1 << 16)]
    public int[] Samples { get; init; } = [4096, 8192, 2048];

    /// <summary>Sweeps of each size, powers of two.</summary>
    [Bounds(64, 1 << 24)]
    public int[] Sweeps { get; init; } = [512, 2048, 8192];

    /// <summary>Temperatures T, ascending.</summary>
    [Bounds(0.3, 5)]
    public double[] Temperatures { get; init; } = [0.96, 1.04, 1.12, 1.2, 1.28, 1.38, 1.5, 1.62, 1.76, 1.92, 2.12, 2.36];

    /// <summary>Sweeps between measurements.</summary>
    [Bounds(1, 1000)]
    public int Every { get; init; } = 8;

    /// <inheritdoc/>
    public override string Title => "The spin-glass transition in three dimensions";

    /// <inheritdoc/>
    public override string Claim => "Binder's numbers g of the overlap of different sizes cross at T_c = 1.102(3); P(q) = P(−q), and doubling the time does not change [⟨q²⟩].";

    /// <inheritdoc/>
    public override string Source => "Baity-Jesi et al. (2013), Phys. Rev. B 88, 224416; Katzgraber, Körner and Young (2006), Phys. Rev. B 73, 224432";

    /// <inheritdoc/>
    public override SpinGlassOverlap Full => this with { Lengths = [4, 6, 8, 10], Samples = [16384, 16384, 8192, 4096], Sweeps = [1024, 4096, 16384, 65536] };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        if (Samples.Length != Lengths.Length || Sweeps.Length != Lengths.Length) throw new ArgumentException($"SpinGlassOverlap: {Lengths.Length} lengths, {Samples.Length} numbers of samples and {Sweeps.Length} of sweeps; one each");
        if (Array.Find(Sweeps, n => !BitOperations.IsPow2(n)) is > 0 and var odd) throw new ArgumentException($"SpinGlassOverlap: {odd} sweeps; a power of two, so that windows of time double");
        var sizes = Lengths.Select((_, l) => Simulate(l, rng.Stream(Lengths[l]), token)).ToArray();
        var crossings = Enumerable.Range(1, sizes.Length - 1).Select(l => Crossing(sizes[l - 1], sizes[l])).ToArray();
        var (at, error) = crossings[^1];
        var pair = $"L = {Lengths[^2]} and {Lengths[^1]}";
        List<Check> checks =
        [
            Check.AtMost($"crossing of {pair} at T = {at:F3} ± {error:F3}: distance to 1.102, standard errors", Math.Abs(at - 1.102) / error, 3, "the transition; smaller lattices cross higher, by L^{−ω−1/ν}, ω ≈ 1.1, ν ≈ 2.6"),
            Check.AtMost($"error of the crossing of {pair}", error, 0.2, "the curves do cross: lines that only run side by side would have no crossing of this precision"),
        ];
        for (var l = 0; l < sizes.Length; l++)
        {
            var (mean, step) = (sizes[l].Moments.Of(0, ..), sizes[l].Windows.Jackknife(m => m[^1] - m[^2]));
            checks.Add(Check.AtMost($"L = {Lengths[l]}: [⟨q⟩] at the lowest T, standard errors", mean.Deviation(0), 3.5, "symmetry q → −q"));
            checks.Add(Check.AtMost($"L = {Lengths[l]}: change of [⟨q²⟩] at the lowest T in the last doubling of the time, standard errors", step.Deviation(0), 3.5, "equilibrium: log-binned means of the same samples agree"));
            checks.Add(Check.AtLeast($"L = {Lengths[l]}: least exchange rate", sizes[l].Rates.Min(), 0.1, "a ladder without bottlenecks"));
        }

        return new() { Checks = checks, Figures = [Binder(sizes), Distribution(sizes[^1], Lengths[^1]), Drift(sizes)], Tables = [Table(crossings)] };
    }

    /// <summary>What one size gives.</summary>
    /// <param name="Moments">A block a sample: q, q², q⁴ at each temperature, from the second half of the run.</param>
    /// <param name="Windows">A block a sample: q² at the lowest temperature in windows of time that double.</param>
    /// <param name="Density">P(q) at each temperature.</param>
    /// <param name="Rates">Of exchanges.</param>
    private sealed record Size(Blocks Moments, Blocks Windows, double[][] Density, double[] Rates);

    private Size Simulate(int size, Rng rng, CancellationToken token)
    {
        var (samples, sweeps, count) = (Samples[size], Sweeps[size], Temperatures.Length);
        var model = new EdwardsAndersonBits(Lengths[size], samples, Temperatures, rng.Stream("couplings"));
        var (update, state, own) = (new GlassTempering(model), model.Start(rng.Stream("start")), rng.Stream("chain"));
        var histogram = model.Observables.First(one => one.Name == "P(q)");
        var (windows, moments) = (new double[samples, Levels(sweeps)], new Blocks(samples, 3 * count));
        var (density, now, row, half) = (new double[count * model.Bins], new double[count * model.Bins], new double[3 * count], sweeps / 2);
        using var progress = Progress.Start($"L = {Lengths[size]}", sweeps);
        for (var sweep = 1; sweep <= sweeps; sweep++)
        {
            token.ThrowIfCancellationRequested();
            update.Sweep(state, 1, own);
            progress.Report(sweep);
            // Windows end at 16, 32, 64, … sweeps, and have eight looks each.
            var window = Math.Max(0, BitOperations.Log2((uint)sweep - 1) - 3);
            var step = Math.Max(2, 1 << window);
            if (sweep % step == 0)
            {
                var q = model.Overlaps(state);
                for (var k = 0; k < samples; k++) windows[k, window] += q[0, k] * q[0, k] / 8;
            }

            if (sweep <= half || sweep % Every != 0) continue;
            var all = model.Overlaps(state);
            for (var k = 0; k < samples; k++)
            {
                for (var t = 0; t < count; t++)
                {
                    var square = all[t, k] * all[t, k];
                    (row[3 * t], row[3 * t + 1], row[3 * t + 2]) = (all[t, k], square, square * square);
                }

                moments.Add(k, row);
            }

            histogram.Measure(state, now);
            for (var b = 0; b < now.Length; b++) density[b] += now[b] * Every / (sweeps - half);
        }

        var drift = new Blocks(samples, windows.GetLength(1));
        for (var k = 0; k < samples; k++) drift.Add(k, [.. Enumerable.Range(0, drift.Width).Select(w => windows[k, w])]);
        return new(moments, drift, [.. density.Chunk(model.Bins)], state.ExchangeRates);
    }

    private static int Levels(int sweeps) => BitOperations.Log2((uint)sweeps) - 3;

    /// <summary>g at temperature t.</summary>
    private static double G(double[] moments, int t) => 0.5 * (3 - moments[3 * t + 2] / (moments[3 * t + 1] * moments[3 * t + 1]));

    /// <summary>Where two sizes have one g: the difference of their curves as a cubic in T by least squares, and its zero; errors by the jackknife over the samples of each size.</summary>
    private (double Temperature, double Error) Crossing(Size small, Size large)
    {
        var (lowest, highest) = (Temperatures[0], Temperatures[^1]);
        double Root(double[] a, double[] b)
        {
            double[] difference = [.. Temperatures.Select((_, t) => G(a, t) - G(b, t))];
            var cubic = MathNet.Numerics.Fit.Polynomial(Temperatures, difference, 3);
            double At(double t) => MathNet.Numerics.Polynomial.Evaluate(t, cubic);
            // From the hot side, where the larger lattice lies below, to the first zero.
            for (var t = 0.7 * highest + 0.3 * lowest; t > lowest - 0.2; t -= 0.01)
                if (At(t) <= 0) return Brent.FindRoot(At, t, t + 0.01);
            return lowest - 0.2;
        }

        double[] few = small.Moments.Mean(), many = large.Moments.Mean();
        var (first, second) = (small.Moments.Jackknife(m => Root(m, many)), large.Moments.Jackknife(m => Root(few, m)));
        return (Root(few, many), Math.Sqrt(first.Error * first.Error + second.Error * second.Error));
    }

    private Table Table((double Temperature, double Error)[] crossings)
    {
        var table = new Table("sizes", "T of the crossing", "error") { Caption = "Where Binder's numbers cross; T_c = 1.102(3)" };
        foreach (var (l, (temperature, error)) in crossings.Index()) table.Row($"{Lengths[l]}, {Lengths[l + 1]}", temperature, error);
        return table;
    }

    private Figure Binder(Size[] sizes)
    {
        var figure = new Figure("Binder's number of the overlap", "T", "g").VerticalLine(1.102, "T_c = 1.102").RangeY(0, 1);
        foreach (var (l, size) in sizes.Index())
        {
            Estimate[] g = [.. Temperatures.Select((_, t) => size.Moments.Jackknife(m => G(m, t)))];
            figure.Line(Temperatures, g.Select(e => e.Value).ToArray(), name: $"L = {Lengths[l]}", markers: true, errorY: g.Select(e => e.Error).ToArray());
        }

        return figure;
    }

    private Figure Distribution(Size size, int length)
    {
        var figure = new Figure($"Overlaps of {length}³ spins, all samples", "q", "P(q)").RangeX(-1, 1);
        var bins = size.Density[0].Length;
        double[] centers = [.. Enumerable.Range(0, bins).Select(b => (2 * b + 1.0) / bins - 1)];
        foreach (var t in new[] { 0, Temperatures.Length / 2, Temperatures.Length - 1 }) figure.Line(centers, size.Density[t], name: $"T = {Temperatures[t]:G3}");
        return figure;
    }

    private Figure Drift(Size[] sizes)
    {
        var figure = new Figure($"Equilibration at T = {Temperatures[0]:G3}", "sweeps", "[⟨q²⟩] of the window").LogX();
        foreach (var (l, size) in sizes.Index())
        {
            Estimate[] squares = [.. Enumerable.Range(0, size.Windows.Width).Select(w => size.Windows.Of(w, ..))];
            figure.Line(squares.Select((_, w) => 12.0 * (1 << w)).ToArray(), squares.Select(e => e.Value).ToArray(), name: $"L = {Lengths[l]}", markers: true, errorY: squares.Select(e => e.Error).ToArray());
        }

        return figure;
    }
}
