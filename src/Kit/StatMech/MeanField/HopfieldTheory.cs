using Kit.Numerics.FixedPoints;
using Kit.Numerics.Quadrature;
using MathNet.Numerics.RootFinding;

namespace Kit.StatMech.MeanField;

/// <summary>Order parameters of the Hopfield model.</summary>
/// <param name="Overlap">m with the pattern that is recalled.</param>
/// <param name="SpinGlass">q = [⟨s⟩²].</param>
/// <param name="Noise">r, the mean square overlap with the αN other patterns, in units of α.</param>
public sealed record HopfieldOrder(double Overlap, double SpinGlass, double Noise);

/// <summary>Replica-symmetric theory of the Hopfield model with αN random patterns, E = −(1/2N) Σ_μ Σ_{i≠j} ξ_i^μ ξ_j^μ s_i s_j, at temperature T > 0.</summary>
/// <remarks>
/// f = α/2 + m²/2 + (α/2β)(ln(1 − C) − βq/(1 − C)) + αr C/2 − T ∫Dz ln 2 cosh βH, C = β(1 − q), with the field H = m + √(αr) z of a site. Stationary by m, r and q:
/// m = ∫Dz tanh βH, q = ∫Dz tanh² βH, r = q/(1 − C)². They are iterated in m and the width σ = √(αr) as σ ← √(αq) + σC, which has no pole at C = 1 and is right after one step at T = 0.
/// D. J. Amit, H. Gutfreund and H. Sompolinsky, Phys. Rev. Lett. 55 (1985) 1530; Ann. Phys. 173 (1987) 30.
/// </remarks>
public sealed class HopfieldTheory
{
    private readonly QuadratureRule normal;
    private readonly double beta;

    /// <summary>The model at a load and a temperature.</summary>
    /// <param name="load">α = patterns a neuron, in [0, 10].</param>
    /// <param name="temperature">T > 0.005; <see cref="HopfieldGroundState"/> is T = 0.</param>
    /// <exception cref="ArgumentException">Out of range.</exception>
    public HopfieldTheory(double load, double temperature)
    {
        if (!(load is >= 0 and <= 10 && temperature > 0.005 && double.IsFinite(temperature))) throw new ArgumentException(FormattableString.Invariant($"HopfieldTheory: α = {load} must lie in [0, 10] and T = {temperature} above 0.005; for T = 0 take HopfieldGroundState"));
        (Load, Temperature, beta) = (load, temperature, 1 / temperature);
        normal = QuadratureRule.Normal(Math.Min(0.05, 0.25 * temperature));
    }

    /// <summary>α.</summary>
    public double Load { get; }

    /// <summary>T.</summary>
    public double Temperature { get; }

    /// <summary>The retrieval solution, m > 0, or null where there is none.</summary>
    public HopfieldOrder? Retrieval() => Order(1, Math.Sqrt(Load)) is { Overlap: > 1e-3 } order ? order : null;

    /// <summary>The spin glass, m = 0; q = 0 above T_g = 1 + √α.</summary>
    public HopfieldOrder SpinGlass() => Order(0, Math.Sqrt(Load) + Math.Sqrt(2 / Math.PI)) ??
        throw new ArithmeticException(FormattableString.Invariant($"HopfieldTheory: no spin-glass solution was reached at α = {Load}, T = {Temperature}"));

    /// <summary>f(m, q, r).</summary>
    public double FreeEnergy(HopfieldOrder order)
    {
        var (m, q, r) = order;
        var c = beta * (1 - q);
        return Load / 2 + m * m / 2 + Load / (2 * beta) * (Math.Log(1 - c) - beta * q / (1 - c)) + Load * r * c / 2 - Average(m, Math.Sqrt(Load * r), LogTwoCosh.Of) / beta;
    }

    /// <summary>The right-hand sides (m, q, r) of the saddle-point equations.</summary>
    public HopfieldOrder Equations(HopfieldOrder order)
    {
        var (m, q, width) = (order.Overlap, order.SpinGlass, Math.Sqrt(Load * order.Noise));
        return new(Average(m, width, Math.Tanh), Average(m, width, Square), Noise(q));
    }

    /// <summary>1 − αβ² ∫Dz cosh⁻⁴ βH/(1 − C)²: replica symmetry is stable where it is positive.</summary>
    public double Replicon(HopfieldOrder order) =>
        1 - Load * Math.Pow(beta / (1 - beta * (1 - order.SpinGlass)), 2) * Average(order.Overlap, Math.Sqrt(Load * order.Noise), x => Math.Pow(Math.Cosh(Math.Min(Math.Abs(x), 300)), -4));

    /// <summary>T_g = 1 + √α, below which overlaps freeze.</summary>
    public static double SpinGlassTemperature(double load) => 1 + Math.Sqrt(load);

    /// <summary>T_M(α), up to which retrieval is metastable; 1 at α = 0, and about 0 at α_c = 0.138.</summary>
    /// <param name="load">0 &lt; α &lt; 0.137.</param>
    /// <exception cref="ArgumentException">α out of range.</exception>
    public static double RetrievalTemperature(double load)
    {
        Require(load, 0.137, nameof(RetrievalTemperature));
        // From low temperatures up until the branch folds over.
        var start = new HopfieldTheory(load, 0.02).Retrieval() ?? throw new ArithmeticException(FormattableString.Invariant($"RetrievalTemperature: no retrieval at α = {load}, T = 0.02"));
        var branch = Branch.Follow((t, x) => new HopfieldTheory(load, t).Next(x[0], x[1]), 0.02, 1, [start.Overlap, Math.Sqrt(load * start.Noise)], 0.02, minStep: 1e-6, isOn: (_, x) => x[0] > 1e-3);
        return branch.End ?? 1;
    }

    /// <summary>T_c(α), below which retrieval has the lowest free energy; 0 at α = 0.0519.</summary>
    /// <param name="load">0 &lt; α &lt; 0.05.</param>
    /// <exception cref="ArgumentException">α out of range.</exception>
    public static double CoexistenceTemperature(double load)
    {
        Require(load, 0.05, nameof(CoexistenceTemperature));
        double Lead(double t)
        {
            var theory = new HopfieldTheory(load, t);
            return theory.Retrieval() is { } retrieval ? theory.FreeEnergy(retrieval) - theory.FreeEnergy(theory.SpinGlass()) : 1;
        }

        return Brent.FindRoot(Lead, 0.02, RetrievalTemperature(load) - 1e-4, 1e-7, 200);
    }

    /// <summary>T_R(α), below which replica symmetry of the retrieval state is broken: (4/3) √(αr/2π) e^{−m²/2αr} with m and r of T = 0 where it is low.</summary>
    /// <param name="load">0.125 ≤ α &lt; 0.137; for smaller loads it is below 0.008, and that formula holds.</param>
    /// <exception cref="ArgumentException">α out of range.</exception>
    public static double AlmeidaThouless(double load)
    {
        Require(load, 0.137, nameof(AlmeidaThouless));
        if (load < 0.125) throw new ArgumentException(FormattableString.Invariant($"AlmeidaThouless: α = {load} is below 0.125; there T_R = (4/3) √(αr/2π) e^{{−m²/2αr}} with m and r of HopfieldGroundState"));
        double Replicon(double t)
        {
            var theory = new HopfieldTheory(load, t);
            return theory.Replicon(theory.Retrieval() ?? throw new ArithmeticException(FormattableString.Invariant($"AlmeidaThouless: no retrieval at α = {load}, T = {t}")));
        }

        return Brent.FindRoot(Replicon, 0.0051, 0.8 * RetrievalTemperature(load), 1e-8, 200);
    }

    private static void Require(double load, double most, string caller)
    {
        if (!(load > 0 && load < most)) throw new ArgumentException(FormattableString.Invariant($"{caller}: α = {load} is not in (0, {most})"));
    }

    private double[] Next(double m, double width)
    {
        var q = Average(m, width, Square);
        return [m == 0 ? 0 : Average(m, width, Math.Tanh), Math.Sqrt(Load * q) + width * beta * (1 - q)];
    }

    private HopfieldOrder? Order(double m, double width)
    {
        var found = new FixedPointSolver { Newton = true, Warmup = 100 }.Solve(x => Next(m == 0 ? 0 : x[0], x[1]), m, width);
        if (!found.Converged) return null;
        var q = Average(found.Values[0], found.Values[1], Square);
        return new(found.Values[0], q, Noise(q));
    }

    private static double Square(double x) => Math.Tanh(x) * Math.Tanh(x);

    private double Noise(double q) => q / Math.Pow(1 - beta * (1 - q), 2);

    private double Average(double m, double width, Func<double, double> of) => normal.Integrate(z => of(beta * (m + width * z)));
}
