using Kit.Numerics.FixedPoints;
using Kit.Numerics.Quadrature;
using MathNet.Numerics.RootFinding;

namespace Kit.StatMech.MeanField;

/// <summary>The Ising spin glass with interactions of p ≥ 3 spins, E = −Σ J_{i₁…i_p} s_{i₁} ⋯ s_{i_p}, ⟨E²⟩ = N/2, with one step of broken replica symmetry; p → ∞ is the random-energy model.</summary>
/// <remarks>
/// −βf(q, x) = β²/4 (1 + (p − 1)(1 − x) q^p − p q^{p−1}) + (1/x) ln ∫Dz (2 cosh λz)^x, λ² = β² p q^{p−1}/2, the overlap between states being 0.
/// Stationary by q: q = ∫Dz cosh^x λz tanh² λz / ∫Dz cosh^x λz. At x = 1 a solution q > 0 appears at T_d (exponentially many states trap the dynamics) and the complexity
/// Σ = x² ∂(βf)/∂x of its states falls to zero at T_K, the thermodynamic transition. E. Gardner, Nucl. Phys. B 257 (1985) 747; T. R. Kirkpatrick and D. Thirumalai, Phys. Rev. B 36 (1987) 5388.
/// </remarks>
public sealed class PSpinTheory
{
    private static readonly QuadratureRule Normal = QuadratureRule.Normal(0.05, 14);

    /// <summary>Interactions of p spins.</summary>
    /// <exception cref="ArgumentException">p below 3: with two spins the symmetry breaks continuously, as in <see cref="ParisiTheory"/>.</exception>
    public PSpinTheory(int spins)
    {
        if (spins < 3) throw new ArgumentException($"PSpinTheory: p = {spins}; at least 3, and ParisiTheory for 2");
        Spins = spins;
    }

    /// <summary>p.</summary>
    public int Spins { get; }

    /// <summary>T_c = 1/(2√ln 2) = 0.6006 of the random-energy model, p → ∞, below which e = −√ln 2.</summary>
    /// <remarks>B. Derrida, Phys. Rev. B 24 (1981) 2613.</remarks>
    public static double RandomEnergyTemperature => 1 / (2 * Math.Sqrt(Math.Log(2)));

    /// <summary>f of the random-energy model: −T ln 2 − 1/(4T) above T_c and −√ln 2 below.</summary>
    /// <param name="temperature">T.</param>
    public static double RandomEnergyFreeEnergy(double temperature) =>
        temperature >= RandomEnergyTemperature ? -temperature * Math.Log(2) - 1 / (4 * temperature) : -Math.Sqrt(Math.Log(2));

    /// <summary>f(q, x) at temperature T.</summary>
    /// <param name="temperature">T.</param>
    /// <param name="overlap">q inside a state.</param>
    /// <param name="step">x in (0, 1], the weight of pairs in different states.</param>
    public double FreeEnergy(double temperature, double overlap, double step)
    {
        var (p, beta, width) = (Spins, 1 / temperature, Width(temperature, overlap));
        var site = Math.Log(Normal.Integrate(z => Math.Exp(step * LogTwoCosh.Of(width * z)))) / step;
        return -(beta * beta / 4 * (1 + (p - 1) * (1 - step) * Math.Pow(overlap, p) - p * Math.Pow(overlap, p - 1)) + site) / beta;
    }

    /// <summary>∫Dz cosh^x λz tanh² λz / ∫Dz cosh^x λz, the right-hand side of the equation of q.</summary>
    /// <inheritdoc cref="FreeEnergy"/>
    public double Equation(double temperature, double overlap, double step)
    {
        var width = Width(temperature, overlap);
        var weight = (double z) => Math.Exp(step * LogTwoCosh.Of(width * z));
        return Normal.Integrate(z => weight(z) * Math.Pow(Math.Tanh(width * z), 2)) / Normal.Integrate(weight);
    }

    /// <summary>The largest solution q at x, or 0 where there is none but q = 0.</summary>
    /// <param name="temperature">T.</param>
    /// <param name="step">x.</param>
    public double Overlap(double temperature, double step = 1)
    {
        // From q = 1 the iteration falls to the largest solution; at T_d it lingers.
        var found = (FixedPointSolver.Damped() with { MaxIterations = 20_000, Tolerance = 1e-10 }).Solve(q => [Equation(temperature, q[0], step)], 1).OrThrow()[0];
        return found > 1e-3 ? found : 0;
    }

    /// <summary>Σ = x² ∂(βf)/∂x at x = 1 and the q there: the logarithm of the number of states, a spin; 0 above T_d.</summary>
    /// <param name="temperature">T.</param>
    public double Complexity(double temperature)
    {
        var q = Overlap(temperature);
        const double h = 1e-4;
        return q == 0 ? 0 : (FreeEnergy(temperature, q, 1 + h) - FreeEnergy(temperature, q, 1 - h)) / (2 * h * temperature);
    }

    /// <summary>T_d, below which q > 0 solves the equation at x = 1.</summary>
    public double DynamicalTemperature
    {
        get
        {
            // ∃q: Equation(q) ≥ q first happens where the largest of (Equation(q) − q) over q is zero.
            double Most(double t) => Enumerable.Range(0, 200).Select(k => 0.3 + 0.0035 * k).Max(q => Equation(t, q, 1) - q);
            return Brent.FindRoot(Most, RandomEnergyTemperature, 1.5, 1e-7, 200);
        }
    }

    /// <summary>T_K, below which Σ = 0 forces x &lt; 1.</summary>
    public double KauzmannTemperature => Brent.FindRoot(Complexity, 0.9 * RandomEnergyTemperature, DynamicalTemperature - 1e-3, 1e-7, 200);

    private double Width(double temperature, double overlap) => Math.Sqrt(Spins * Math.Pow(Math.Max(0, overlap), Spins - 1) / 2) / temperature;
}
