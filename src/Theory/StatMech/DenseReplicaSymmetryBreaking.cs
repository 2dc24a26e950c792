using Kit.Plotting;
using Kit.StatMech;
using Kit.StatMech.MeanField;
using Kit.StatMech.Memories;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>Dense networks beyond their capacity are glasses: symmetric replicas have a negative entropy, one step of breaking mends it, and the random-energy model is the limit of large P.</summary>
/// <remarks>
/// Parallel tempering begins with the pattern at all temperatures, from T = 0.3 to above the end of the branch, so that the coldest chain is not held by a barrier. It does not stay at its pattern: hot chains melt, come down at other patterns or at negatives, which have the same weight, and change places. So m is the largest overlap with any
/// pattern where theory has retrieval, and beyond its end that with the first pattern, which it forgets. Where theory has
/// no breaking with m > 0 the retrieval branch of one step is that of symmetric replicas, and beyond its end it is the glass, m = q₁ = 0 and q₂ > 0.
/// </remarks>
public sealed record DenseReplicaSymmetryBreaking : Experiment
{
    /// <summary>P of the entropies; the first one is simulated too.</summary>
    [Bounds(3, 8)]
    public int[] Entropic { get; init; } = [4, 6];

    /// <summary>Temperatures T at γ = 1.</summary>
    [Bounds(0.05, 0.61)]
    public double[] Temperatures { get; init; } = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

    /// <summary>Numbers P of spins that interact, for the limit of the glass temperature.</summary>
    [Bounds(3, 60)]
    public int[] Degrees { get; init; } = [3, 4, 6, 8, 12, 20];

    /// <summary>Spins N of the simulation.</summary>
    [Bounds(20, 200)]
    public int Sites { get; init; } = 60;

    /// <summary>Loads γ of the simulation, at T = 0.3.</summary>
    [Bounds(0.01, 1)]
    public double[] Loads { get; init; } = [0.05, 0.1, 0.15, 0.2, 0.6, 0.8];

    /// <summary>Samples of patterns a point.</summary>
    [Bounds(2, 1000)]
    public int Samples { get; init; } = 3;

    /// <summary>Sweeps of each ladder of temperatures.</summary>
    [Bounds(30, 1e6)]
    public int Sweeps { get; init; } = 600;

    /// <inheritdoc/>
    public override string Title => "Dense networks: breaking the symmetry of replicas";

    /// <inheritdoc/>
    public override string Claim => "With γ = 1 the symmetric entropy is negative at low T and one step of breaking raises it to 0 or more; T_c of the glass tends to 1/(2√ln 2) of the random-energy model as P grows.";

    /// <inheritdoc/>
    public override string Source => "Gardner (1985, 1987); Albanese, Alemanno, Alessandrelli and Barra (2022), Replica symmetry breaking in dense neural networks";

    /// <inheritdoc/>
    public override DenseReplicaSymmetryBreaking Full => this with { Temperatures = [.. Enumerable.Range(2, 22).Select(i => 0.025 * i)], Degrees = [3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 30, 50], Sites = 120, Samples = 10, Sweeps = 5000 };

    private int Degree => Entropic[0];

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        const double cold = 0.3;
        var entropies = Entropic.Select(degree => Entropies(degree, token)).ToArray();
        var (rs, rsb, theta, drift) = (entropies.Select(e => e.Symmetric).ToArray(), entropies.Select(e => e.Broken).ToArray(), entropies[0].Theta, entropies.Max(e => e.Drift));
        var limit = 1 / (2 * Math.Sqrt(Math.Log(2)));
        double[] glass = [.. Degrees.Select(p => new DenseBreaking(p, DenseNoise.Of(p, 1)).GlassTemperature())];
        double[] theory = [.. Loads.Select(load => new DenseReplicas(Degree, DenseNoise.Of(Degree, load)).Solve(cold).Magnetization)];
        var points = Loads.Select((load, p) => Retrieval.Mean([.. Enumerable.Range(0, Samples).Select(s => Tempered(load, cold, theory[p] > 0.01, rng.Stream(1000 * p + s), token))])).ToArray();
        double[] fine = [.. Enumerable.Range(1, 20).Select(i => 0.04 * i)], degrees = [.. Degrees.Select(p => (double)p)];
        ReplicaState[] states = [.. fine.Select(load => new DenseReplicas(Degree, DenseNoise.Of(Degree, load)).Solve(cold))];
        BrokenState[] branch = [.. fine.Select((load, k) => new DenseBreaking(Degree, DenseNoise.Of(Degree, load)).Solve(cold, retrieval: true) ?? new(states[k].Magnetization, states[k].Overlap, states[k].Overlap, 1))];
        double Worst(bool retrieval) => Enumerable.Range(0, Loads.Length).Where(p => theory[p] > 0.01 == retrieval).Select(p => Math.Abs(points[p].Mean - theory[p])).DefaultIfEmpty(double.NaN).Max();
        return new()
        {
            Checks =
            [
                .. Entropic.SelectMany((degree, k) => (Check[])
                [
                    Check.AtMost($"P = {degree}: symmetric entropy at T = {Temperatures[0]:G3}", rs[k][0], 0, "Gardner: replica symmetry is wrong there"),
                    Check.AtLeast($"P = {degree}: least gain of entropy by one step", rsb[k].Zip(rs[k], (b, a) => b - a).Min(), 0, "acceptance: it raises it at all temperatures"),
                    Check.AtLeast($"P = {degree}: least entropy with one step", rsb[k].Min(), -1e-3, "no entropy is negative; the next step of Gardner's adds little"),
                ]),
                Check.Near("P = 2: α_c of Amit, Gutfreund and Sompolinsky", HopfieldGroundState.Capacity, 0.138, 0.002, "acceptance"),
                Check.Near("P = 2: load at which their equations lose retrieval at T = 0.01", AtCapacity(), 0.138, 0.002, "acceptance, by the equations of m, q and r"),
                Check.AtMost($"T_c − 1/(2√ln 2) at P = {Degrees[^1]}", Math.Abs(glass[^1] - limit), 1e-3, "the random-energy model"),
                Check.AtMost("largest rise of |T_c − 1/(2√ln 2)| from one P to the next", glass.Zip(glass.Skip(1), (a, b) => Math.Abs(b - limit) - Math.Abs(a - limit)).Max(), 1e-6, "it tends to it from above; bisection to 10⁻⁷"),
                Check.AtMost("change of q₂ and s when quadratures have twice the points", drift, 1e-4, "acceptance"),
                Check.AtMost("largest |m − theory| of tempering among loads with retrieval", Worst(true), 0.05, "finite N: 6/N of the noise is missing"),
                Check.AtMost("largest |m| of tempering among loads without", Worst(false), 4 / Math.Sqrt(Sites), "m = 0 but for 1/√N; four standard deviations"),
            ],
            Figures =
            [
                .. Entropic.Select((degree, k) => new Figure($"Entropy without retrieval, P = {degree}, γ = 1", "temperature T", "entropy a spin").Line(Temperatures, rs[k], name: "symmetric").Line(Temperatures, rsb[k], name: "one step").HorizontalLine(0)),
                new Figure("Glass temperature", "P", "T_c").Scatter(degrees, glass, name: "one step").HorizontalLine(limit, "1/(2√ln 2)"),
                new Figure($"Retrieval, P = {Degree}, T = 0.3", "load γ", "m, q").Line(fine, states.Select(s => s.Magnetization).ToArray(), name: "m, symmetric").Line(fine, states.Select(s => s.Overlap).ToArray(), name: "q, symmetric", dash: Dash.Dashed)
                    .Line(fine, branch.Select(s => s.Magnetization).ToArray(), name: "m, one step", dash: Dash.Dotted).Line(fine, branch.Select(s => s.Within).ToArray(), name: "q₂, one step", dash: Dash.Dotted)
                    .Scatter(Loads, points.Select(p => p.Mean).ToArray(), name: "m, parallel tempering", errorY: points.Select(p => p.Error).ToArray()),
                new Figure("Weight of different states", "temperature T", "θ").Line(Temperatures, theta, name: "θ"),
            ],
        };
    }

    /// <summary>At γ = 1 without signal: s of symmetric replicas and with one step, θ, and what both change when quadratures have twice the points.</summary>
    private (double[] Symmetric, double[] Broken, double[] Theta, double Drift) Entropies(int degree, CancellationToken token)
    {
        var noise = DenseNoise.Of(degree, 1);
        var (symmetric, broken, finer) = (new DenseReplicas(degree, noise), new DenseBreaking(degree, noise), new DenseBreaking(degree, noise, 0.05));
        var (rs, rsb, theta, drift) = (new double[Temperatures.Length], new double[Temperatures.Length], new double[Temperatures.Length], 0.0);
        for (var i = 0; i < Temperatures.Length; i++)
        {
            token.ThrowIfCancellationRequested();
            var t = Temperatures[i];
            rs[i] = symmetric.Entropy(t, symmetric.Solve(t, (0, 1)));
            var state = broken.Solve(t, retrieval: false) ?? throw new ArithmeticException($"no glass at T = {t}");
            var again = finer.Solve(t, retrieval: false)!;
            (rsb[i], theta[i]) = (broken.Entropy(t, state), state.Theta);
            drift = Math.Max(drift, Math.Max(Math.Abs(state.Within - again.Within), Math.Abs(rsb[i] - finer.Entropy(t, again))));
        }

        return (rs, rsb, theta, drift);
    }

    /// <summary>The lowest of seven temperatures that exchange their states, all of which begin at the first pattern: the largest |m_μ| of all patterns where theory has retrieval, |m_1| where it has none. The first half is not measured.</summary>
    private double Tempered(double load, double cold, bool retrieval, Rng rng, CancellationToken token)
    {
        var patterns = Patterns.Random((int)Math.Round(load * Math.Pow(Sites, Degree - 1) / DenseReplicas.Unit(Degree)), Sites, rng);
        var model = new DenseHebbian(patterns, Degree, selfTerms: false);
        double[] ladder = [.. Enumerable.Range(0, 7).Select(i => cold * Math.Pow(1.25, i) / DenseReplicas.Unit(Degree))];
        var tempering = new ParallelTempering<Configuration>(model, new HeatBath(model, SiteOrder.Sequential), ladder, rng.Stream("tempering"));
        for (var t = 0; t < ladder.Length; t++)
            for (var i = 0; i < Sites; i++) model.Set(tempering.State(t), i, patterns[0, i]);
        var sum = 0.0;
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            token.ThrowIfCancellationRequested();
            tempering.Sweep();
            tempering.Exchange();
            if (sweep >= Sweeps / 2) sum += Overlap(tempering.State(0).Values);
        }

        return sum / (Sweeps - Sweeps / 2);

        double Overlap(sbyte[] spins)
        {
            var largest = 0.0;
            for (var k = 0; k < (retrieval ? patterns.Count : 1); k++) largest = Math.Max(largest, Math.Abs(patterns.Overlap(spins, k)));
            return largest;
        }
    }

    private static double AtCapacity()
    {
        var (low, high) = (0.1, 0.2);
        while (high - low > 1e-5)
        {
            var middle = (low + high) / 2;
            if (new HopfieldTheory(middle, 0.01).Retrieval() is null) high = middle;
            else low = middle;
        }

        return low;
    }
}
