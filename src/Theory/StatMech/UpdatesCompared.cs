using Kit.Display;
using Kit.Plotting;
using Kit.StatMech;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.MultiSpin;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>One lattice by every update that fits: the same means, at very different prices.</summary>
/// <remarks>
/// Energies of the periodic square lattice are known exactly (Kaufman 1949). What a sample costs is counted in visits of spins, so that it says nothing of a machine: N a sweep for single flips and for Swendsen and Wang,
/// the sizes of clusters for Wolff, tries that succeed for the n-fold way, N/512 for spins as bits (512 in one instruction). Two samples are independent after 2τ sweeps, τ that of |m|: a sample costs 2τ times the visits of a sweep.
/// </remarks>
public sealed record UpdatesCompared : Experiment
{
    /// <summary>Side L of the lattice, even.</summary>
    [Bounds(4, 1024)]
    public int Side { get; init; } = 16;

    /// <summary>T; the transition lies at 2.269.</summary>
    [Bounds(0.5, 10)]
    public double Temperature { get; init; } = 2.3;

    /// <summary>Sweeps of each update.</summary>
    [Bounds(1000, 1e8)]
    public int Sweeps { get; init; } = 40_000;

    /// <inheritdoc/>
    public override string Title => "Every update on one lattice";

    /// <inheritdoc/>
    public override string Claim => "All updates have the same stationary law: energies and magnetisations agree within three standard errors with each other and with Kaufman's energy; clusters need far fewer visits of spins for a sample.";

    /// <inheritdoc/>
    public override string Source => "Kaufman (1949), Phys. Rev. 76, 1232; Swendsen and Wang (1987), Phys. Rev. Lett. 58, 86; Wolff (1989), Phys. Rev. Lett. 62, 361";

    /// <inheritdoc/>
    public override UpdatesCompared Full => this with { Side = 64, Sweeps = 1_000_000 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var model = new Ising(Graph.Square(Side));
        var (exact, sites) = (new IsingTorus(Side, Side).Energy(1 / Temperature), (double)model.Sites);
        var wolff = new Wolff(model, 3);
        var plan = new Plan { Temperatures = [Temperature], Sweeps = Sweeps, Thermalization = Sweeps / 20 };
        List<(string Name, Estimate Energy, Estimate Magnetization, double Visits)> rows = [];
        foreach (var (name, update, visits) in new (string, IUpdate<Configuration>, double)[]
        {
            ("Metropolis", new Metropolis(model), sites), ("Metropolis in order", new Metropolis(model, SiteOrder.Sequential), sites),
            ("heat bath", new HeatBath(model), sites), ("heat bath in order", new HeatBath(model, SiteOrder.Sequential), sites), ("checkerboard", new Checkerboard(model), sites),
            ("n-fold way", new NFoldWay(model), Changes(model, rng.Stream("n-fold way"))), ("Wolff", wolff, Turned(model, wolff, rng.Stream("clusters"))), ("Swendsen–Wang", new SwendsenWang(model), sites),
        }) Add(name, MonteCarlo.Run(model, update, plan with { Seed = Seed(name) }, token: token), visits);
        var bits = new MultiSpinLattice(Side);
        Add("spins as bits", MonteCarlo.Run(bits, new MultiSpinMetropolis(bits), plan with { Seed = Seed("bits") }, token: token), sites / 512);

        var table = new Table("update", "E/N", "error", "|m|", "error", "τ of |m|", "visits a sweep", "visits a sample") { Caption = $"{model.Name}, T = {Temperature}; E/N = {exact:F5} exactly", Digits = 5 };
        foreach (var row in rows)
            table.Row(row.Name, row.Energy.Value, row.Energy.Error, row.Magnetization.Value, row.Magnetization.Error, row.Magnetization.AutocorrelationTime, row.Visits, Price(row));
        return new()
        {
            Checks =
            [
                Check.AtMost("E/N of an update against Kaufman's, in standard errors: the largest", rows.Max(row => row.Energy.Deviation(exact)), 3, "nine updates: three standard errors"),
                Check.AtMost("E/N of two updates, in standard errors: the largest of all pairs", Pairs(row => row.Energy), 3, "three standard errors; by chance one run in twenty has a pair beyond, of 36"),
                Check.AtMost("|m| of two updates, in standard errors: the largest of all pairs", Pairs(row => row.Magnetization), 3, "the same"),
                Check.AtLeast("visits a sample, Metropolis over Wolff", Price(rows[0]) / Price(rows.Single(row => row.Name == "Wolff")), 3, "near the transition single flips need some L^2.2 sweeps, clusters hardly more than one"),
            ],
            Figures = [Deviations("Energies", "E/N", row => row.Energy).HorizontalLine(exact, "Kaufman"), Deviations("Magnetisations", "|m|", row => row.Magnetization), Prices()],
            Tables = [table],
        };

        void Add(string name, Results results, double visits) => rows.Add((name, results["energy"][0], results["|m|"][0], visits));

        long Seed(string name) => rng.Stream(name).NextInt(0, int.MaxValue);

        static double Price((string, Estimate, Estimate Magnetization, double Visits) row) => 2 * row.Magnetization.AutocorrelationTime * row.Visits;

        double Pairs(Func<(string, Estimate Energy, Estimate Magnetization, double), Estimate> of) =>
            (from a in rows from b in rows where string.CompareOrdinal(a.Name, b.Name) < 0 select of(a).Deviation(of(b).Value, of(b).Error)).Max();

        Figure Deviations(string title, string what, Func<(string, Estimate Energy, Estimate Magnetization, double), Estimate> of)
        {
            var figure = new Figure(title, "update", what).Legend(LegendPlace.Right);
            foreach (var (k, row) in rows.Index()) figure.Scatter(new double[] { k + 1 }, new[] { of(row).Value }, name: $"{k + 1} {row.Name}", errorY: new[] { of(row).Error });
            return figure;
        }

        Figure Prices()
        {
            var figure = new Figure("Price of an independent sample", "update", "visits of spins").LogY().Legend(LegendPlace.Right);
            foreach (var (k, row) in rows.Index()) figure.Scatter(new double[] { k + 1 }, new[] { Price(row) }, name: $"{k + 1} {row.Name}", size: 10);
            return figure;
        }
    }

    /// <summary>Spins that clusters of a sweep take in the mean.</summary>
    private double Turned(Ising model, Wolff wolff, Rng rng)
    {
        var state = model.Start(rng);
        for (var sweep = 0; sweep < 200; sweep++) wolff.Turn(state, 1 / Temperature, rng);
        return Enumerable.Range(0, 2000).Average(_ => (double)wolff.Turn(state, 1 / Temperature, rng));
    }

    /// <summary>Flips that happen in a sweep of Metropolis, or in as much time of the n-fold way, in the mean: Σ_i min(1, e^{−βΔE}).</summary>
    private double Changes(Ising model, Rng rng)
    {
        var (state, update, beta) = (model.Start(rng), new Wolff(model, 3), 1 / Temperature);
        for (var sweep = 0; sweep < 200; sweep++) update.Sweep(state, beta, rng);
        return Enumerable.Range(0, 500).Average(_ =>
        {
            update.Sweep(state, beta, rng);
            return Enumerable.Range(0, model.Sites).Sum(i => Math.Exp(-beta * Math.Max(0, model.Change(state, i, (sbyte)-state.Values[i]))));
        });
    }
}
