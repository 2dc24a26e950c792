using Kit.Display;
using Kit.Plotting;
using Kit.StatMech;
using Kit.StatMech.Estimators;
using Kit.StatMech.MeanField;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>The Sherrington-Kirkpatrick glass: symmetric theory and the negative entropy that refutes it, Parisi's solution, and Monte Carlo of finite samples that takes his side.</summary>
/// <remarks>
/// Ground states are the best energies that parallel tempering meets, and are said to be found where the second half of a run does not improve on the first. With e_N = e₀ + a N^{−2/3} (Parisi, Ritort and Slanina 1993;
/// Boettcher 2005: a = 0.70) they are extrapolated; thermal energies likewise below T = 1, and with 1/N above. T near 1 is left out of the comparison: sizes would have to be ≫ |1 − T|⁻³.
/// </remarks>
public sealed record SherringtonKirkpatrickGlass : Experiment
{
    private const int Together = 2;

    /// <summary>Spins N of the samples.</summary>
    [Bounds(16, 2048)]
    public int[] Sizes { get; init; } = [32, 48, 64, 96, 128, 256];

    /// <summary>Samples of each size.</summary>
    [Bounds(2, 100000)]
    public int[] Samples { get; init; } = [400, 300, 200, 150, 100, 40];

    /// <summary>Sweeps per spin of a sample, at each temperature of the ladder: N times this in all, and 200 more.</summary>
    [Bounds(1, 1e4)]
    public int SweepsPerSpin { get; init; } = 4;

    /// <summary>Temperatures T of the energies.</summary>
    [Bounds(0.1, 3)]
    public double[] Temperatures { get; init; } = [0.1, 0.14, 0.19, 0.25, 0.32, 0.4, 0.5, 0.6, 0.75, 0.9, 1.1, 1.3, 1.5];

    /// <inheritdoc/>
    public override string Title => "The Sherrington-Kirkpatrick glass: Parisi against replica symmetry";

    /// <inheritdoc/>
    public override string Claim => "The symmetric theory has entropy −1/(2π) at T = 0 and is unstable below the line of de Almeida and Thouless; ground states of samples go to Parisi's −0.7632 as N^{−2/3}, not to −0.7979 of symmetry, and energies at T > 0 to his.";

    /// <inheritdoc/>
    public override string Source => "Parisi (1979), Phys. Rev. Lett. 43, 1754; de Almeida and Thouless (1978), J. Phys. A 11, 983; Boettcher (2005), Eur. Phys. J. B 46, 501";

    /// <inheritdoc/>
    public override SherringtonKirkpatrickGlass Full => this with { Samples = [20000, 10000, 8000, 4000, 3000, 1000], SweepsPerSpin = 16 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var (entropies, theory) = Theory();
        var (grounds, energies, improved) = Simulate(rng, token);
        double[] x = [.. Sizes.Select(n => Math.Pow(n, -2.0 / 3))];
        var (e0, error, slope) = Line(x, grounds);
        var parisi = new ParisiTheory(0.05).Full().FreeEnergy; // e₀ − 0.24 T³
        var one = new ParisiTheory(0.05).OneStep().FreeEnergy;
        var ground = new Figure("Ground states", "N^(−2/3)", "e").Line(u => e0 + slope * u, 0, x[0], name: "fit").Scatter(x, Values(grounds), name: "tempering", errorY: Errors(grounds))
            .HorizontalLine(parisi, "Parisi −0.7632", Dash.Solid).HorizontalLine(one, "one step −0.7652", Dash.Dotted).HorizontalLine(-Math.Sqrt(2 / Math.PI), "symmetric −0.7979");
        var (thermal, worst) = Thermal([x, [.. Sizes.Select(n => 1.0 / n)]], energies);
        return new()
        {
            Checks =
            [
                .. theory,
                Check.AtMost($"e₀ = {e0:F4} ± {error:F4}: distance to −0.763166, standard errors", Math.Abs(e0 + 0.763166) / error, 3, "Parisi's ground-state energy; the next correction is of the order of 1/N"),
                Check.AtLeast("distance to the symmetric −0.7979, standard errors", Math.Abs(e0 + Math.Sqrt(2 / Math.PI)) / error, 8, "replica symmetry is excluded"),
                Check.AtMost("samples whose second half of the run still found a better state, part", improved, 0.05, "ground states are found, not only low states"),
                Check.AtMost("largest distance of extrapolated thermal energies to theory, T ≥ 0.4, standard errors", worst, 3.3, "as many comparisons as temperatures: 1 in 100 runs by chance"),
            ],
            Figures = [ground, thermal, entropies],
        };
    }

    /// <summary>Entropies of three theories, the line of stability, and what is exact about them.</summary>
    private static (Figure, Check[]) Theory()
    {
        double[] cold = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], fine = [.. Enumerable.Range(1, 60).Select(k => 0.02 * k)];
        double Symmetric(double t)
        {
            var model = new SherringtonKirkpatrick(t);
            return model.Entropy(model.Solve());
        }

        double[] Entropy(Func<double, ParisiOrder> solve) => [.. cold.Select(t => (t, o: solve(t))).Select(p => (p.o.Energy - p.o.FreeEnergy) / p.t)];
        double[] one = Entropy(t => new ParisiTheory(t).OneStep()), many = Entropy(t => new ParisiTheory(t).Full());
        var zero = MathNet.Numerics.RootFinding.Brent.FindRoot(Symmetric, 0.05, 0.6, 1e-6);
        double At(double t) => SherringtonKirkpatrick.AlmeidaThouless(t);
        // s = −1/2π + O(T): a parabola through three temperatures, at T = 0.
        var (a, b, c) = (Symmetric(0.01), Symmetric(0.02), Symmetric(0.04));
        var limit = 8.0 / 3 * a - 2 * b + c / 3;
        var figure = new Figure("Entropy of the theories", "T", "s").Line(fine, fine.Select(Symmetric).ToArray(), name: "symmetric").Line(cold, one, name: "one step", markers: true).Line(cold, many, name: "Parisi", markers: true)
            .HorizontalLine(-1 / (2 * Math.PI), "−1/2π").HorizontalLine(0).Legend(LegendPlace.TopLeft);
        return (figure,
        [
            Check.Near("symmetric entropy extrapolated to T = 0", limit, -1 / (2 * Math.PI), 1e-3, "−1/(2π), the extrapolation is good to O(T³)"),
            Check.Within("temperature at which the symmetric entropy changes sign", zero, 0.2, 0.35, "below it the theory counts less than one state"),
            Check.AtLeast("least entropy of Parisi's theory", many.Min(), 0, "a number of states has a logarithm ≥ 0"),
            Check.Near("h_AT² / ((4/3)(1 − T)³) at T = 0.98", Math.Pow(At(0.98), 2) / (4.0 / 3 * Math.Pow(0.02, 3)), 1, 0.1, "de Almeida and Thouless; corrections O(1 − T)"),
            Check.Near("T/((4/3) e^{−h²/2}/√(2π)) at h = h_AT(T), T = 0.05", 0.05 / (4 / (3 * Math.Sqrt(2 * Math.PI)) * Math.Exp(-Math.Pow(At(0.05), 2) / 2)), 1, 0.1, "T → 0: ∫Dz cosh⁻⁴ β(z + h) → (4/3) T e^{−h²/2}/√(2π), corrections O(T)"),
        ]);
    }

    /// <summary>Best energies, mean energies at each temperature, and the part of samples that were still improving.</summary>
    private (Estimate[] Grounds, Estimate[][] Energies, double Improved) Simulate(Rng rng, CancellationToken token)
    {
        var (grounds, energies, late, done) = (new Estimate[Sizes.Length], new Estimate[Sizes.Length][], 0, 0);
        using var progress = Progress.Start("samples", Samples.Sum());
        for (var size = 0; size < Sizes.Length; size++)
        {
            var blocks = new Blocks(Samples[size], Temperatures.Length + 1);
            for (var k = 0; k < blocks.Count; k++)
            {
                token.ThrowIfCancellationRequested();
                var (row, improved) = Sample(Sizes[size], rng.Stream(Sizes[size]).Stream(k));
                blocks.Add(k, row);
                late += improved ? 1 : 0;
                progress.Report(++done);
            }

            grounds[size] = blocks.Of(0, ..);
            energies[size] = [.. Temperatures.Select((_, t) => blocks.Of(t + 1, ..))];
        }

        return (grounds, energies, (double)late / Samples.Sum());
    }

    /// <summary>One sample: its best energy, mean energies in the second half of the run, and whether that half still found a better state.</summary>
    private (double[] Row, bool Improved) Sample(int n, Rng rng)
    {
        var model = Ising.SherringtonKirkpatrick(n, rng.Stream("couplings"));
        var run = new ParallelTempering<Configuration>(model, new Metropolis(model, SiteOrder.Sequential), Temperatures, rng.Stream("run"));
        var (row, half, early) = (new double[Temperatures.Length + 1], (n * SweepsPerSpin + 200) / 2 / Together, 0.0);
        for (var turn = 0; turn < 2 * half; turn++)
        {
            run.Sweep(Together);
            run.Exchange();
            for (var t = 0; t < Temperatures.Length; t++)
            {
                var energy = run.State(t).Energy / n;
                row[0] = Math.Min(row[0], energy);
                if (turn >= half) row[t + 1] += energy / half;
            }

            if (turn == half - 1) early = row[0];
        }

        return (row, row[0] < early - 1e-9);
    }

    /// <summary>Energies of samples against temperature, and the largest distance of their limits N → ∞ to theory in standard errors, away from T = 1.</summary>
    private (Figure, double Worst) Thermal(double[][] powers, Estimate[][] energies)
    {
        double[] cold = [.. Temperatures.Where(t => t is >= 0.05 and < 0.8)], hot = [.. Enumerable.Range(0, 40).Select(k => 0.2 + k * 0.035)];
        var parisi = cold.ToDictionary(t => t, t => new ParisiTheory(t).Full().Energy);
        var figure = new Figure("Energy", "T", "e").Line(hot, hot.Select(Symmetric).ToArray(), name: "symmetric").Line(cold, cold.Select(t => parisi[t]).ToArray(), name: "Parisi").Legend(LegendPlace.TopLeft);
        foreach (var size in new[] { 0, Sizes.Length - 1 }) figure.Scatter(Temperatures, Values(energies[size]), name: $"N = {Sizes[size]}", errorY: Errors(energies[size]));
        var limits = Temperatures.Select((t, i) => Line(powers[t < 1 ? 0 : 1], [.. energies.Select(e => e[i])])).ToArray();
        figure.Scatter(Temperatures, limits.Select(l => l.Value).ToArray(), name: "N → ∞", errorY: limits.Select(l => l.Error).ToArray(), marker: Marker.Diamond);
        var worst = Temperatures.Index().Where(p => p.Item is >= 0.4 and < 0.8 or > 1.2)
            .Max(p => Math.Abs(limits[p.Index].Value - (p.Item < 1 ? parisi[p.Item] : Symmetric(p.Item))) / limits[p.Index].Error);
        return (figure, worst);

        static double Symmetric(double t)
        {
            var model = new SherringtonKirkpatrick(t);
            return model.Energy(model.Solve());
        }
    }

    /// <summary>y = value + slope · x by least squares with the errors of y as weights.</summary>
    private static (double Value, double Error, double Slope) Line(double[] x, Estimate[] y)
    {
        double Sum(Func<int, double> of) => Enumerable.Range(0, x.Length).Sum(i => of(i) / (y[i].Error * y[i].Error));
        var (s, sx, sxx, sy, sxy) = (Sum(_ => 1), Sum(i => x[i]), Sum(i => x[i] * x[i]), Sum(i => y[i].Value), Sum(i => x[i] * y[i].Value));
        var determinant = s * sxx - sx * sx;
        return ((sxx * sy - sx * sxy) / determinant, Math.Sqrt(sxx / determinant), (s * sxy - sx * sy) / determinant);
    }

    private static double[] Values(Estimate[] all) => [.. all.Select(e => e.Value)];

    private static double[] Errors(Estimate[] all) => [.. all.Select(e => e.Error)];
}
