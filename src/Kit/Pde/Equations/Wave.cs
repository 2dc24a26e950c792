using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂²u/∂t² = c² Δu, as ∂u/∂t = v, ∂v/∂t = c² Δu with the components (u, v).</summary>
/// <remarks>d'Alembert, 1747. The matrix of a mode has the exact exponential cos c|k|t and sin c|k|t, so any Δt will do. Energy ½∫(v² + c²|∇u|²) stays.</remarks>
/// <param name="grid">Periodic; fields are [2, n_x, …].</param>
/// <param name="speed">c, about 1.</param>
public sealed class Wave(Grid grid, double speed = 1) : SpectralEquation(new FourierSpace(grid), components: 2)
{
    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => k.Block(0.0, 1.0, speed * speed * k.Laplacian, 0.0);
}
