using MathNet.Numerics;

namespace Kit.Pde.RandomFields;

/// <summary>C(r) = σ² (1 + r²/2αℓ²)^(−α): squared exponentials of many lengths, with tails of a power law.</summary>
/// <remarks>
/// With b = α k²ℓ²/2, S(k) = 2 σ² (2παℓ²)^(d/2)/Γ(α) b^(α/2 − d/4) K_{α−d/2}(2√b), the mixture of the spectra of squared exponentials whose 1/ℓ² has a Gamma
/// law: Rasmussen, Williams (2006), Gaussian Processes for Machine Learning, equations 4.19 and 4.20. S(0) is infinite for α ≤ d/2.
/// </remarks>
public sealed record RationalQuadratic : ISpectrum, IKernel
{
    /// <summary>The covariance of these parameters.</summary>
    /// <param name="alpha">α > 0, half the power of the tail; large ones give the squared exponential.</param>
    /// <param name="length">Correlation length ℓ > 0.</param>
    /// <param name="sigma">Standard deviation σ ≥ 0.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public RationalQuadratic(double alpha, double length, double sigma = 1) => (Alpha, Length, Sigma) =
        (Parameters.Positive(alpha, "RationalQuadratic: the power α"), Parameters.Positive(length, "RationalQuadratic: the length ℓ"), Parameters.Deviation(sigma, "RationalQuadratic"));

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <summary>ℓ.</summary>
    public double Length { get; }

    /// <summary>σ.</summary>
    public double Sigma { get; }

    /// <inheritdoc/>
    public double At(double distance) => Sigma * Sigma * Math.Pow(1 + distance * distance / (2 * Alpha * Length * Length), -Alpha);

    /// <inheritdoc/>
    public double Density(double wavenumber, int dimensions)
    {
        var order = Alpha - dimensions / 2.0;
        var factor = Sigma * Sigma * Math.Pow(2 * Math.PI * Alpha * Length * Length, dimensions / 2.0) / SpecialFunctions.Gamma(Alpha);
        var b = 0.5 * Alpha * Math.Pow(wavenumber * Length, 2);
        if (b == 0) return order > 0 ? factor * SpecialFunctions.Gamma(order) : double.PositiveInfinity;
        var argument = 2 * Math.Sqrt(b);
        return argument > 700 ? 0 : 2 * factor * Math.Pow(b, order / 2) * SpecialFunctions.BesselK(Math.Abs(order), argument);
    }
}
