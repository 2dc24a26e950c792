using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = ru − (1 + Δ)²u + gu² − u³: stripes and hexagons of wavelength 2π.</summary>
/// <remarks>
/// Swift and Hohenberg, "Hydrodynamic fluctuations at the convective instability", 1977. Rolls of amplitude 2√(r/3) for small r and g = 0; hexagons for g ≈ 1.
/// Start from noise of size 0.1 on a side of 20π; Δt = 0.1 to 0.5.
/// </remarks>
/// <param name="grid">Periodic.</param>
/// <param name="growth">r, about 0.1 to 0.7.</param>
/// <param name="asymmetry">g, 0 to 1.6.</param>
public sealed class SwiftHohenberg(Grid grid, double growth, double asymmetry = 0) : SpectralEquation(new FourierSpace(grid, dealiasing: Dealiasing.OneHalf))
{
    private static readonly Func<Tensor, Tensor, Tensor> Reaction = Fuse.Of((u, g) => u * u * (g - u));

    /// <inheritdoc/>
    public override bool IsSampleWise => true;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => growth - (1 + k.Laplacian).Square();

    /// <inheritdoc/>
    public override Tensor Nonlinear(FourierSpace k, Tensor u, double t) => k.Modes(Reaction(k.Values(u), asymmetry));
}
