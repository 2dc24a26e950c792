using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = Δ(u³ − u − ε² Δu): two phases part, and each keeps its amount.</summary>
/// <remarks>
/// Cahn and Hilliard, "Free energy of a nonuniform system", 1958. ∫u stays, the free energy ∫(½ε²|∇u|² + ¼(u² − 1)²) falls; domains grow as t^⅓.
/// Start from noise of size 0.1 about the mean −0.5 to 0.5; Δt = ε²/2 or less with ETDRK4.
/// </remarks>
/// <param name="grid">Periodic.</param>
/// <param name="width">ε: 0.02 to 0.05 on a side of length 1.</param>
public sealed class CahnHilliard(Grid grid, double width) : SpectralEquation(new FourierSpace(grid, dealiasing: Dealiasing.OneHalf))
{
    private static readonly Func<Tensor, Tensor> Cube = Fuse.Of(u => u * u * u);

    /// <inheritdoc/>
    public override bool IsSampleWise => true;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => -k.Laplacian - width * width * k.Laplacian.Square();

    /// <inheritdoc/>
    public override Tensor Nonlinear(FourierSpace k, Tensor u, double t) => k.Modes(Cube(k.Values(u)), k.Laplacian);
}
