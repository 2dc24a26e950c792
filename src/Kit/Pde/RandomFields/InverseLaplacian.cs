using System.Globalization;
using MathNet.Numerics;

namespace Kit.Pde.RandomFields;

/// <summary>The covariance operator σ² (−Δ + τ²)^(−α), that is S(k) = σ² (k² + τ²)^(−α), as papers on operator learning write it.</summary>
/// <remarks>
/// For α > d/2 it is a Matérn covariance of smoothness ν = α − d/2 and length √(2ν)/τ: Whittle (1963), Stochastic processes in several dimensions, Bull. Inst. Int. Statist. 40.
/// With σ = τ^(α − d/2) the variance does not depend on τ in free space, the scaling of the Darcy and Navier–Stokes sets of Li et al. (2021), Fourier neural operator.
/// </remarks>
public sealed record InverseLaplacian : ISpectrum
{
    /// <summary>The operator of these parameters.</summary>
    /// <param name="tau">τ > 0, an inverse length.</param>
    /// <param name="alpha">α; draws have a variance for α > d/2.</param>
    /// <param name="sigma">σ ≥ 0.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public InverseLaplacian(double tau, double alpha, double sigma = 1) => (Tau, Alpha, Sigma) =
        (Parameters.Positive(tau, "InverseLaplacian: τ"), Parameters.Positive(alpha, "InverseLaplacian: the power α"), Parameters.Deviation(sigma, "InverseLaplacian"));

    /// <summary>τ.</summary>
    public double Tau { get; }

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <summary>σ.</summary>
    public double Sigma { get; }

    /// <inheritdoc/>
    public double Density(double wavenumber, int dimensions) => Sigma * Sigma * Math.Pow(wavenumber * wavenumber + Tau * Tau, -Alpha);

    /// <summary>The same covariance by smoothness, length and standard deviation: σ² = σ₀² Γ(ν)/(Γ(ν + d/2) (4π)^(d/2) τ^(2ν)).</summary>
    /// <param name="dimensions">d.</param>
    /// <exception cref="InvalidOperationException">α ≤ d/2: the variance is infinite.</exception>
    public Matern ToMatern(int dimensions)
    {
        var nu = Alpha - dimensions / 2.0;
        if (nu <= 0) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"InverseLaplacian: α = {Alpha} in {dimensions} dimensions has no finite variance; take α > {dimensions / 2.0}"));
        var variance = Sigma * Sigma * Math.Exp(SpecialFunctions.GammaLn(nu) - SpecialFunctions.GammaLn(Alpha)) / (Math.Pow(4 * Math.PI, dimensions / 2.0) * Math.Pow(Tau, 2 * nu));
        return new(nu, Math.Sqrt(2 * nu) / Tau, Math.Sqrt(variance));
    }
}
