using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = ε² Δu + u − u³: phases ±1 with walls of width ε that move by their curvature.</summary>
/// <remarks>
/// Allen and Cahn, "A microscopic theory for antiphase boundary motion", 1979. |u| ≤ 1 stays so, and ∫(½ε²|∇u|² + ¼(u² − 1)²) falls.
/// Start from noise of size 0.1; walls want two points a width ε.
/// </remarks>
/// <param name="grid">Periodic.</param>
/// <param name="width">ε: 0.05 on a side of length 2π.</param>
public sealed class AllenCahn(Grid grid, double width) : SpectralEquation(new FourierSpace(grid, dealiasing: Dealiasing.OneHalf))
{
    private static readonly Func<Tensor, Tensor> Reaction = Fuse.Of(u => -u * u * u);

    /// <inheritdoc/>
    public override bool IsSampleWise => true;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => width * width * k.Laplacian + 1;

    /// <inheritdoc/>
    public override Tensor Nonlinear(FourierSpace k, Tensor u, double t) => k.Modes(Reaction(k.Values(u)));
}
