using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = D_u Δu + u − u³ − κ − v, ∂v/∂t = D_v Δv + u − v: an activator and what inhibits it.</summary>
/// <remarks>
/// FitzHugh (1961) and Nagumo (1962); in this form with D_u = 10⁻³, D_v = 5·10⁻³, κ = 5·10⁻³ on [−1, 1]² from normal noise up to t = 5 in Takamoto et al., "PDEBench", 2022.
/// The linear part is a matrix a mode and taken exactly.
/// </remarks>
/// <param name="grid">Periodic; fields are [2, n_x, …].</param>
/// <param name="activator">D_u.</param>
/// <param name="inhibitor">D_v.</param>
/// <param name="threshold">κ.</param>
public sealed class FitzHughNagumo(Grid grid, double activator = 1e-3, double inhibitor = 5e-3, double threshold = 5e-3)
    : SpectralEquation(new FourierSpace(grid, dealiasing: Dealiasing.OneHalf), components: 2)
{
    private static readonly Func<Tensor, Tensor, Tensor> Reaction = Fuse.Of((u, threshold) => -u * u * u - threshold);

    /// <inheritdoc/>
    public override bool IsSampleWise => true;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => k.Block(activator * k.Laplacian + 1, -1.0, 1.0, inhibitor * k.Laplacian - 1);

    /// <inheritdoc/>
    public override Tensor Nonlinear(FourierSpace k, Tensor u, double t)
    {
        var axis = u.Rank - k.Dimensions - 1;
        var slope = k.Modes(Reaction(k.Values(u.MoveAxis(axis, 0)[0]), threshold));
        return Tensor.Stack([slope, Tensor.ZerosLike(slope)], axis);
    }
}
