using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = ξ Σ_d ∂³u/∂x_d³: waves of different length travel at different speeds, −ξk².</summary>
/// <remarks>Airy's equation, the linear part of Korteweg and de Vries's. Exact for any Δt; every norm of the modes stays.</remarks>
/// <param name="grid">Periodic.</param>
/// <param name="dispersivity">ξ: ±1 on a side of length 2π, 10⁻³ on one of length 1.</param>
public sealed class Dispersion(Grid grid, double dispersivity) : SpectralEquation(new FourierSpace(grid))
{
    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => LinearTerms.Sum(k, d => dispersivity * k.Derivative(d, 3));
}
