using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = −c·∇u: the field moves with velocity c and keeps its shape.</summary>
/// <remarks>Exact for any Δt: u(t, x) = u(0, x − ct). Start from anything smooth; a jump shows Gibbs's overshoot and keeps it.</remarks>
/// <param name="grid">Periodic.</param>
/// <param name="velocity">c, one number an axis; 1 crosses a side of length 1 in unit time.</param>
public sealed class Advection(Grid grid, params double[] velocity) : SpectralEquation(new FourierSpace(grid))
{
    private readonly double[] c = LinearTerms.PerAxis(grid, velocity, "Advection: velocity");

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => LinearTerms.Sum(k, d => -c[d] * k.Derivative(d));
}
