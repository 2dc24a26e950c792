using Kit.Numerics.FixedPoints;
using Kit.Numerics.Quadrature;
using MathNet.Numerics;

namespace Kit.StatMech.Memories;

/// <summary>A state of a dense network in the theory of replicas.</summary>
/// <param name="Signal">n = E[x tanh g], the overlap with the stored vector.</param>
/// <param name="Magnetization">m = E[ξ tanh g], the overlap with the pattern; n when the pattern itself is stored.</param>
/// <param name="Overlap">q = E[tanh² g], of two copies of the system.</param>
public sealed record ReplicaState(double Signal, double Magnetization, double Overlap);

/// <summary>Replica-symmetric theory of dense Hebbian networks with P ≥ 3 at load γ = (P!/2) K/N^{P−1} and temperature T, in units where E = −(N/2) Σ_μ n_μ^P.</summary>
/// <remarks>
/// <para>
/// A <see cref="DenseHebbian"/> has E = −(N/P!) Σ n^P, so that its temperature times P!/2 is the T here. For P = 2 both are the same; T_c = 1/(2√ln 2) of the random-energy model is in these units.
/// </para>
/// <para>
/// One pattern is condensed, n = O(1); the others make Gaussian fields (<see cref="DenseNoise"/>) of variance V(q) = Σ (k/2) J_k² q^{k−1}, γ(P/2) q^{P−1} without self terms. Replicas that are all alike give
/// −βf = ln 2 + E ln cosh g − β((P−1)/2) n^P + (β²/4) Σ_k J_k² [1 − k q^{k−1} + (k−1) q^k], g = β[(P/2) n^{P−1} x + z √V(q)], z normal, x by <see cref="Memories.Signal"/>.
/// ∂f/∂n = 0: n = E[x tanh g], as ∂g/∂n = β(P/2)(P−1) n^{P−2} x. ∂f/∂q = 0: q = E[tanh² g], as E[z tanh g]√V = βV E[1 − tanh² g].
/// </para>
/// <para>Examples change the law of x alone, and unsupervised ones the load too (<see cref="DenseNoise.OfExamples"/>): n_a of the examples of the pattern that is retrieved are alike, so that Σ_a n_a^{P−1} η^a/M = n^{P−1} η̄.</para>
/// <para>Gardner (1987); Albanese, Alemanno, Alessandrelli and Barra (2022), arXiv:2211.14067 (supervised) and 2212.00606 (unsupervised).</para>
/// </remarks>
public sealed class DenseReplicas
{
    // Steps of 0.025 give six digits down to T = √V/24.
    private readonly QuadratureRule normal;

    /// <summary>The theory of one network.</summary>
    /// <param name="degree">P ≥ 3.</param>
    /// <param name="noise">Of the patterns that are not retrieved.</param>
    /// <param name="signal">Law of the entries that are; <see cref="Memories.Signal.Clean"/> if null.</param>
    /// <exception cref="ArgumentException">P &lt; 3, or noise of another P.</exception>
    public DenseReplicas(int degree, DenseNoise noise, Signal? signal = null)
    {
        ArgumentNullException.ThrowIfNull(noise);
        if (degree < 3 || noise.Squares.Length != degree + 1) throw new ArgumentException($"DenseReplicas: P = {degree} with the noise of P = {noise.Squares.Length - 1}; both must be the same and at least 3");
        (Degree, Noise, Signal) = (degree, noise, signal ?? Memories.Signal.Clean);
        normal = noise.Variance(1) == 0 ? QuadratureRule.Hermite(1) : QuadratureRule.Normal(0.025);
    }

    /// <summary>P.</summary>
    public int Degree { get; }

    /// <summary>Of the patterns that are not retrieved.</summary>
    public DenseNoise Noise { get; }

    /// <summary>Law of the entries of the vector that is.</summary>
    public Signal Signal { get; }

    /// <summary>How many units of energy here make one of a <see cref="DenseHebbian"/>: P!/2.</summary>
    public static double Unit(int degree) => SpecialFunctions.Factorial(degree) / 2;

    /// <summary>γ = (P!/2) K/N^{P−1}.</summary>
    public static double Load(int degree, int patterns, int sites) => Unit(degree) * patterns / Math.Pow(sites, degree - 1);

    /// <summary>The state to which (n, q) leads, from n = q = 1 unless said otherwise.</summary>
    /// <param name="temperature">T > 0.</param>
    /// <param name="from">n and q of the start; (0, 1) stays without signal.</param>
    /// <exception cref="ArgumentException">T is not positive.</exception>
    public ReplicaState Solve(double temperature, (double Signal, double Overlap)? from = null)
    {
        var beta = Beta(temperature);
        var (n, q) = from ?? (1, 1);
        // The plain iteration goes where the dynamics of a large system would go: it stays on the branch that it began on until that ends.
        var solver = FixedPointSolver.Damped() with { Tolerance = 1e-11, MaxIterations = 20000 };
        var x = solver.Solve(
            v =>
            {
                var state = Means(v[0], v[1], beta);
                return [state.Signal, state.Overlap];
            },
            n, q).OrThrow();
        return Means(x[0], x[1], beta);
    }

    /// <summary>n and m at T → 0, where q = 1: n = E[x erf(a x)], m = E[erf(a x)] with a = (P/2) n^{P−1}/√(2V(1)).</summary>
    /// <remarks>E sign(h + z√V) = erf(h/√(2V)). Of one pattern without self terms a = n^{P−1} √P/(2√γ): signal (P/2) m^{P−1} to noise √(γP/2).</remarks>
    public ReplicaState GroundState(double from = 1)
    {
        var spread = Math.Sqrt(2 * Noise.Variance(1));
        var solver = FixedPointSolver.Damped() with { Tolerance = 1e-12, MaxIterations = 20000 };
        var n = solver.Solve(v => [Mean(v[0]).Signal], from).OrThrow()[0];
        return Mean(n);

        ReplicaState Mean(double value)
        {
            var (pull, signal, magnetization) = (Degree / 2.0 * Math.Pow(value, Degree - 1), 0.0, 0.0);
            for (var i = 0; i < Signal.Values.Length; i++)
            {
                var h = pull * Signal.Values[i];
                var sign = Signal.Weights[i] * (spread > 0 ? SpecialFunctions.Erf(h / spread) : Math.Sign(h));
                (signal, magnetization) = (signal + sign * Signal.Values[i], magnetization + sign);
            }

            return new(signal, magnetization, 1);
        }
    }

    /// <summary>f per spin at any n and q; stationary at the states.</summary>
    public double FreeEnergy(double temperature, double signal, double overlap)
    {
        var beta = Beta(temperature);
        return -LogWeight(beta, signal, overlap) / beta;
    }

    /// <summary>s = −∂f/∂T per spin of a state; below 0 where replica symmetry is wrong.</summary>
    /// <remarks>With φ(β) = −βf: s = φ − β ∂φ/∂β, n and q fixed since f is stationary. β ∂φ/∂β = E[g tanh g] − β((P−1)/2) n^P + (β²/2) Σ_k J_k² [1 − k q^{k−1} + (k−1) q^k].</remarks>
    public double Entropy(double temperature, ReplicaState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var beta = Beta(temperature);
        var (n, q) = (state.Signal, state.Overlap);
        var work = Integrate(n, q, beta, g => g * Math.Tanh(g));
        return LogWeight(beta, n, q) - work + beta * (Degree - 1) / 2 * Math.Pow(n, Degree) - 2 * beta * beta * Glass(q);
    }

    internal static double LogCosh(double g)
    {
        var size = Math.Abs(g);
        return size + double.LogP1(Math.Exp(-2 * size)) - Math.Log(2);
    }

    private static double Beta(double temperature) =>
        temperature > 0 && double.IsFinite(temperature) ? 1 / temperature : throw new ArgumentException($"DenseReplicas: temperature {temperature} is not positive");

    private double LogWeight(double beta, double n, double q) =>
        Math.Log(2) + Integrate(n, q, beta, LogCosh) - beta * (Degree - 1) / 2 * Math.Pow(n, Degree) + beta * beta * Glass(q);

    /// <summary>¼ Σ_k J_k² [1 − k q^{k−1} + (k−1) q^k].</summary>
    private double Glass(double q)
    {
        var sum = 0.0;
        for (var k = 1; k <= Degree; k++) sum += Noise.Squares[k] / 4 * (1 - k * Math.Pow(q, k - 1) + (k - 1) * Math.Pow(q, k));
        return sum;
    }

    private ReplicaState Means(double n, double q, double beta)
    {
        var (pull, spread) = (beta * Degree / 2 * Math.Pow(n, Degree - 1), beta * Math.Sqrt(Noise.Variance(Math.Max(q, 0))));
        var (signal, magnetization, overlap) = (0.0, 0.0, 0.0);
        for (var i = 0; i < Signal.Values.Length; i++)
            for (var j = 0; j < normal.Count; j++)
            {
                var (w, t) = (Signal.Weights[i] * normal.Weights[j], Math.Tanh(pull * Signal.Values[i] + spread * normal.Points[j]));
                (signal, magnetization, overlap) = (signal + w * t * Signal.Values[i], magnetization + w * t, overlap + w * t * t);
            }

        return new(signal, magnetization, overlap);
    }

    private double Integrate(double n, double q, double beta, Func<double, double> f)
    {
        var (pull, spread, sum) = (beta * Degree / 2 * Math.Pow(n, Degree - 1), beta * Math.Sqrt(Noise.Variance(Math.Max(q, 0))), 0.0);
        for (var i = 0; i < Signal.Values.Length; i++)
            for (var j = 0; j < normal.Count; j++)
                sum += Signal.Weights[i] * normal.Weights[j] * f(pull * Signal.Values[i] + spread * normal.Points[j]);
        return sum;
    }
}
