using Kit.Display;
using Kit.Plotting;
using Kit.StatMech;
using Kit.StatMech.Estimators;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>The Potts model on the square lattice: a continuous transition for three colours, one of first order for ten.</summary>
/// <remarks>
/// Duality fixes β_c = ln(1 + √q), and −(1 + 1/√q) as the mean energy of both phases there. q = 3: Binder ratios of all sizes cross at T_c, and E_L(T_c) nears the exact number as L^{−(1−α)/ν} = L^{−4/5} with α = 1/3,
/// ν = 5/6. q = 10: the distribution of the energy at T_c has two peaks, one a phase, whose distance goes to Baxter's latent heat, and a valley between them that deepens with L like e^{−2σL}. Swendsen
/// and Wang's chains cross it often while L is not far above the correlation length of 10.6 sites; peaks are read at the β where reweighting makes them equally high, and shift like 1/L.
/// </remarks>
public sealed record PottsTransitions : Experiment
{
    /// <summary>Colours where the transition is continuous.</summary>
    private const int Few = 3;

    /// <summary>Colours where it is of first order.</summary>
    private const int Many = 10;

    /// <summary>Sides L of the lattices of three colours, rising.</summary>
    [Bounds(4, 512)]
    public int[] Sides { get; init; } = [8, 16, 32];

    /// <summary>Sweeps of Swendsen and Wang at each temperature.</summary>
    [Bounds(1000, 1e8)]
    public int Sweeps { get; init; } = 6000;

    /// <summary>Sides L of the lattices of ten colours, rising.</summary>
    [Bounds(8, 64)]
    public int[] LargeSides { get; init; } = [12, 16, 20, 24];

    /// <summary>Sweeps of each chain at T_c with ten colours; the walk from one phase to the other takes hundreds to thousands.</summary>
    [Bounds(1000, 1e8)]
    public int LongSweeps { get; init; } = 60_000;

    /// <summary>Chains of each side with ten colours; errors are those of leaving one out.</summary>
    [Bounds(3, 100)]
    public int Chains { get; init; } = 6;

    /// <inheritdoc/>
    public override string Title => "Transitions of the Potts model";

    /// <inheritdoc/>
    public override string Claim => "T_c = 1/ln(1 + √q). For q = 3 Binder ratios cross there and the energy is −(1 + 1/√3); for q = 10 the energy has two peaks whose distance is the latent heat 0.6961.";

    /// <inheritdoc/>
    public override string Source => "Baxter (1973), J. Phys. C 6, L445; Wu (1982), Rev. Mod. Phys. 54, 235, section V; Lee and Kosterlitz (1991), Phys. Rev. B 43, 3265";

    /// <inheritdoc/>
    public override PottsTransitions Full => this with { Sides = [8, 16, 32, 64], Sweeps = 100_000, LargeSides = [16, 20, 24, 32, 40], LongSweeps = 1_000_000, Chains = 8 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var (binder, energies, continuous) = Continuous(rng.Stream("q = 3"), token);
        var (peaks, distances, firstOrder, table) = FirstOrder(rng.Stream("q = 10"), token);
        return new() { Checks = [.. continuous, .. firstOrder], Figures = [binder, energies, peaks, distances], Tables = [table] };
    }

    private (Figure, Figure, Check[]) Continuous(Rng rng, CancellationToken token)
    {
        var exact = new PottsTransition(Few);
        double[] temperatures = [.. Enumerable.Range(-4, 9).Select(k => exact.CriticalTemperature * (1 + 0.005 * k))];
        var binder = new Figure("q = 3: Binder ratio of the order parameter", "T", "U₄").VerticalLine(exact.CriticalTemperature, "T_c = 1/ln(1 + √3)");
        var (curves, atTransition) = (new List<SizeCurve>(), new List<Estimate>());
        foreach (var side in Sides)
        {
            var model = new Potts(Graph.Square(side), Few);
            var results = MonteCarlo.Run(model, new SwendsenWang(model),
                new() { Temperatures = temperatures, Sweeps = Sweeps, Thermalization = Sweeps / 10, Seed = rng.NextInt(0, int.MaxValue) }, token: token);
            curves.Add(new(side, temperatures, results["Binder"]));
            atTransition.Add(results["energy"][4]);
            binder.Scatter(temperatures, results["Binder"].Select(u => u.Value).ToArray(), name: $"L = {side}", errorY: results["Binder"].Select(u => u.Error).ToArray());
        }

        var crossing = FiniteSizeScaling.Crossing(curves[^2], curves[^1], rng);
        double[] x = [.. Sides.Select(side => Math.Pow(side, -0.8))];
        var (limit, slope) = Line(x, atTransition);
        var energies = new Figure("q = 3: energy of a site at T_c", "L^(−4/5)", "E/N").Scatter(x, atTransition.Select(e => e.Value).ToArray(), name: "Swendsen–Wang", errorY: atTransition.Select(e => e.Error).ToArray())
            .Line(at => limit.Value + slope * at, 0, x[0], "line of least squares").HorizontalLine(exact.DisorderedEnergy, "−(1 + 1/√3)");
        return (binder, energies,
        [
            Check.Near($"T of the crossing of L = {Sides[^2]} and {Sides[^1]}, q = 3", crossing.Value, exact.CriticalTemperature, 3 * crossing.Error + 0.5 / (Sides[^2] * Sides[^2]),
                "three standard errors, and corrections of the order L^{−1/ν−ω} = L^{−2}"),
            Check.AtMost("E/N at T_c for L → ∞ against −(1 + 1/√3), in standard errors", limit.Deviation(exact.DisorderedEnergy), 3, "exact by duality; three standard errors"),
        ]);
    }

    private (Figure, Figure, Check[], Table) FirstOrder(Rng rng, CancellationToken token)
    {
        var exact = new PottsTransition(Many);
        var peaks = new Figure("q = 10: distribution of the energy where both peaks are equally high", "E/N", "P(E)/P at the peaks")
            .VerticalLine(exact.OrderedEnergy, "ordered").VerticalLine(exact.DisorderedEnergy, "disordered");
        var table = new Table("L", "T of equal peaks", "error", "distance of peaks", "error", "ln of peak over valley", "error") { Caption = "q = 10", Digits = 5 };
        List<Estimate> temperatures = [], distances = [], barriers = [];
        foreach (var side in LargeSides)
        {
            var model = new Potts(Graph.Square(side), Many);
            var plan = new Plan { Temperatures = [exact.CriticalTemperature], Sweeps = LongSweeps, Thermalization = LongSweeps / 20, Replicas = Chains, KeepSeries = true, Seed = rng.NextInt(0, int.MaxValue) };
            var series = MonteCarlo.Run(model, new SwendsenWang(model), plan, token: token).Series("energy", 0);
            var all = DoublePeak.Of(series, model.Sites, exact);
            var without = Enumerable.Range(0, Chains).Select(k => DoublePeak.Of([.. series.Where((_, other) => other != k)], model.Sites, exact)).ToArray();
            temperatures.Add(Jackknife(run => 1 / run.Beta));
            distances.Add(Jackknife(run => run.Disordered - run.Ordered));
            barriers.Add(Jackknife(run => run.Barrier));
            peaks.Line(all.Energies, all.Weights, name: $"L = {side}");
            table.Row(side, temperatures[^1].Value, temperatures[^1].Error, distances[^1].Value, distances[^1].Error, barriers[^1].Value, barriers[^1].Error);

            Estimate Jackknife(Func<DoublePeak, double> of)
            {
                var mean = without.Average(of);
                return new(of(all), Math.Sqrt((Chains - 1.0) / Chains * without.Sum(run => (of(run) - mean) * (of(run) - mean))));
            }
        }

        double[] inverse = [.. LargeSides.Select(side => 1.0 / side)], area = [.. LargeSides.Select(side => 1.0 / (side * side))];
        var (heat, slope) = Line(inverse, distances);
        var (critical, _) = Line(area, temperatures);
        var figure = new Figure("q = 10: distance of the peaks", "1/L", "ΔE/N").Scatter(inverse, distances.Select(d => d.Value).ToArray(), name: "Swendsen–Wang", errorY: distances.Select(d => d.Error).ToArray())
            .Line(at => heat.Value + slope * at, 0, inverse[0], "line of least squares").HorizontalLine(exact.LatentHeat, "latent heat 0.6961").Legend(LegendPlace.TopLeft);
        return (peaks, figure,
        [
            Check.Near("T of equal peaks for L → ∞ / T_c, q = 10", critical.Value / exact.CriticalTemperature, 1, 0.002, "the shift goes like 1/L² with a correction that is left out"),
            Check.Near("distance of the peaks for L → ∞ / latent heat", heat.Value / exact.LatentHeat, 1, 0.05, "peaks move like 1/L while L is near the correlation length 10.6"),
            Check.AtLeast($"ln of peak over valley, L = {LargeSides[^1]} less L = {LargeSides[0]}", barriers[^1].Value - barriers[0].Value, 0.1, "an interface between the phases costs a free energy that grows with L"),
        ], table);
    }

    /// <summary>y = a + b x by least squares with weights 1/error²: a with its error, and b.</summary>
    private static (Estimate Limit, double Slope) Line(double[] x, IReadOnlyList<Estimate> y)
    {
        double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;
        for (var k = 0; k < x.Length; k++)
        {
            var weight = 1 / (y[k].Error * y[k].Error);
            (w, wx, wy, wxx, wxy) = (w + weight, wx + weight * x[k], wy + weight * y[k].Value, wxx + weight * x[k] * x[k], wxy + weight * x[k] * y[k].Value);
        }

        var determinant = w * wxx - wx * wx;
        return (new((wxx * wy - wx * wxy) / determinant, Math.Sqrt(wxx / determinant)), (w * wxy - wx * wy) / determinant);
    }

    /// <summary>A distribution of the energy with two peaks of one height.</summary>
    private sealed record DoublePeak(double Beta, double Ordered, double Disordered, double Barrier, double[] Energies, double[] Weights)
    {
        /// <summary>A histogram at β_c, reweighted to the β at which both peaks are equally high; phases are told apart by the exact mean of both.</summary>
        public static DoublePeak Of(IReadOnlyList<double[]> series, int sites, PottsTransition exact)
        {
            // Bins of some 0.02, of a whole number of levels each.
            var width = Math.Max(1, (int)Math.Round(0.02 * sites)) / (double)sites;
            var bins = series.SelectMany(one => one).GroupBy(e => (int)Math.Floor(e / width + 1e-6)).Where(bin => bin.Count() >= 10).OrderBy(bin => bin.Key).ToArray();
            double[] energies = [.. bins.Select(bin => bin.Average())], logs = [.. bins.Select(bin => Math.Log(bin.Count()))];
            var middle = (exact.OrderedEnergy + exact.DisorderedEnergy) / 2;
            var (low, high) = (-0.03, 0.03);
            for (var k = 0; k < 50; k++)
            {
                var step = (low + high) / 2;
                if (Top(step, true).Height < Top(step, false).Height) low = step;
                else high = step;
            }

            var (ordered, disordered) = (Top(low, true), Top(low, false));
            var valley = Enumerable.Range(0, energies.Length).Where(k => energies[k] > ordered.At && energies[k] < disordered.At).Min(k => Log(low, k));
            return new(exact.CriticalBeta + low, ordered.At, disordered.At, ordered.Height - valley, energies, [.. energies.Select((_, k) => Math.Exp(Log(low, k) - ordered.Height))]);

            double Log(double step, int k) => logs[k] - step * energies[k] * sites;

            // The top of the parabola of least squares through what is near the highest bin, whose place noise would move by several bins.
            (double At, double Height) Top(double step, bool isOrdered)
            {
                var side = Enumerable.Range(0, energies.Length).Where(k => energies[k] < middle == isOrdered).ToArray();
                var best = side.MaxBy(k => Log(step, k));
                var near = side.Where(k => Math.Abs(energies[k] - energies[best]) < 0.09).ToArray();
                if (near.Length < 4) return (energies[best], Log(step, best)); // in the tail, on the way of the bisection
                var c = MathNet.Numerics.Fit.Polynomial([.. near.Select(k => (energies[k] - energies[best]) / 0.09)], [.. near.Select(k => Log(step, k))], 2);
                var top = c[2] < 0 ? Math.Clamp(-c[1] / (2 * c[2]), -1, 1) : 0;
                return (energies[best] + 0.09 * top, c[0] + c[1] * top + c[2] * top * top);
            }
        }
    }
}
