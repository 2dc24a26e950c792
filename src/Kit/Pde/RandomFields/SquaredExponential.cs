namespace Kit.Pde.RandomFields;

/// <summary>C(r) = σ² e^(−r²/2ℓ²), whose fields are analytic; S(k) = σ² (2π)^(d/2) ℓᵈ e^(−k²ℓ²/2).</summary>
/// <remarks>Rasmussen, Williams (2006), Gaussian Processes for Machine Learning, equation 4.9.</remarks>
public sealed record SquaredExponential : ISpectrum, IKernel
{
    /// <summary>The covariance of these parameters.</summary>
    /// <param name="length">Correlation length ℓ > 0.</param>
    /// <param name="sigma">Standard deviation σ ≥ 0.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public SquaredExponential(double length, double sigma = 1) =>
        (Length, Sigma) = (Parameters.Positive(length, "SquaredExponential: the length ℓ"), Parameters.Deviation(sigma, "SquaredExponential"));

    /// <summary>ℓ.</summary>
    public double Length { get; }

    /// <summary>σ.</summary>
    public double Sigma { get; }

    /// <inheritdoc/>
    public double At(double distance) => Sigma * Sigma * Math.Exp(-0.5 * distance * distance / (Length * Length));

    /// <inheritdoc/>
    public double Density(double wavenumber, int dimensions) =>
        Sigma * Sigma * Math.Pow(2 * Math.PI * Length * Length, dimensions / 2.0) * Math.Exp(-0.5 * Math.Pow(wavenumber * Length, 2));
}
