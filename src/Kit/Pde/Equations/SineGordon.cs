using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂²u/∂t² = c² Δu − sin u, as ∂u/∂t = v, ∂v/∂t = c² Δu − sin u with the components (u, v).</summary>
/// <remarks>
/// A chain of pendulums. On a line with c = 1 the breather 4 arctan(√(1 − ω²)/ω · cos ωt / cosh(√(1 − ω²) x)) is exact for 0 &lt; ω &lt; 1. Energy ∫(½v² + ½c²|∇u|² + 1 − cos u) stays.
/// Products are not cut: the sine has all powers, so take enough points instead.
/// </remarks>
/// <param name="grid">Periodic; fields are [2, n_x, …].</param>
/// <param name="speed">c, about 1.</param>
public sealed class SineGordon(Grid grid, double speed = 1) : SpectralEquation(new FourierSpace(grid, dealiasing: Dealiasing.None), components: 2)
{
    /// <summary>The breather's u at time t.</summary>
    public static Tensor Breather(Tensor x, double frequency, double t)
    {
        var width = Math.Sqrt(1 - frequency * frequency);
        return 4 * Functions.Atan(width / frequency * Math.Cos(frequency * t) / Functions.Cosh(width * x));
    }

    /// <inheritdoc/>
    public override bool IsSampleWise => true;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => k.Block(0.0, 1.0, speed * speed * k.Laplacian, 0.0);

    /// <inheritdoc/>
    public override Tensor Nonlinear(FourierSpace k, Tensor u, double t)
    {
        var axis = u.Rank - k.Dimensions - 1;
        var pull = k.Modes(-Functions.Sin(k.Values(u.MoveAxis(axis, 0)[0])));
        return Tensor.Stack([Tensor.ZerosLike(pull), pull], axis);
    }
}
