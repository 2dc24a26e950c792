using System.Globalization;
using MathNet.Numerics;

namespace Kit.Pde.RandomFields;

/// <summary>C(r) = σ² 2^(1−ν)/Γ(ν) sᵛ Kᵥ(s) with s = √(2ν) r/ℓ: fields with ν derivatives in the mean square, and just below.</summary>
/// <remarks>
/// S(k) = σ² 2ᵈ π^(d/2) Γ(ν + d/2)/Γ(ν) κ^(2ν) (κ² + k²)^(−ν − d/2) with κ = √(2ν)/ℓ. Rasmussen, Williams (2006), Gaussian Processes for Machine Learning, equations 4.14 and 4.15.
/// ν = ½ is the exponential σ² e^(−r/ℓ); ν → ∞ is <see cref="SquaredExponential"/>.
/// </remarks>
public sealed record Matern : ISpectrum, IKernel
{
    /// <summary>The covariance of these parameters.</summary>
    /// <param name="nu">Smoothness ν > 0; ½, 3/2 and 5/2 are usual and fastest.</param>
    /// <param name="length">Correlation length ℓ > 0.</param>
    /// <param name="sigma">Standard deviation σ ≥ 0.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public Matern(double nu, double length, double sigma = 1) =>
        (Nu, Length, Sigma) = (Parameters.Positive(nu, "Matern: the smoothness ν"), Parameters.Positive(length, "Matern: the length ℓ"), Parameters.Deviation(sigma, "Matern"));

    /// <summary>ν.</summary>
    public double Nu { get; }

    /// <summary>ℓ.</summary>
    public double Length { get; }

    /// <summary>σ.</summary>
    public double Sigma { get; }

    /// <summary>σ² e^(−r/ℓ), whose fields are continuous and nowhere smooth: ν = ½.</summary>
    public static Matern Exponential(double length, double sigma = 1) => new(0.5, length, sigma);

    /// <inheritdoc/>
    public double At(double distance)
    {
        var s = Math.Sqrt(2 * Nu) * Math.Abs(distance) / Length;
        var shape = Nu switch
        {
            0.5 => Math.Exp(-s),
            1.5 => (1 + s) * Math.Exp(-s),
            2.5 => (1 + s + s * s / 3) * Math.Exp(-s),
            _ when s == 0 => 1,
            // Beyond this K is below the least number.
            _ when s > 700 => 0,
            _ => Math.Exp((1 - Nu) * Math.Log(2) - SpecialFunctions.GammaLn(Nu) + Nu * Math.Log(s)) * SpecialFunctions.BesselK(Nu, s),
        };
        return Sigma * Sigma * shape;
    }

    /// <inheritdoc/>
    public double Density(double wavenumber, int dimensions)
    {
        var (half, inverse) = (dimensions / 2.0, 2 * Nu / (Length * Length));
        var factor = Math.Exp(SpecialFunctions.GammaLn(Nu + half) - SpecialFunctions.GammaLn(Nu)) * Math.Pow(4 * Math.PI / inverse, half);
        return Sigma * Sigma * factor * Math.Pow(1 + wavenumber * wavenumber / inverse, -Nu - half);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Matérn(ν {Nu}, ℓ {Length}, σ {Sigma})");
}
