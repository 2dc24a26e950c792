using Kit.Display;
using Kit.Plotting;
using Kit.StatMech;
using Kit.StatMech.Estimators;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;
using MathNet.Numerics;

namespace Kit.Theory.StatMech;

/// <summary>How fast parallel tempering mixes, in numbers: acceptance of every pair against its law, round trips against theirs, and τ of the overlap with and without exchange.</summary>
/// <remarks>
/// With normal energies, neighbours exchange with probability a = erfc(½√μ), μ = (β_i − β_{i+1})(⟨E_{i+1}⟩ − ⟨E_i⟩): the exponent has the mean −μ, and then the variance 2μ. If states forgot their energies between exchanges, pairs that take turns
/// would send 1/(2 + 2 Σ r_i/(1 − r_i)) walkers a turn round the ladder, r = 1 − a: Syed, Bouchard-Côté, Deligiannidis and Doucet, J. R. Stat. Soc. B 84, 321 (2022), theorem 2. Slow dynamics at the cold end makes it fewer, and more sweeps between exchanges make it good.
/// Two traps: ±J energies are discrete, so that cold neighbours often have the same energy and exchange more often than the law of normal energies says; and a chain that is frozen in one valley seems to have a short τ, since it sees no other:
/// the largest τ on the ladder is what a run has to be longer than.
/// </remarks>
public sealed record ReplicaExchange : Experiment
{
    /// <summary>Length L of the ±J lattices.</summary>
    [Bounds(2, 12)]
    public int Length { get; init; } = 6;

    /// <summary>Temperatures T of the ladder, and its ends.</summary>
    [Bounds(3, 100)]
    public int Rungs { get; init; } = 18;

    /// <summary>The lowest T.</summary>
    [Bounds(0.1, 2)]
    public double Cold { get; init; } = 0.45;

    /// <summary>The highest T.</summary>
    [Bounds(1, 10)]
    public double Hot { get; init; } = 2.2;

    /// <summary>Samples of couplings.</summary>
    [Bounds(1, 1000)]
    public int Samples { get; init; } = 3;

    /// <summary>Sweeps between exchanges.</summary>
    [Bounds(1, 1000)]
    public int[] Between { get; init; } = [1, 4, 16];

    /// <summary>Exchanges of each run.</summary>
    [Bounds(200, 1e8)]
    public int Turns { get; init; } = 1000;

    /// <summary>Sweeps of the runs that measure τ.</summary>
    [Bounds(1000, 1e8)]
    public int Sweeps { get; init; } = 10_000;

    /// <inheritdoc/>
    public override string Title => "Parallel tempering: what fast mixing means";

    /// <inheritdoc/>
    public override string Claim => "Neighbours exchange with probability erfc(½√μ), walkers go round the ladder at the rate 1/(2 + 2Σ r/(1 − r)) once states decorrelate between exchanges, and the largest τ of the overlap falls by more than a decade.";

    /// <inheritdoc/>
    public override string Source => "Hukushima and Nemoto (1996), J. Phys. Soc. Jpn. 65, 1604; Syed et al. (2022), J. R. Stat. Soc. B 84, 321";

    /// <inheritdoc/>
    public override ReplicaExchange Full => this with { Length = 8, Rungs = 24, Samples = 10, Turns = 20_000, Sweeps = 200_000, Between = [1, 4, 16, 64] };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var ladder = SimulatedAnnealing.Geometric(Cold, Hot, Rungs);
        Ising[] models = [.. Enumerable.Range(0, Samples).Select(k => Ising.PlusMinus(Graph.Cubic(Length), rng.Stream("couplings").Stream(k)))];
        double[] midway = [.. ladder.Zip(ladder[1..], (a, b) => Math.Sqrt(a * b))], between = [.. Between.Select(b => (double)b)];
        var runs = Between.Select((b, i) => models.Select((model, k) => Walk(model, ladder, b, rng.Stream(1000 * i + k), token)).ToArray()).ToArray();
        double[] measured = Mean(runs[^1], run => run.Acceptance), law = Mean(runs[^1], run => run.Law);
        double[] share = [.. runs.Select(all => all.Sum(run => run.Trips) / all.Sum(run => run.Predicted))];
        double[] errors = [.. runs.Select(all => all.Sum(run => run.Trips)).Zip(share, (trips, s) => s / Math.Sqrt(Math.Max(1, trips)))];

        var (alone, tempered) = (Times(models, ladder, false, rng.Stream("alone"), token), Times(models, ladder, true, rng.Stream("tempered"), token));
        var acceptance = new Figure("Exchanges between neighbours", "T", "part taken").LogX().RangeY(0, 1).Line(midway, law, name: "erfc(½√μ)").Scatter(midway, measured, name: "measured");
        var trips = new Figure("Round trips, of the ideal rate", "sweeps between exchanges", "part").LogX().HorizontalLine(1, "1/(2 + 2Σ r/(1 − r)) a turn").Line(between, share, markers: true, errorY: errors);
        var flow = new Figure("Where walkers come from", "place on the ladder, 0 is cold", "part that came from the cold end").Line(u => 1 - u / (Rungs - 1), 0, Rungs - 1, name: "free diffusion", dash: Dash.Dashed).RangeY(0, 1);
        foreach (var (i, all) in runs.Index()) flow.Line(Enumerable.Range(0, Rungs).Select(r => (double)r).ToArray(), Mean(all, run => run.Flow), name: $"{Between[i]} sweeps", markers: true);
        var times = new Figure("How long the overlap is remembered", "T", "τ of q in sweeps").LogX().LogY().Line(ladder, alone, name: "heat bath alone", markers: true).Line(ladder, tempered, name: "tempered", markers: true);
        return new()
        {
            Checks =
            [
                Check.AtMost("largest difference of an acceptance to erfc(½√μ), T > 1", Enumerable.Range(0, law.Length).Where(i => midway[i] > 1).Max(i => Math.Abs(measured[i] - law[i])), 0.05, "energies of L³ spins are nearly normal there"),
                Check.AtLeast("least acceptance", measured.Min(), 0.2, "a ladder that mixes"),
                Check.AtMost($"round trips with {Between[^1]} sweeps between exchanges, of the ideal rate", share[^1], 1.1 + 3 / Math.Sqrt(Math.Max(1, runs[^1].Sum(run => run.Trips))), "a bound up to fluctuations: memory slows walkers down"),
                Check.AtLeast($"round trips with {Between[^1]} sweeps between exchanges, of the ideal rate", share[^1], 0.4, "states have forgotten most between exchanges"),
                Check.AtLeast($"round trips with {Between[^1]} sweeps against {Between[0]}, a turn", share[^1] / share[0], 1, "more sweeps, less memory"),
                Check.AtLeast("largest τ of q on the ladder, alone / tempered", alone.Max() / tempered.Max(), 20, "walls between valleys; the run is too short to see all of τ alone, which is longer still"),
            ],
            Figures = [times, trips, flow, acceptance],
        };
    }

    /// <summary>A run with exchanges: acceptances and what normal energies would give, trips and what perfect mixing would give, the flow.</summary>
    private sealed record Tempered(double[] Acceptance, double[] Law, double Trips, double Predicted, double[] Flow);

    private Tempered Walk(Ising model, double[] ladder, int between, Rng rng, CancellationToken token)
    {
        var run = new ParallelTempering<Configuration>(model, new HeatBath(model), ladder, rng);
        var energies = new double[ladder.Length];
        for (var turn = -Turns / 4; turn < Turns; turn++)
        {
            token.ThrowIfCancellationRequested();
            if (turn == 0) run.Ladder!.ResetCounts();
            run.Sweep(between);
            if (turn >= 0)
                for (var t = 0; t < energies.Length; t++) energies[t] += run.State(t).Energy / Turns;
            run.Exchange();
        }

        var acceptance = run.Ladder!.Acceptance;
        double[] law = [.. Enumerable.Range(0, ladder.Length - 1).Select(i => SpecialFunctions.Erfc(0.5 * Math.Sqrt(Math.Max(0, (1 / ladder[i] - 1 / ladder[i + 1]) * (energies[i + 1] - energies[i])))))];
        return new(acceptance, law, run.Ladder.RoundTrips, Turns / (2 + 2 * acceptance.Sum(a => (1 - a) / a)), run.Ladder.Flow);
    }

    /// <summary>τ of q at each temperature, the mean over samples.</summary>
    private double[] Times(Ising[] models, double[] ladder, bool exchange, Rng rng, CancellationToken token)
    {
        var times = new double[ladder.Length];
        using var progress = Progress.Start(exchange ? "tempered" : "alone", models.Length);
        foreach (var (k, model) in models.Index())
        {
            var run = new ParallelTempering<ReplicaPair>(new TwoReplicas(model), new EachReplica(new HeatBath(model)), ladder, rng.Stream(k));
            double[][] series = [.. ladder.Select(_ => new double[Sweeps])];
            for (var sweep = -Sweeps / 4; sweep < Sweeps; sweep++)
            {
                token.ThrowIfCancellationRequested();
                run.Sweep();
                if (exchange) run.Exchange();
                if (sweep < 0) continue;
                for (var t = 0; t < ladder.Length; t++) series[t][sweep] = TwoReplicas.Overlap(run.State(t));
            }

            for (var t = 0; t < times.Length; t++) times[t] += Autocorrelation.Wolff(1.5, series[t]).Value / models.Length;
            progress.Report(k + 1);
        }

        return times;
    }

    private static double[] Mean(Tempered[] runs, Func<Tempered, double[]> of) => [.. Enumerable.Range(0, of(runs[0]).Length).Select(i => runs.Average(run => of(run)[i]))];
}
