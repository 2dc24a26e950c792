using Kit.Numerics.FixedPoints;
using Kit.Numerics.Quadrature;
using Kit.Tensors;

namespace Kit.StatMech.MeanField;

/// <summary>A hidden vector x of N signs in noise, Y = (λ/N) x xᵀ + W with W symmetric of variance 1/N: approximate message passing and its state evolution.</summary>
/// <remarks>
/// m^{t+1} = tanh(λ h^t), h^t = Y m^t − b_t m^{t−1}, b_t = (λ/N) Σ_i (1 − (m_i^t)²): the equations of Thouless, Anderson and Palmer at β = λ, for which W cancels its own reaction. The overlap q = x·m/N
/// then follows q_{t+1} = ∫Dz tanh(λ²q_t + λ√q_t z) for N → ∞, and its fixed point is the best that any algorithm reaches: q > 0 for λ > 1, where an eigenvalue λ + 1/λ leaves the spectrum of W too.
/// Y. Deshpande, E. Abbe and A. Montanari, Information and Inference 6 (2017) 125.
/// </remarks>
public static class SpikedWigner
{
    private static readonly QuadratureRule Normal = QuadratureRule.Normal(0.05);

    /// <summary>x and Y for N signs.</summary>
    /// <param name="n">N.</param>
    /// <param name="strength">λ.</param>
    /// <param name="rng">Random numbers.</param>
    /// <returns>x, [N], of ±1, and Y, [N, N].</returns>
    /// <exception cref="ArgumentException">N below 2, or λ negative.</exception>
    public static (Tensor Signal, Tensor Observation) Sample(int n, double strength, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (n < 2) throw new ArgumentException($"SpikedWigner: N = {n}; at least 2");
        Require(strength);
        var x = Tensor.Of([.. Enumerable.Range(0, n).Select(_ => rng.NextInt(0, 2) * 2.0 - 1)]);
        var g = rng.Normal([n, n]);
        return (x, strength / n * x.Reshape(n, 1) * x.Reshape(1, n) + (g + g.Transpose()) / Math.Sqrt(2.0 * n));
    }

    /// <summary>q₀, q₁, …, q_steps of state evolution.</summary>
    /// <param name="strength">λ.</param>
    /// <param name="start">q₀ in [0, 1].</param>
    /// <param name="steps">Number of steps.</param>
    public static double[] StateEvolution(double strength, double start, int steps)
    {
        Require(strength);
        var q = new double[steps + 1];
        q[0] = start;
        for (var t = 0; t < steps; t++) q[t + 1] = Next(strength, q[t]);
        return q;
    }

    /// <summary>The fixed point of state evolution, from q = 1: the overlap of the best estimate.</summary>
    /// <param name="strength">λ.</param>
    public static double BestOverlap(double strength)
    {
        Require(strength);
        return new FixedPointSolver { Newton = true, Warmup = 200 }.Solve(q => [Next(strength, q[0])], 1).OrThrow()[0];
    }

    /// <summary>The overlaps |x·m^t|/N of approximate message passing, and its last estimate.</summary>
    /// <param name="observation">Y, [N, N].</param>
    /// <param name="signal">x, to compare with.</param>
    /// <param name="strength">λ.</param>
    /// <param name="start">m⁰, [N].</param>
    /// <param name="steps">Number of steps.</param>
    /// <exception cref="ArgumentException">Shapes that do not fit.</exception>
    public static (double[] Overlaps, Tensor Estimate) MessagePassing(Tensor observation, Tensor signal, double strength, Tensor start, int steps)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(start);
        Require(strength);
        var n = signal.Shape[0];
        if (observation.Rank != 2 || observation.Shape[0] != n || observation.Shape[1] != n || start.Size != n)
            throw new ArgumentException($"SpikedWigner: observation {observation.Shape} and start {start.Shape} for {n} signs");
        var (overlaps, m, before) = (new double[steps + 1], start, Tensor.ZerosLike(start));
        for (var t = 0; ; t++)
        {
            overlaps[t] = Math.Abs((signal * m).Mean().Item());
            if (t == steps) return (overlaps, m);
            var reaction = strength * (1 - m.Square()).Mean().Item();
            (before, m) = (m, (strength * (observation.MatMul(m) - reaction * before)).Tanh());
        }
    }

    private static double Next(double strength, double q)
    {
        var width = strength * Math.Sqrt(Math.Max(0, q));
        return Normal.Integrate(z => Math.Tanh(width * width + width * z));
    }

    private static void Require(double strength)
    {
        if (!(strength is >= 0 and <= 20)) throw new ArgumentException(FormattableString.Invariant($"SpikedWigner: λ = {strength} is not in [0, 20]"));
    }
}
