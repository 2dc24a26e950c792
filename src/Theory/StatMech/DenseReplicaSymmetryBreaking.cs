using Kit.Plotting;
using Kit.StatMech.Memories;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>Dense networks beyond their capacity are glasses: symmetric replicas have a negative entropy, one step of breaking mends it, and the random-energy model is the limit of large P.</summary>
public sealed record DenseReplicaSymmetryBreaking : Experiment
{
    /// <summary>P.</summary>
    [Bounds(3, 8)]
    public int Degree { get; init; } = 4;

    /// <summary>Temperatures T at γ = 1.</summary>
    [Bounds(0.05, 0.61)]
    public double[] Temperatures { get; init; } = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

    /// <summary>Numbers P of spins that interact, for the limit of the glass temperature.</summary>
    [Bounds(3, 60)]
    public int[] Degrees { get; init; } = [3, 4, 6, 8, 12, 20];

    /// <summary>Spins N of the simulation.</summary>
    [Bounds(20, 200)]
    public int Sites { get; init; } = 100;

    /// <summary>Loads γ of the simulation, at T = 0.3.</summary>
    [Bounds(0.01, 1)]
    public double[] Loads { get; init; } = [0.05, 0.1, 0.15, 0.2];

    /// <summary>Samples of patterns a point.</summary>
    [Bounds(2, 1000)]
    public int Samples { get; init; } = 3;

    /// <inheritdoc/>
    public override string Title => "Dense networks: breaking the symmetry of replicas";

    /// <inheritdoc/>
    public override string Claim => "With γ = 1 the symmetric entropy is negative at low T and one step of breaking raises it to 0 or more; T_c of the glass tends to 1/(2√ln 2) of the random-energy model as P grows.";

    /// <inheritdoc/>
    public override string Source => "Gardner (1985, 1987); Albanese, Alemanno, Alessandrelli and Barra (2022), Replica symmetry breaking in dense neural networks";

    /// <inheritdoc/>
    public override DenseReplicaSymmetryBreaking Full => this with { Temperatures = [.. Enumerable.Range(2, 22).Select(i => 0.025 * i)], Degrees = [3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 30, 50], Sites = 140, Samples = 10 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        const double cold = 0.3;
        var noise = DenseNoise.Of(Degree, 1);
        var (symmetric, broken, finer) = (new DenseReplicas(Degree, noise), new DenseBreaking(Degree, noise), new DenseBreaking(Degree, noise, 0.05));
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

        var limit = 1 / (2 * Math.Sqrt(Math.Log(2)));
        double[] glass = [.. Degrees.Select(p => new DenseBreaking(p, DenseNoise.Of(p, 1)).GlassTemperature())];
        double[] theory = [.. Loads.Select(load => new DenseReplicas(Degree, DenseNoise.Of(Degree, load)).Solve(cold).Magnetization)];
        var points = Loads.Select((load, p) => Retrieval.Mean([.. Enumerable.Range(0, Samples).Select(s =>
        {
            var own = rng.Stream(1000 * p + s);
            var patterns = Patterns.Random((int)Math.Round(load * Math.Pow(Sites, Degree - 1) / DenseReplicas.Unit(Degree)), Sites, own);
            return Retrieval.Overlaps(new DenseHebbian(patterns, Degree, selfTerms: false), patterns, 1, cold / DenseReplicas.Unit(Degree), 150, own, token)[0];
        })])).ToArray();
        double[] fine = [.. Enumerable.Range(1, 40).Select(i => 0.01 * i)], degrees = [.. Degrees.Select(p => (double)p)];
        ReplicaState[] states = [.. fine.Select(load => new DenseReplicas(Degree, DenseNoise.Of(Degree, load)).Solve(cold))];
        return new()
        {
            Checks =
            [
                Check.AtMost($"symmetric entropy at T = {Temperatures[0]:G3}", rs[0], 0, "Gardner: replica symmetry is wrong there"),
                Check.AtLeast("least gain of entropy by one step", rsb.Zip(rs, (b, a) => b - a).Min(), 0, "acceptance: it raises it at all temperatures"),
                Check.AtLeast("least entropy with one step", rsb.Min(), -1e-3, "no entropy is negative; the next step of Gardner's adds little"),
                Check.AtMost($"T_c − 1/(2√ln 2) at P = {Degrees[^1]}", Math.Abs(glass[^1] - limit), 1e-3, "the random-energy model"),
                Check.AtMost("largest rise of |T_c − 1/(2√ln 2)| from one P to the next", glass.Zip(glass.Skip(1), (a, b) => Math.Abs(b - limit) - Math.Abs(a - limit)).Max(), 1e-6, "it tends to it from above; bisection to 10⁻⁷"),
                Check.AtMost("change of q₂ and s when quadratures have twice the points", drift, 1e-4, "acceptance"),
                Check.AtMost("largest |m − theory| of heat bath among the loads", points.Zip(theory, (a, b) => Math.Abs(a.Mean - b)).Max(), 0.05, "finite N: 6/N of the noise is missing"),
            ],
            Figures =
            [
                new Figure($"Entropy without retrieval, P = {Degree}, γ = 1", "temperature T", "entropy a spin").Line(Temperatures, rs, name: "symmetric").Line(Temperatures, rsb, name: "one step").HorizontalLine(0),
                new Figure("Glass temperature", "P", "T_c").Scatter(degrees, glass, name: "one step").HorizontalLine(limit, "1/(2√ln 2)"),
                new Figure($"Retrieval, P = {Degree}, T = 0.3", "load γ", "m, q").Line(fine, states.Select(s => s.Magnetization).ToArray(), name: "m, theory").Line(fine, states.Select(s => s.Overlap).ToArray(), name: "q, theory", dash: Dash.Dashed)
                    .Scatter(Loads, points.Select(p => p.Mean).ToArray(), name: "m, heat bath", errorY: points.Select(p => p.Error).ToArray()),
                new Figure("Weight of different states", "temperature T", "θ").Line(Temperatures, theta, name: "θ"),
            ],
        };
    }
}
