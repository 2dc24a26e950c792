using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>dx/dt = σ(y − x), dy/dt = x(ρ − z) − y, dz/dt = xy − βz: three modes of convection.</summary>
/// <remarks>
/// Lorenz, "Deterministic nonperiodic flow", 1963. With the usual numbers the largest Lyapunov exponent is 0.9056 (Sprott, 2003), and volumes shrink at the rate
/// σ + 1 + β. Start anywhere near (1, 1, 1) and leave out 10 units of time; Δt = 0.01 with RK4.
/// </remarks>
/// <param name="Sigma">σ, the Prandtl number.</param>
/// <param name="Rho">ρ, the Rayleigh number in units of its critical value; chaos from 24.74 on.</param>
/// <param name="Beta">β, the shape of the roll.</param>
public sealed record Lorenz63(double Sigma = 10, double Rho = 28, double Beta = 8.0 / 3)
{
    /// <summary>The slope of states [samples…, 3].</summary>
    /// <exception cref="ArgumentException">The last axis has not three entries.</exception>
    public Tensor RightHandSide(double t, Tensor u)
    {
        ArgumentNullException.ThrowIfNull(u);
        if (u.Rank < 1 || u.Shape[-1] != 3) throw new ArgumentException($"Lorenz63: states are [samples…, 3], not {u.Shape}");
        Tensor x = u[Slice.Ellipsis, 0], y = u[Slice.Ellipsis, 1], z = u[Slice.Ellipsis, 2];
        return Tensor.Stack([Sigma * (y - x), x * (Rho - z) - y, x * y - Beta * z], -1);
    }
}
