using Kit.Numerics.Quadrature;

namespace Kit.StatMech.Exact;

/// <summary>The Ising model E = −J Σ_⟨ij⟩ s_i s_j of infinitely many sites on the square lattice, without field; K = βJ, energies in units of J.</summary>
/// <remarks>
/// L. Onsager, Phys. Rev. 65 (1944) 117, equations 109, 116 and 117; C. N. Yang, Phys. Rev. 85 (1952) 808, equation 96. Everything is a function of the modulus k = 2 sinh 2K / cosh² 2K of complete elliptic
/// integrals, whose complement k′ = |2 tanh² 2K − 1| vanishes at the transition; they are found from arithmetic–geometric means, to all digits also there.
/// </remarks>
public static class Onsager
{
    /// <summary>T_c = 2/ln(1 + √2) = 2.269185… of the square lattice.</summary>
    public static double CriticalTemperature => 2 / Math.Log(1 + Math.Sqrt(2));

    /// <summary>T_c = 4/ln 3 = 3.640957… of the triangular lattice.</summary>
    /// <remarks>G. H. Wannier, Rev. Mod. Phys. 17 (1945) 50; R. M. F. Houtappel, Physica 16 (1950) 425.</remarks>
    public static double TriangularCriticalTemperature => 4 / Math.Log(3);

    /// <summary>T_c = 2/ln(2 + √3) = 1.518651… of the honeycomb lattice.</summary>
    /// <remarks>R. M. F. Houtappel, Physica 16 (1950) 425.</remarks>
    public static double HoneycombCriticalTemperature => 2 / Math.Log(2 + Math.Sqrt(3));

    /// <summary>ln Z/N = ½ ln(2 cosh² 2K) + (1/π) ∫₀^{π/2} ln(1 + √(1 − k² sin² φ)) dφ.</summary>
    /// <param name="beta">K.</param>
    /// <exception cref="ArgumentException">β is not positive.</exception>
    public static double LogPartition(double beta)
    {
        var (_, complement) = Modulus(beta);
        // √(1 − k² sin² φ) = √(k′² cos² t + sin² t) with t = π/2 − φ bends at t ~ k′ → 0: panels shrink towards 0.
        var (sum, k2) = (0.0, complement * complement);
        for (var (high, p) = (Math.PI / 2, 0); p < 48; p++, high /= 2)
            sum += QuadratureRule.Legendre(10, high / 2, high).Integrate(t => Math.Log(1 + Math.Sqrt(k2 * Math.Cos(t) * Math.Cos(t) + Math.Sin(t) * Math.Sin(t))));
        // ln cosh 2K, without overflow.
        var logCosh = 2 * beta + Math.Log((1 + Math.Exp(-4 * beta)) / 2);
        return 0.5 * Math.Log(2) + logCosh + sum / Math.PI;
    }

    /// <summary>E/N = −coth 2K (1 + (2/π)(2 tanh² 2K − 1) 𝐊(k)); −√2 at the transition.</summary>
    /// <param name="beta">K.</param>
    /// <exception cref="ArgumentException">β is not positive.</exception>
    public static double Energy(double beta)
    {
        var (tanh, complement) = Modulus(beta);
        var signed = 2 * tanh * tanh - 1;
        return -(1 + (complement == 0 ? 0 : 2 / Math.PI * signed * Elliptic(complement).K)) / tanh;
    }

    /// <summary>C/N = (2/π)(K coth 2K)² (2𝐊 − 2𝐄 − 2(1 − tanh² 2K)(π/2 + (2 tanh² 2K − 1)𝐊)); infinite at the transition, like −(8K_c²/π) ln |1 − T/T_c|.</summary>
    /// <param name="beta">K.</param>
    /// <exception cref="ArgumentException">β is not positive.</exception>
    public static double SpecificHeat(double beta)
    {
        var (tanh, complement) = Modulus(beta);
        if (complement == 0) return double.PositiveInfinity;
        var (signed, (k, e)) = (2 * tanh * tanh - 1, Elliptic(complement));
        return 2 / Math.PI * Math.Pow(beta / tanh, 2) * (2 * k - 2 * e - 2 * (1 - tanh * tanh) * (Math.PI / 2 + signed * k));
    }

    /// <summary>The spontaneous magnetisation m = (1 − sinh⁻⁴ 2K)^{1/8}, 0 above T_c.</summary>
    /// <param name="beta">K.</param>
    /// <exception cref="ArgumentException">β is not positive.</exception>
    public static double Magnetization(double beta)
    {
        _ = Modulus(beta);
        var sinh = Math.Sinh(2 * beta);
        return sinh <= 1 ? 0 : Math.Pow(1 - Math.Pow(sinh, -4), 0.125);
    }

    private static (double Tanh, double Complement) Modulus(double beta)
    {
        if (!(beta > 0 && double.IsFinite(beta))) throw new ArgumentException(FormattableString.Invariant($"Onsager: β J = {beta}; a positive number is needed (on the square lattice J < 0 has the same energy)"));
        var tanh = Math.Tanh(2 * beta);
        return (tanh, Math.Abs(2 * tanh * tanh - 1));
    }

    /// <summary>𝐊 = π/(2 agm(1, k′)) and 𝐄 = 𝐊 (1 − Σₙ 2ⁿ⁻¹ cₙ²), c₀ = k, cₙ₊₁ = (aₙ − bₙ)/2.</summary>
    private static (double K, double E) Elliptic(double complement)
    {
        var (a, b, share, weight) = (1.0, complement, (1 - complement * complement) / 2, 1.0);
        while (a - b > 1e-12 * a)
        {
            var c = (a - b) / 2;
            (a, b) = ((a + b) / 2, Math.Sqrt(a * b));
            share += weight * c * c;
            weight *= 2;
        }

        var k = Math.PI / (2 * a);
        return (k, k * (1 - share));
    }
}
