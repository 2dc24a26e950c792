using Kit.Numerics.FixedPoints;
using Kit.Numerics.Quadrature;
using MathNet.Numerics;
using MathNet.Numerics.RootFinding;

namespace Kit.StatMech.MeanField;

/// <summary>How many random patterns αN a perceptron of N weights can store with margin κ: Gardner's volume of solutions, replica symmetric.</summary>
/// <remarks>
/// Weights on the sphere: s(q) = ½ (ln(1 − q) + q/(1 − q)) + α ∫Dz ln H(u), u = (κ + √q z)/√(1 − q), H(u) = ∫_u^∞ Dt, the logarithm of the part of the sphere that solves all, a weight; ∂s/∂q = 0 is
/// q/(1 − q) = α ∫Dz (G/H)²(u) with G = −H′. At q → 1 the volume vanishes: α_c(κ)⁻¹ = ∫_{−κ}^∞ Dt (t + κ)², which is 2 at κ = 0. Stable for κ ≥ 0.
/// Weights ±1: s(q, r) = −r(1 − q)/2 + ∫Dz ln 2 cosh √r z + α ∫Dz ln H(u), which is zero at α = 0.833.
/// E. Gardner, J. Phys. A 21 (1988) 257; W. Krauth and M. Mézard, J. Phys. France 50 (1989) 3057.
/// </remarks>
public static class Perceptron
{
    private static readonly QuadratureRule Normal = QuadratureRule.Normal(0.02);

    /// <summary>α_c(κ) of weights on the sphere: 1/α_c = (1 + κ²) H(−κ) + κ G(κ).</summary>
    /// <param name="margin">κ ≥ 0.</param>
    /// <exception cref="ArgumentException">κ is negative: replica symmetry is broken there.</exception>
    public static double Capacity(double margin = 0)
    {
        Require(margin, 0);
        return 1 / ((1 + margin * margin) * Tail(-margin) + margin * Density(margin));
    }

    /// <summary>s(q) of weights on the sphere.</summary>
    /// <param name="load">α.</param>
    /// <param name="overlap">q in [0, 1).</param>
    /// <param name="margin">κ ≥ 0.</param>
    public static double Entropy(double load, double overlap, double margin = 0)
    {
        Require(margin, load);
        return (Math.Log(1 - overlap) + overlap / (1 - overlap)) / 2 + load * Normal.Integrate(z => LogTail(Argument(overlap, margin, z)));
    }

    /// <summary>q of typical solutions on the sphere at a load below capacity.</summary>
    /// <param name="load">α &lt; α_c(κ).</param>
    /// <param name="margin">κ ≥ 0.</param>
    /// <exception cref="ArgumentException">α beyond capacity.</exception>
    public static double Overlap(double load, double margin = 0)
    {
        Require(margin, load);
        if (load >= Capacity(margin)) throw new ArgumentException(FormattableString.Invariant($"Perceptron: α = {load} is beyond the capacity {Capacity(margin)} at κ = {margin}"));
        return Brent.FindRoot(q => (1 - q) * load * Squares(q, margin) - q, 0, 1 - 1e-6, 1e-12, 200);
    }

    /// <summary>s of weights ±1 at its saddle point: r = α/(1 − q) ∫Dz (G/H)²(u), q = ∫Dz tanh² √r z.</summary>
    /// <param name="load">α.</param>
    /// <param name="margin">κ ≥ 0.</param>
    public static double BinaryEntropy(double load, double margin = 0)
    {
        Require(margin, load);
        var q = new FixedPointSolver { Damping = 0.5 }.Solve(x => [Flipped(load, margin, Math.Clamp(x[0], 0, 1 - 1e-6)).Overlap], 0.3).OrThrow()[0];
        var r = Flipped(load, margin, q).Conjugate;
        return -r * (1 - q) / 2 + Normal.Integrate(z => LogTwoCosh.Of(Math.Sqrt(r) * z)) + load * Normal.Integrate(z => LogTail(Argument(q, margin, z)));
    }

    /// <summary>The load at which no weights ±1 are left, s = 0: 0.833 at κ = 0.</summary>
    /// <param name="margin">0 ≤ κ ≤ 1.</param>
    public static double BinaryCapacity(double margin = 0) => Brent.FindRoot(a => BinaryEntropy(a, margin), 0.1, 0.9 * Math.Min(1, Capacity(margin)), 1e-8, 200);

    private static (double Overlap, double Conjugate) Flipped(double load, double margin, double q)
    {
        var r = load * Squares(q, margin) / (1 - q);
        return (Normal.Integrate(z => Math.Pow(Math.Tanh(Math.Sqrt(r) * z), 2)), r);
    }

    private static double Squares(double q, double margin) => Normal.Integrate(z => Math.Pow(Hazard(Argument(q, margin, z)), 2));

    private static double Argument(double q, double margin, double z) => (margin + Math.Sqrt(q) * z) / Math.Sqrt(1 - q);

    private static double Density(double u) => Math.Exp(-u * u / 2) / Math.Sqrt(2 * Math.PI);

    private static double Tail(double u) => SpecialFunctions.Erfc(u / Math.Sqrt(2)) / 2;

    /// <summary>G/H, far out by u + 1/u − 2/u³ + 10/u⁵.</summary>
    private static double Hazard(double u) => u < 25 ? Density(u) / Tail(u) : u + 1 / u - 2 / (u * u * u) + 10 / Math.Pow(u, 5);

    /// <summary>ln H, far out as ln G − ln(G/H).</summary>
    private static double LogTail(double u) => u < 25 ? Math.Log(Tail(u)) : -u * u / 2 - Math.Log(2 * Math.PI) / 2 - Math.Log(Hazard(u));

    private static void Require(double margin, double load)
    {
        if (!(margin >= 0 && load >= 0 && double.IsFinite(margin + load))) throw new ArgumentException(FormattableString.Invariant($"Perceptron: margin κ = {margin} and load α = {load} must not be negative; replica symmetry is broken for κ < 0"));
    }
}
