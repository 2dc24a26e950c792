using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = −μ Δ²u: diffusion that spares long waves.</summary>
/// <remarks>Exact for any Δt. There is no maximum principle: a bump undershoots.</remarks>
/// <param name="grid">Periodic.</param>
/// <param name="coefficient">μ ≥ 0: 10⁻⁴ on a side of length 1.</param>
public sealed class HyperDiffusion(Grid grid, double coefficient) : SpectralEquation(new FourierSpace(grid))
{
    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => -coefficient * k.Laplacian.Square();
}
