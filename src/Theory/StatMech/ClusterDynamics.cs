using Kit.Display;
using Kit.Plotting;
using Kit.StatMech;
using Kit.StatMech.Estimators;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.MultiSpin;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>Critical slowing down: at T_c the autocorrelation time grows as τ ∝ L^z, with z ≈ 2.17 for single flips and z of a few tenths for clusters.</summary>
/// <remarks>
/// τ is the integrated time, in sweeps of the whole lattice: of m for Metropolis, of the energy, the slowest of the usual ones, for clusters. One cluster of Wolff turns ⟨|C|⟩ of N spins, so that τ in clusters
/// is multiplied by ⟨|C|⟩/N = ⟨m²⟩, which holds for every cluster that grows from a random site. Metropolis runs 512 replicas, one bit each, with random numbers of their own; τ comes from all their series together.
/// </remarks>
public sealed record ClusterDynamics : Experiment
{
    /// <summary>z of dynamics that flip single spins.</summary>
    /// <remarks>M. P. Nightingale and H. W. J. Blöte, Phys. Rev. B 62, 1089 (2000): 2.1667(5).</remarks>
    public const double LocalExponent = 2.1667;

    /// <summary>Sides L for Metropolis.</summary>
    [Bounds(4, 128)]
    public int[] Local { get; init; } = [8, 12, 16, 24, 32];

    /// <summary>Length of a series of Metropolis, in units of L^{13/6} sweeps.</summary>
    [Bounds(2, 1e5)]
    public double Span { get; init; } = 24;

    /// <summary>Sides L for clusters.</summary>
    [Bounds(4, 1024)]
    public int[] Lengths { get; init; } = [16, 24, 32, 48, 64];

    /// <summary>Clusters of a chain of Wolff, and twice the sweeps of one of Swendsen and Wang.</summary>
    [Bounds(1000, 1e8)]
    public int Clusters { get; init; } = 30_000;

    /// <inheritdoc/>
    public override string Title => "Critical slowing down, and clusters that are not slowed";

    /// <inheritdoc/>
    public override string Claim => "At T_c, τ of single flips grows as L^{2.17}; in sweeps of the whole lattice τ of Wolff's and of Swendsen and Wang's clusters grows with z < 0.4.";

    /// <inheritdoc/>
    public override string Source => "M. P. Nightingale and H. W. J. Blöte, Phys. Rev. B 62, 1089 (2000); U. Wolff, Phys. Lett. B 228, 379 (1989)";

    /// <inheritdoc/>
    public override ClusterDynamics Full => this with { Local = [8, 12, 16, 24, 32, 48], Span = 100, Lengths = [16, 32, 64, 128, 256], Clusters = 200_000 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        double[] local = [.. Local.Select(l => (double)l)], lengths = [.. Lengths.Select(l => (double)l)];
        Estimate[] metropolis = [.. Local.Select(l => Flips(l, rng.Stream("Metropolis").Stream(l), token))];
        Estimate[] wolff = [.. Lengths.Select(l => Time(l, model => new Wolff(model), true, rng.Stream("Wolff").Stream(l), token))];
        Estimate[] whole = [.. Lengths.Select(l => Time(l, model => new SwendsenWang(model), false, rng.Stream("Swendsen-Wang").Stream(l), token))];
        var (slow, one, all) = (PowerLaw.Fit(local, metropolis), PowerLaw.Fit(lengths, wolff), PowerLaw.Fit(lengths, whole));
        var figure = new Figure("Autocorrelation times at T<sub>c</sub>", "L", "τ in sweeps").LogLog();
        foreach (var (k, (name, x, y, law)) in new[] { ("Metropolis, m", local, metropolis, slow), ("Swendsen and Wang, energy", lengths, whole, all), ("Wolff, energy", lengths, wolff, one) }.Index())
            figure.Scatter(x, y.Select(t => t.Value).ToArray(), name: name, color: k, errorY: y.Select(t => t.Error).ToArray()).Line(x, x.Select(law.At).ToArray(), name: $"z = {law.Exponent.Value:F2}", dash: Dash.Dashed, color: k);
        return new()
        {
            Checks =
            [
                Check.Near("z of Metropolis", slow.Exponent.Value, LocalExponent, 0.1, FormattableString.Invariant($"2.1667 for large L; at these sizes corrections of a few hundredths. Measured {slow.Exponent}")),
                Check.AtMost("z of Wolff, in sweeps of the lattice", one.Exponent.Value, 0.4, FormattableString.Invariant($"0.25 and less in the literature. Measured {one.Exponent}")),
                Check.AtMost("z of Swendsen and Wang", all.Exponent.Value, 0.4, FormattableString.Invariant($"0.2 to 0.35 in the literature, a logarithm is not excluded. Measured {all.Exponent}")),
                Check.AtLeast($"τ of Metropolis over that of Wolff at L = {Local[^1]}", metropolis[^1].Value / one.At(Local[^1]), 10, "what clusters save"),
            ],
            Figures = [figure],
            Tables = [Rows("Metropolis", Local, metropolis, Rows("Swendsen and Wang", Lengths, whole, Rows("Wolff", Lengths, wolff, new Table("update", "L", "τ", "error"))))],
        };
    }

    /// <summary>τ of m under Metropolis, by 512 replicas that are measured about fifty times in L^{13/6} sweeps.</summary>
    private Estimate Flips(int length, Rng rng, CancellationToken token)
    {
        var model = new BitReplicas(Graph.Square(length), 512);
        var update = new ReplicaUpdate(model);
        var (state, unit) = (model.Start(rng), Math.Pow(length, 13.0 / 6));
        var every = Math.Max(1, (int)(unit / 50));
        var count = (int)(Span * unit) / every;
        double[][] series = [.. Enumerable.Range(0, model.Replicas).Select(_ => new double[count])];
        for (var k = -count / 5; k < count; k++)
        {
            token.ThrowIfCancellationRequested();
            for (var sweep = 0; sweep < every; sweep++) update.Sweep(state, 1 / Onsager.CriticalTemperature, rng);
            if (k < 0) continue;
            foreach (var (r, m) in model.Magnetizations(state).Index()) series[r][k] = m;
        }

        var time = Autocorrelation.Wolff(1.5, series);
        return new(every * time.Value, every * time.Error);
    }

    /// <summary>τ of the energy under clusters, from four chains.</summary>
    private Estimate Time(int length, Func<Ising, IUpdate<Configuration>> update, bool single, Rng rng, CancellationToken token)
    {
        var model = new Ising(Graph.Square(length));
        var plan = new Plan { Temperatures = [Onsager.CriticalTemperature], Thermalization = 1000, Sweeps = single ? Clusters : Clusters / 2, Replicas = 4, KeepSeries = true, Seed = rng.NextInt(0, int.MaxValue) };
        var run = MonteCarlo.Run(model, update(model), plan, token: token);
        var (time, share) = (Autocorrelation.Wolff(1.5, run.Series("energy", 0)), single ? run["m^2"][0].Value : 1);
        return new(share * time.Value, share * time.Error);
    }

    private static Table Rows(string name, int[] lengths, Estimate[] times, Table table)
    {
        for (var k = 0; k < lengths.Length; k++) table.Row(name, lengths[k], times[k].Value, times[k].Error);
        return table;
    }
}
