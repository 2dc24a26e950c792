namespace Kit.StatMech.Exact;

/// <summary>The Ising model E = −J Σ_⟨ij⟩ s_i s_j on a periodic square lattice of m × n sites: exact at any size and any temperature; K = βJ, energies in units of J.</summary>
/// <remarks>
/// Z = ½ (2 sinh 2K)^{mn/2} (Π_r 2 cosh ½mγ_{2r+1} + Π_r 2 sinh ½mγ_{2r+1} + Π_r 2 cosh ½mγ_{2r} + Π_r 2 sinh ½mγ_{2r}), r = 0 … n − 1,
/// cosh γ_l = cosh 2K coth 2K − cos(πl/n), γ₀ = 2K + ln tanh K, which changes its sign at T_c. Periodic lattices of length 2 have two bonds between neighbours.
/// B. Kaufman, Phys. Rev. 76 (1949) 1232; derivatives as in A. E. Ferdinand and M. E. Fisher, Phys. Rev. 185 (1969) 832.
/// </remarks>
public sealed class IsingTorus
{
    private readonly int m, n;

    /// <summary>A lattice of m × n sites.</summary>
    /// <exception cref="ArgumentException">A length below 2.</exception>
    public IsingTorus(int m, int n)
    {
        if (m < 2 || n < 2) throw new ArgumentException($"IsingTorus: {m} × {n} sites; at least 2 × 2");
        (this.m, this.n) = (m, n);
    }

    /// <summary>ln Z.</summary>
    /// <param name="beta">K > 0.</param>
    /// <exception cref="ArgumentException">β is not positive.</exception>
    public double LogPartition(double beta) => Derivatives(beta).Log;

    /// <summary>E/N = −∂(ln Z)/∂K / N.</summary>
    /// <inheritdoc cref="LogPartition"/>
    public double Energy(double beta) => -Derivatives(beta).First / (m * (double)n);

    /// <summary>C/N = K² ∂²(ln Z)/∂K² / N.</summary>
    /// <inheritdoc cref="LogPartition"/>
    public double SpecificHeat(double beta) => beta * beta * Derivatives(beta).Second / (m * (double)n);

    /// <summary>ln Z and its first two derivatives by K.</summary>
    private (double Log, double First, double Second) Derivatives(double beta)
    {
        if (!(beta > 0 && beta < 100)) throw new ArgumentException(FormattableString.Invariant($"IsingTorus: β J = {beta} is not in (0, 100)"));
        Span<Jet> terms = [Product(beta, 1, false), Product(beta, 1, true), Product(beta, 0, false), Product(beta, 0, true)];
        var top = double.NegativeInfinity;
        foreach (var term in terms) top = Math.Max(top, term.Scale);
        var (value, first, second) = (0.0, 0.0, 0.0);
        foreach (var term in terms)
        {
            var share = Math.Exp(term.Scale - top);
            value += share * term.Value;
            first += share * term.First;
            second += share * term.Second;
        }

        // (mn/2) ln(2 sinh 2K), with sinh 2K = e^{2K}(1 − e^{−4K})/2.
        var (half, coth) = (m * (double)n / 2, 1 / Math.Tanh(2 * beta));
        var (log, slope) = (half * (2 * beta + Math.Log(Decay(2 * beta))), first / value);
        return (log + top + Math.Log(value / 2), half * 2 * coth + slope, second / value - slope * slope - half * 4 / Math.Pow(Math.Sinh(2 * beta), 2));
    }

    /// <summary>e^{Scale}·(Value, First, Second): a number and its derivatives by K.</summary>
    private readonly record struct Jet(double Scale, double Value, double First, double Second);

    private Jet Product(double beta, int parity, bool sinh)
    {
        // (Π f)′/Π f = Σ f′/f, so that only the factor of γ₀, which may vanish, has to be kept apart.
        var (log, first, second, zero) = (0.0, 0.0, 0.0, new Jet(0, 1, 0, 0));
        for (var r = 0; r < n; r++)
        {
            var (gamma, slope, bend) = Gamma(beta, 2 * r + parity);
            var (x, dx, ddx) = (m * gamma / 2, m * slope / 2, m * bend / 2);
            var (even, odd) = (1 + Math.Exp(-2 * Math.Abs(x)), Math.CopySign(Decay(Math.Abs(x)), x));
            if (sinh && 2 * r + parity == 0)
            {
                zero = new(Math.Abs(x), odd, even * dx, odd * dx * dx + even * ddx);
                continue;
            }

            var ratio = sinh ? even / odd : odd / even;
            log += Math.Abs(x) + Math.Log(sinh ? Math.Abs(odd) : even);
            first += ratio * dx;
            second += ratio * ddx + (1 - ratio * ratio) * dx * dx;
        }

        var curvature = second + first * first;
        return new(log + zero.Scale, zero.Value, zero.First + zero.Value * first, zero.Second + 2 * zero.First * first + zero.Value * curvature);
    }

    /// <summary>1 − e^{−2x} = 2 tanh x/(1 + tanh x), with all digits at small x.</summary>
    private static double Decay(double x) => 2 * Math.Tanh(x) / (1 + Math.Tanh(x));

    /// <summary>γ_l and its first two derivatives by K.</summary>
    private (double Gamma, double Slope, double Bend) Gamma(double beta, int l)
    {
        var (s, c) = (Math.Sinh(2 * beta), Math.Cosh(2 * beta));
        if (l == 0) return (2 * beta + Math.Log(Math.Tanh(beta)), 2 + 2 / s, -4 * c / (s * s));
        // cosh γ − 1 = (sinh 2K − 1)²/sinh 2K + 2 sin²(πl/2n): no cancellation near the transition.
        var excess = (s - 1) * (s - 1) / s + 2 * Math.Pow(Math.Sin(Math.PI * l / (2.0 * n)), 2);
        var sinh = Math.Sqrt(excess * (excess + 2));
        var gamma = Math.Log(1 + excess + sinh);
        var slope = 2 * c * (1 - 1 / (s * s)) / sinh;
        var bend = (4 * (s - 1 / s + 2 * c * c / (s * s * s)) - (1 + excess) * slope * slope) / sinh;
        return (gamma, slope, bend);
    }
}
