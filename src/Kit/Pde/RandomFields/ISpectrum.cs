namespace Kit.Pde.RandomFields;

/// <summary>A stationary, isotropic covariance by the eigenvalues of its operator: waves of wavenumber k have variance S(k).</summary>
/// <remarks>
/// S is the Fourier transform of the covariance, S(k) = ∫ C(x) e^(−ik·x) dx over ℝᵈ, so that C(0) = (2π)^(−d) ∫ S(|k|) dk. In a box the waves are the eigenfunctions φ
/// of its Laplacian with ∫ φ² dx = 1, −Δφ = k²φ: fields are Σ √S(k) ξ φ with independent standard normal ξ.
/// </remarks>
public interface ISpectrum
{
    /// <summary>S(k).</summary>
    /// <param name="wavenumber">|k| ≥ 0, in radians a unit length.</param>
    /// <param name="dimensions">d, one to three.</param>
    double Density(double wavenumber, int dimensions);
}
