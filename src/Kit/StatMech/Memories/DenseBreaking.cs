using Kit.Numerics.FixedPoints;
using Kit.Numerics.Quadrature;
using MathNet.Numerics.RootFinding;

namespace Kit.StatMech.Memories;

/// <summary>A state with one step of replica symmetry breaking.</summary>
/// <param name="Magnetization">m, the overlap with the pattern.</param>
/// <param name="Between">q₁, the overlap of copies in different pure states.</param>
/// <param name="Within">q₂ ≥ q₁, of copies in the same one.</param>
/// <param name="Theta">θ in (0, 1], the weight of different states: two copies are in different ones with probability θ.</param>
public sealed record BrokenState(double Magnetization, double Between, double Within, double Theta);

/// <summary>One step of replica symmetry breaking for dense Hebbian networks that store patterns, P ≥ 3, in the units of <see cref="DenseReplicas"/>.</summary>
/// <remarks>
/// <para>
/// −βf = ln 2 + (1/θ) E₁ ln E₂ cosh^θ g − β((P−1)/2) m^P + (β²/4) Σ_k J_k² [1 − k q₂^{k−1} + (k−1)((1−θ) q₂^k + θ q₁^k)],
/// g = β[(P/2) m^{P−1} + z₁ √V(q₁) + z₂ √(V(q₂) − V(q₁))], z₁ and z₂ normal, V of <see cref="DenseNoise.Variance"/>.
/// </para>
/// <para>
/// With ⟨·⟩ = E₂[cosh^θ g ·]/E₂[cosh^θ g] it is stationary where m = E₁⟨tanh g⟩, q₁ = E₁⟨tanh g⟩², q₂ = E₁⟨tanh² g⟩ (for q₂: the second derivative of cosh^θ is θ cosh^θ (1 − tanh² + θ tanh²)), and
/// −(1/θ²) E₁ ln E₂ cosh^θ g + (1/θ) E₁⟨ln cosh g⟩ + (β²/4) Σ_k J_k² (k−1)(q₁^k − q₂^k) = 0, where f is largest in θ. q₁ = q₂ is the symmetric theory.
/// </para>
/// <para>Without signal m = q₁ = 0, and θ reaches 1 at T_c, which tends to that of the random-energy model, √γ/(2√ln 2), as P grows.</para>
/// <para>Gardner (1985, 1987); Gross and Mézard (1984); Albanese, Alemanno, Alessandrelli and Barra (2022), Replica symmetry breaking in dense neural networks.</para>
/// </remarks>
public sealed class DenseBreaking
{
    // ⟨·⟩ moves its normal number by up to θ √(V(q₂) − V(q₁))/T: as many standard deviations are taken beyond the last that counts alone.
    private const double Cut = 8.5;
    private readonly QuadratureRule outer;
    private readonly double spacing;

    /// <summary>The theory of one network.</summary>
    /// <param name="degree">P ≥ 3.</param>
    /// <param name="noise">Of the patterns that are not retrieved.</param>
    /// <param name="spacing">Step of both quadratures, in standard deviations.</param>
    /// <exception cref="ArgumentException">P &lt; 3, or noise of another P.</exception>
    public DenseBreaking(int degree, DenseNoise noise, double spacing = 0.1)
    {
        ArgumentNullException.ThrowIfNull(noise);
        if (degree < 3 || noise.Squares.Length != degree + 1) throw new ArgumentException($"DenseBreaking: P = {degree} with the noise of P = {noise.Squares.Length - 1}; both must be the same and at least 3");
        (Degree, Noise) = (degree, noise);
        (outer, this.spacing) = (QuadratureRule.Normal(spacing, 7), spacing);
    }

    /// <summary>P.</summary>
    public int Degree { get; }

    /// <summary>Of the patterns that are not retrieved.</summary>
    public DenseNoise Noise { get; }

    /// <summary>m, q₁, q₂ at a given θ, from a start.</summary>
    /// <exception cref="ArithmeticException">The iteration does not converge.</exception>
    public BrokenState Solve(double temperature, double theta, BrokenState from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var (solver, beta) = (new FixedPointSolver { Tolerance = 1e-10, MaxIterations = 5000, Memory = 0 }, Beta(temperature));
        var x = solver.Solve(
            v =>
            {
                var means = Means(new(v[0], v[1], v[2], theta), beta);
                return [means.M, means.Q1, means.Q2];
            },
            from.Magnetization, from.Between, from.Within).OrThrow();
        return new(x[0], x[1], x[2], theta);
    }

    /// <summary>The state in which f is largest in θ too; null where none has q₂ > q₁, that is where replicas are symmetric.</summary>
    /// <remarks>θ is lowered from 1 until ∂(−βf)/∂θ, positive where states are few, changes its sign, and then found by Brent's method.</remarks>
    /// <param name="temperature">T > 0.</param>
    /// <param name="retrieval">Whether to begin at the pattern, m = 1, or without signal.</param>
    public BrokenState? Solve(double temperature, bool retrieval)
    {
        var state = Solve(temperature, 1, retrieval ? new(1, 0.9, 1, 1) : new(0, 0, 1, 1));
        if (!Broken(state) || Slope(temperature, state) <= 0) return null;
        for (var theta = 0.9; theta > 1e-3; theta *= 0.9)
        {
            var next = Solve(temperature, theta, state);
            if (!Broken(next)) return null;
            if (Slope(temperature, next) < 0)
            {
                var root = Brent.FindRoot(t => Slope(temperature, Solve(temperature, t, state)), theta, theta / 0.9, 1e-9, 60);
                return Solve(temperature, root, state);
            }

            state = next;
        }

        return null;
    }

    /// <summary>T_c at which states without signal become few: θ = 1 with q₂ > 0.</summary>
    public double GlassTemperature()
    {
        // Above T_c there is either no such state, or exponentially many and a negative slope. T_c lies below 0.8 √(Σ J²) for P ≥ 3, and well above 0.3.
        var scale = Math.Sqrt(2 * Noise.Variance(1) / Degree);
        var (low, high) = (0.3 * scale, 0.9 * scale);
        while (high - low > 1e-7 * scale)
        {
            var middle = (low + high) / 2;
            var state = Solve(middle, 1, new(0, 0, 1, 1));
            if (Broken(state) && Slope(middle, state) > 0) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>f per spin of any m, q₁, q₂ and θ.</summary>
    public double FreeEnergy(double temperature, BrokenState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var beta = Beta(temperature);
        return -LogWeight(beta, state, Means(state, beta)) / beta;
    }

    /// <summary>s = −∂f/∂T per spin of a state that is stationary, θ included.</summary>
    public double Entropy(double temperature, BrokenState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (beta, m) = (Beta(temperature), state.Magnetization);
        var means = Means(state, beta);
        return LogWeight(beta, state, means) - means.Work + beta * (Degree - 1) / 2 * Math.Pow(m, Degree) - 2 * beta * beta * Glass(state);
    }

    /// <summary>∂(−βf)/∂θ.</summary>
    public double Slope(double temperature, BrokenState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var beta = Beta(temperature);
        var (means, theta, sum) = (Means(state, beta), state.Theta, 0.0);
        for (var k = 1; k <= Degree; k++) sum += Noise.Squares[k] * (k - 1) / 4 * (Math.Pow(state.Between, k) - Math.Pow(state.Within, k));
        return (means.LogCosh - means.Log / theta) / theta + beta * beta * sum;
    }

    private static bool Broken(BrokenState state) => state.Within - state.Between > 1e-5;

    private static double Beta(double temperature) =>
        temperature > 0 && double.IsFinite(temperature) ? 1 / temperature : throw new ArgumentException($"DenseBreaking: temperature {temperature} is not positive");

    private double LogWeight(double beta, BrokenState state, in Averages means) =>
        Math.Log(2) + means.Log / state.Theta - beta * (Degree - 1) / 2 * Math.Pow(state.Magnetization, Degree) + beta * beta * Glass(state);

    /// <summary>¼ Σ_k J_k² [1 − k q₂^{k−1} + (k−1)((1−θ) q₂^k + θ q₁^k)].</summary>
    private double Glass(BrokenState state)
    {
        var (sum, theta) = (0.0, state.Theta);
        for (var k = 1; k <= Degree; k++)
            sum += Noise.Squares[k] / 4 * (1 - k * Math.Pow(state.Within, k - 1) + (k - 1) * ((1 - theta) * Math.Pow(state.Within, k) + theta * Math.Pow(state.Between, k)));
        return sum;
    }

    private Averages Means(BrokenState state, double beta)
    {
        var (m, q1, q2, theta) = state;
        var (v1, v2) = (Noise.Variance(Math.Max(q1, 0)), Noise.Variance(Math.Max(q2, 0)));
        var (signal, first, second) = (beta * Degree / 2 * Math.Pow(m, Degree - 1), beta * Math.Sqrt(v1), beta * Math.Sqrt(Math.Max(v2 - v1, 0)));
        var half = (int)((Cut + theta * second) / spacing);
        var (all, logs, exponents) = (default(Averages), new double[2 * half + 1], new double[2 * half + 1]);
        // Without a field between the states every z₁ is the same.
        for (var i = 0; i < (first == 0 ? 1 : outer.Count); i++)
        {
            var weight = first == 0 ? 1 : outer.Weights[i];
            var shift = signal + (first == 0 ? 0 : first * outer.Points[i]);
            var largest = double.NegativeInfinity;
            for (var j = 0; j < logs.Length; j++)
            {
                var z = (j - half) * spacing;
                logs[j] = DenseReplicas.LogCosh(shift + second * z);
                exponents[j] = theta * logs[j] - z * z / 2;
                largest = Math.Max(largest, exponents[j]);
            }

            var (sum, tanh, square, log, work) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for (var j = 0; j < logs.Length; j++)
            {
                var g = shift + second * (j - half) * spacing;
                var (w, t) = (Math.Exp(exponents[j] - largest), Math.Tanh(g));
                (sum, tanh, square, log, work) = (sum + w, tanh + w * t, square + w * t * t, log + w * logs[j], work + w * g * t);
            }

            all = new(
                all.M + weight * tanh / sum, all.Q1 + weight * tanh / sum * tanh / sum, all.Q2 + weight * square / sum,
                all.Log + weight * (Math.Log(sum * spacing / Math.Sqrt(2 * Math.PI)) + largest), all.LogCosh + weight * log / sum, all.Work + weight * work / sum);
        }

        // Exactly, where neither a signal nor a field distinguishes up from down.
        return signal == 0 && first == 0 ? all with { M = 0, Q1 = 0 } : all;
    }

    /// <summary>E₁ of ⟨tanh⟩, ⟨tanh⟩², ⟨tanh²⟩, ln E₂ cosh^θ, ⟨ln cosh⟩ and ⟨g tanh g⟩.</summary>
    private readonly record struct Averages(double M, double Q1, double Q2, double Log, double LogCosh, double Work);
}
