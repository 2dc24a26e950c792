using Kit.Plotting;
using Kit.StatMech;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>The Ising model on the square lattice against its exact solution: E/N of Kaufman's finite torus at every temperature, Onsager's energy and Yang's m = (1 − sinh⁻⁴ 2K)^{1/8} below the transition.</summary>
/// <remarks>
/// The cold temperatures end where walls around the torus, of weight e^{−2σL} with Onsager's tension σ = 2 + T ln tanh(1/T) over T, would be seen: at L = 96 and T = 2.2 that is 3·10⁻⁵. Runs of different seeds are independent;
/// their mean has the error √(Σε²)/n, and the scatter of single runs says whether the errors themselves are right.
/// </remarks>
public sealed record IsingExact : Experiment
{
    /// <summary>Side L of the torus.</summary>
    [Bounds(16, 1024)]
    public int Length { get; init; } = 96;

    /// <summary>Temperatures below T_c, where m is spontaneous.</summary>
    [Bounds(1, 2.26)]
    public double[] Cold { get; init; } = [1.6, 1.8, 2.0, 2.1, 2.2];

    /// <summary>Temperatures from T_c on.</summary>
    [Bounds(2.26, 10)]
    public double[] Hot { get; init; } = [Onsager.CriticalTemperature, 2.4, 3.0];

    /// <summary>Sweeps of a run.</summary>
    [Bounds(200, 1e7)]
    public int Sweeps { get; init; } = 2500;

    /// <summary>Independent runs.</summary>
    [Bounds(3, 100)]
    public int Seeds { get; init; } = 3;

    /// <inheritdoc/>
    public override string Title => "The Ising model against Onsager, Yang and Kaufman";

    /// <inheritdoc/>
    public override string Claim => "Swendsen and Wang's clusters give the energy of the finite torus at every temperature, and Onsager's energy and Yang's magnetisation m = (1 − sinh⁻⁴ 2K)^{1/8} below T_c, within errors that are neither too small nor too large.";

    /// <inheritdoc/>
    public override string Source => "L. Onsager, Phys. Rev. 65, 117 (1944); B. Kaufman, Phys. Rev. 76, 1232 (1949); C. N. Yang, Phys. Rev. 85, 808 (1952)";

    /// <inheritdoc/>
    public override IsingExact Full => this with { Length = 256, Sweeps = 20_000, Seeds = 5 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        double[] all = [.. Cold, .. Hot];
        var runs = Enumerable.Range(0, Seeds).Select(s => Simulate(all, rng.Stream("runs").Stream(s).NextInt(0, int.MaxValue), token)).ToArray();
        var torus = new IsingTorus(Length, Length);
        double[] kaufman = [.. all.Select(t => torus.Energy(1 / t))], onsager = [.. Cold.Select(t => Onsager.Energy(1 / t))], yang = [.. Cold.Select(t => Onsager.Magnetization(1 / t))];
        Estimate[] energy = [.. all.Select((_, k) => Mean(runs, "energy", k))], magnetization = [.. all.Select((_, k) => Mean(runs, "|m|", k))];
        var squares = runs.Sum(run => run["energy"].Zip(kaufman, (e, exact) => Math.Pow(e.Deviation(exact), 2)).Sum());
        var law = new MathNet.Numerics.Distributions.ChiSquared(Seeds * all.Length);
        const string three = "three standard errors; by chance one of 370 numbers is farther away";
        return new()
        {
            Checks =
            [
                Check.AtMost("energy, largest distance from Kaufman's torus in standard errors", energy.Zip(kaufman, (e, exact) => e.Deviation(exact)).Max(), 3, three),
                Check.AtMost("energy below T_c, largest distance from Onsager in standard errors", energy.Zip(onsager, (e, exact) => e.Deviation(exact)).Max(), 3, three),
                Check.AtMost("|m| below T_c, largest distance from Yang in standard errors", magnetization.Zip(yang, (m, exact) => m.Deviation(exact)).Max(), 3, three),
                Check.Within($"Σ (distance/error)² of {Seeds * all.Length} energies of single runs", squares, law.InverseCumulativeDistribution(0.001), law.InverseCumulativeDistribution(0.999), "χ² with as many degrees of freedom, 998 of 1000 times: errors are what they say"),
            ],
            Figures = [EnergyFigure(all, energy), MagnetizationFigure(all, magnetization), Deviations(all, runs, kaufman)],
        };
    }

    /// <summary>Simulation: one run at all temperatures.</summary>
    private Results Simulate(double[] temperatures, long seed, CancellationToken token)
    {
        var model = new Ising(Graph.Square(Length));
        return MonteCarlo.Run(model, new SwendsenWang(model), new Plan { Temperatures = temperatures, Thermalization = Sweeps / 10, Sweeps = Sweeps, Seed = seed }, token: token);
    }

    private static Estimate Mean(Results[] runs, string name, int temperature)
    {
        Estimate[] each = [.. runs.Select(run => run[name][temperature])];
        return new(each.Average(e => e.Value), Math.Sqrt(each.Sum(e => e.Error * e.Error)) / each.Length);
    }

    private Figure EnergyFigure(double[] all, Estimate[] energy) => new Figure("Energy of a site", "T", "E/N").Legend(LegendPlace.TopLeft)
        .Line(t => Onsager.Energy(1 / t), 1.5, 3.2, "Onsager, L → ∞").Scatter(all, Values(energy), name: $"clusters, L = {Length}", errorY: Errors(energy)).VerticalLine(Onsager.CriticalTemperature, "T<sub>c</sub>");

    private Figure MagnetizationFigure(double[] all, Estimate[] m) => new Figure("Magnetisation", "T", "⟨|m|⟩").Legend(LegendPlace.TopRight)
        .Line(t => Onsager.Magnetization(1 / t), 1.5, 3.2, "Yang, L → ∞", 1701).Scatter(all, Values(m), name: $"clusters, L = {Length}", errorY: Errors(m)).VerticalLine(Onsager.CriticalTemperature, "T<sub>c</sub>");

    private static Figure Deviations(double[] all, Results[] runs, double[] kaufman)
    {
        var figure = new Figure("Energies of single runs, less the exact one", "T", "(E − E<sub>exact</sub>)/error").HorizontalLine(0).HorizontalLine(3, dash: Dash.Dotted).HorizontalLine(-3, dash: Dash.Dotted).RangeY(-4, 4);
        foreach (var (s, run) in runs.Index())
            figure.Scatter(all, run["energy"].Select((e, k) => (e.Value - kaufman[k]) / e.Error).ToArray(), name: $"run {s + 1}", marker: (Marker)(s % 3));
        return figure;
    }

    private static double[] Values(Estimate[] all) => [.. all.Select(one => one.Value)];

    private static double[] Errors(Estimate[] all) => [.. all.Select(one => one.Error)];
}
