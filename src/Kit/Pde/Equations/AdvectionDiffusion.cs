using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = ν Δu − c·∇u: what flows along and spreads.</summary>
/// <remarks>Exact for any Δt.</remarks>
/// <param name="grid">Periodic.</param>
/// <param name="diffusivity">ν ≥ 0, about 0.01 on a side of length 1.</param>
/// <param name="velocity">c, one number an axis, about 1.</param>
public sealed class AdvectionDiffusion(Grid grid, double diffusivity, params double[] velocity) : SpectralEquation(new FourierSpace(grid))
{
    private readonly double[] c = LinearTerms.PerAxis(grid, velocity, "AdvectionDiffusion: velocity");

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => diffusivity * k.Laplacian - LinearTerms.Sum(k, d => c[d] * k.Derivative(d));
}
