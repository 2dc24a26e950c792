namespace Kit.StatMech.Spectra;

/// <summary>The limit of the eigenvalues of XᵀX/n for X [n, p] of independent entries with variance σ², as n and p grow with γ = p/n ≤ 1.</summary>
/// <remarks>Marčenko and Pastur (1967): ρ(λ) = √((λ₊ − λ)(λ − λ₋))/(2πσ²γλ), λ± = σ²(1 ± √γ)².</remarks>
/// <param name="Ratio">γ in (0, 1].</param>
/// <param name="Variance">σ².</param>
public readonly record struct MarchenkoPastur(double Ratio, double Variance = 1)
{
    /// <summary>λ₋, the lower edge.</summary>
    public double Low => Variance * Math.Pow(1 - Math.Sqrt(Ratio), 2);

    /// <summary>λ₊, the upper edge.</summary>
    public double High => Variance * Math.Pow(1 + Math.Sqrt(Ratio), 2);

    /// <summary>ρ(λ).</summary>
    /// <exception cref="InvalidOperationException">γ is not in (0, 1], where the law has no atom at 0.</exception>
    public double Density(double eigenvalue)
    {
        if (!(Ratio > 0 && Ratio <= 1)) throw new InvalidOperationException($"MarchenkoPastur: γ = {Ratio}; take the transpose, so that 0 < γ ≤ 1");
        return eigenvalue <= Low || eigenvalue >= High ? 0 : Math.Sqrt((High - eigenvalue) * (eigenvalue - Low)) / (2 * Math.PI * Variance * Ratio * eigenvalue);
    }

    /// <summary>The share of eigenvalues below λ, by Gauss–Legendre's rule in the angle of λ = σ²(1 + γ + 2√γ cos φ).</summary>
    public double Cumulative(double eigenvalue)
    {
        if (eigenvalue <= Low) return 0;
        if (eigenvalue >= High) return 1;
        var (ratio, root) = (Ratio, Math.Sqrt(Ratio));
        var angle = Math.Acos(Math.Clamp((eigenvalue / Variance - 1 - ratio) / (2 * root), -1, 1));
        // ρ dλ = (2/π) sin²φ/(1 + γ + 2√γ cos φ) dφ, smooth except at γ = 1, φ = π, where sin² saves it.
        return MathNet.Numerics.Integration.GaussLegendreRule.Integrate(phi => 2 / Math.PI * Math.Pow(Math.Sin(phi), 2) / (1 + ratio + 2 * root * Math.Cos(phi)), angle, Math.PI, 128);
    }

    /// <summary>The λ below which a share lies, by bisection.</summary>
    public double Quantile(double share)
    {
        if (!(share is >= 0 and <= 1)) throw new ArgumentException($"MarchenkoPastur: {share} is not a share");
        var (low, high) = (Low, High);
        for (var k = 0; k < 60; k++)
        {
            var middle = (low + high) / 2;
            (low, high) = Cumulative(middle) < share ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
