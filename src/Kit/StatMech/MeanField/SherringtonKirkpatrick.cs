using Kit.Numerics.FixedPoints;
using Kit.Numerics.Quadrature;
using MathNet.Numerics.RootFinding;

namespace Kit.StatMech.MeanField;

/// <summary>Order parameters of the replica-symmetric Sherrington–Kirkpatrick model.</summary>
/// <param name="Magnetization">m = [⟨s⟩].</param>
/// <param name="Overlap">q = [⟨s⟩²].</param>
public sealed record SkOrder(double Magnetization, double Overlap);

/// <summary>Replica-symmetric theory of the Sherrington–Kirkpatrick model, E = −Σ_{i&lt;j} J_ij s_i s_j − h Σ_i s_i with J_ij of mean J₀/N and variance 1/N, at temperature T.</summary>
/// <remarks>
/// f(m, q) = −(β/4)(1 − q)² + J₀m²/2 − T ∫Dz ln 2 cosh βH with the field H = √q z + J₀m + h of a site. ∂f/∂m = 0 and ∂f/∂q = 0 are m = ∫Dz tanh βH and q = ∫Dz tanh² βH; integration by parts turns
/// the derivative of the last term by q into −(β/2)(1 − ∫Dz tanh² βH). The entropy is −1/(2π) at T = 0: the solution is wrong below the line of de Almeida and Thouless, where
/// <see cref="ParisiTheory"/> takes over. D. Sherrington and S. Kirkpatrick, Phys. Rev. Lett. 35 (1975) 1792; J. R. L. de Almeida and D. J. Thouless, J. Phys. A 11 (1978) 983.
/// </remarks>
public sealed class SherringtonKirkpatrick
{
    private readonly QuadratureRule normal;
    private readonly double beta;

    /// <summary>The model at a temperature.</summary>
    /// <param name="temperature">T > 0.005 in units of the width of the couplings.</param>
    /// <param name="field">h.</param>
    /// <param name="ferromagnetism">J₀.</param>
    /// <exception cref="ArgumentException">A temperature out of range.</exception>
    public SherringtonKirkpatrick(double temperature, double field = 0, double ferromagnetism = 0)
    {
        if (!(temperature > 0.005 && double.IsFinite(temperature))) throw new ArgumentException(FormattableString.Invariant($"SherringtonKirkpatrick: T = {temperature}; above 0.005 the averages are sharp, and T → 0 is reached by extrapolation"));
        (Temperature, Field, Ferromagnetism, beta) = (temperature, field, ferromagnetism, 1 / temperature);
        normal = QuadratureRule.Normal(Math.Min(0.05, 0.25 * temperature));
    }

    /// <summary>T.</summary>
    public double Temperature { get; }

    /// <summary>h.</summary>
    public double Field { get; }

    /// <summary>J₀.</summary>
    public double Ferromagnetism { get; }

    /// <summary>The solution of the saddle-point equations to which the iteration leads.</summary>
    /// <param name="start">Where to begin; m = q = ½ if null, which finds order where there is any.</param>
    public SkOrder Solve(SkOrder? start = null)
    {
        var x = new FixedPointSolver { Newton = true, Warmup = 200 }.Solve(v => Equations(v[0], v[1]), start?.Magnetization ?? 0.5, start?.Overlap ?? 0.5).OrThrow();
        return new(x[0], x[1]);
    }

    /// <summary>(∫Dz tanh βH, ∫Dz tanh² βH).</summary>
    public double[] Equations(double magnetization, double overlap) =>
        [Average(magnetization, overlap, Math.Tanh), Average(magnetization, overlap, x => Math.Tanh(x) * Math.Tanh(x))];

    /// <summary>f(m, q).</summary>
    public double FreeEnergy(SkOrder order)
    {
        var (m, q) = (order.Magnetization, order.Overlap);
        return -beta / 4 * (1 - q) * (1 - q) + Ferromagnetism * m * m / 2 - Average(m, q, LogTwoCosh.Of) / beta;
    }

    /// <summary>e = −(β/2)(1 − q²) − J₀m²/2 − hm, of a solution.</summary>
    public double Energy(SkOrder order) => -beta / 2 * (1 - order.Overlap * order.Overlap) - Ferromagnetism * order.Magnetization * order.Magnetization / 2 - Field * order.Magnetization;

    /// <summary>s = β(e − f), of a solution.</summary>
    public double Entropy(SkOrder order) => beta * (Energy(order) - FreeEnergy(order));

    /// <summary>1 − β² ∫Dz cosh⁻⁴ βH, the eigenvalue of the replicon: replica symmetry is stable where it is positive.</summary>
    public double Replicon(SkOrder order) => 1 - beta * beta * Average(order.Magnetization, order.Overlap, x => Math.Pow(Math.Cosh(Math.Min(Math.Abs(x), 300)), -4));

    /// <summary>The field h_AT(T) of the de Almeida–Thouless line without ferromagnetism: symmetric above, broken below; h² ≈ (4/3)(1 − T)³ near T = 1.</summary>
    /// <param name="temperature">0.01 &lt; T &lt; 1.</param>
    /// <exception cref="ArgumentException">T out of range.</exception>
    public static double AlmeidaThouless(double temperature)
    {
        if (!(temperature is > 0.01 and < 1)) throw new ArgumentException(FormattableString.Invariant($"AlmeidaThouless: T = {temperature} is not in (0.01, 1)"));
        double Replicon(double h)
        {
            var model = new SherringtonKirkpatrick(temperature, h);
            return model.Replicon(model.Solve());
        }

        return Brent.FindRoot(Replicon, 1e-4 * Math.Pow(1 - temperature, 1.5), 4, 1e-9, 200);
    }

    private double Average(double m, double q, Func<double, double> of)
    {
        var (width, center) = (Math.Sqrt(Math.Max(0, q)), Ferromagnetism * m + Field);
        return normal.Integrate(z => of(beta * (width * z + center)));
    }
}
