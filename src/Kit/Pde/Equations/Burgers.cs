using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = ν ∂²u/∂x² − ½ ∂(u²)/∂x in one dimension; ∂u/∂t = ν Δu − (u·∇)u for a velocity u of D components in two and three.</summary>
/// <remarks>
/// Burgers, "A mathematical model illustrating the theory of turbulence", 1948. Fronts of width 2ν/u form from any smooth start; start from a sine or a
/// few random modes, and take ν at least u·h/2 so that the grid sees them.
/// </remarks>
/// <param name="grid">Periodic; [n] for D = 1, else fields are [D, n_x, n_y…].</param>
/// <param name="viscosity">ν: 0.01 to 0.1 for a side of length 2π and |u| ≈ 1.</param>
public sealed class Burgers(Grid grid, double viscosity) : SpectralEquation(new FourierSpace(grid), grid.Dimensions == 1 ? 0 : grid.Dimensions)
{
    private static readonly Func<Tensor, Tensor> Flux = Fuse.Of(u => -0.5 * u * u);

    /// <inheritdoc/>
    public override bool IsSampleWise => true;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => viscosity * k.Laplacian;

    /// <inheritdoc/>
    public override Tensor Nonlinear(FourierSpace k, Tensor u, double t)
    {
        if (Components == 0) return k.Modes(Flux(k.Values(u)), k.Derivative(0));
        var axis = u.Rank - Components - 1;
        var velocity = k.Values(u);
        var transport = Enumerable.Range(0, Components).Select(d => velocity.MoveAxis(axis, 0)[d].Unsqueeze(axis) * k.Values(u, k.Derivative(d)));
        return k.Modes(-transport.Aggregate((a, b) => a + b));
    }
}
