using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂ω/∂t + u·∇ω = ν Δω − μω + f in two dimensions: the vorticity ω = ∂v/∂x − ∂u/∂y of an incompressible flow with ∇·u = 0, u = (∂ψ/∂y, −∂ψ/∂x), Δψ = −ω.</summary>
/// <remarks>
/// u·∇ω is taken as the curl of ∇·(u⊗u), (∂²ₓ − ∂²_y)(uv) + ∂ₓ∂_y(v² − u²), which needs two transforms each way where u·∇ω needs four and one (Basdevant, "Technical
/// improvements for direct numerical simulation of homogeneous three-dimensional turbulence", 1983). Free of aliases both are the same, and conserve energy
/// ½∫|u|² and enstrophy ½∫ω² if ν = μ = f = 0. The mean of ω on a torus is zero. Start from a random field with a few long waves; Δt below h/max|u|.
/// </remarks>
public sealed class NavierStokes : SpectralEquation
{
    private static readonly Fused Stresses = Fuse.Of(u => [u[0] * u[1], u[1] * u[1] - u[0] * u[0]]);
    private readonly double viscosity, drag;
    private readonly Func<double, Tensor>? force;
    private readonly Tensor cross, normal;
    private readonly bool commonForce;

    /// <summary>A flow under a force that may change with time.</summary>
    /// <param name="grid">Two periodic axes.</param>
    /// <param name="viscosity">ν ≥ 0: 10⁻³ to 10⁻⁵ on the unit square with |u| ≈ 1.</param>
    /// <param name="drag">μ ≥ 0, linear drag, which takes the energy that two-dimensional flows carry to long waves.</param>
    /// <param name="forcing">t → f, the curl of the force on the grid; none by default.</param>
    /// <exception cref="ArgumentException">The grid is not two-dimensional, or ν or μ is negative.</exception>
    public NavierStokes(Grid grid, double viscosity, double drag = 0, Func<double, Tensor>? forcing = null) : base(new FourierSpace(grid))
    {
        if (grid.Dimensions != 2) throw new ArgumentException($"NavierStokes: vorticity is a scalar in two dimensions, not on {grid}");
        if (!(viscosity >= 0) || !(drag >= 0)) throw new ArgumentException($"NavierStokes: viscosity {viscosity} and drag {drag}; neither may be negative");
        (this.viscosity, this.drag) = (viscosity, drag);
        if (forcing is not null) force = t => Space.Forward(forcing(t));
        var k = Space;
        cross = (k.Derivative(1, 2) - k.Derivative(0, 2)).KeepAlways();
        normal = (-(k.Derivative(0) * k.Derivative(1)).Real().Contiguous()).KeepAlways();
    }

    /// <summary>A flow under a force that stays.</summary>
    /// <inheritdoc cref="NavierStokes(Grid, double, double, Func{double, Tensor})"/>
    public NavierStokes(Grid grid, double viscosity, double drag, Tensor forcing) : this(grid, viscosity, drag)
    {
        var modes = Space.Forward(forcing).Copy().KeepAlways();
        (force, commonForce) = (_ => modes, modes.Rank == Space.Dimensions);
    }

    /// <summary>Kolmogorov flow on a square of side L: forced by a shear sin(2πny/L) along x, whose curl is f = −(2πn/L) cos(2πny/L), with drag.</summary>
    /// <param name="grid">Two periodic axes.</param>
    /// <param name="viscosity">ν: 10⁻³ to 10⁻² on a side of 2π.</param>
    /// <param name="waves">n, the waves of the force across the square; 4 is usual.</param>
    /// <param name="drag">μ, 0.1 is usual.</param>
    /// <remarks>Kochkov et al., "Machine learning-accelerated computational fluid dynamics", 2021: L = 2π, n = 4, μ = 0.1.</remarks>
    public static NavierStokes Kolmogorov(Grid grid, double viscosity, int waves = 4, double drag = 0.1)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var k = 2 * Math.PI * waves / grid.Axes[^1].Length;
        return new(grid, viscosity, drag, grid.Sample((_, y) => -k * Functions.Cos(k * (y - grid.Axes[1].From))));
    }

    /// <inheritdoc/>
    /// <remarks>True without a force, or with one that stays and is the same for all samples.</remarks>
    public override bool IsSampleWise => force is null || commonForce;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => viscosity * k.Laplacian - drag;

    /// <inheritdoc/>
    public override Tensor Nonlinear(FourierSpace k, Tensor u, double t)
    {
        var velocity = k.Values(u, k.BiotSavart).MoveAxis(u.Rank - 2, 0);
        var stresses = Stresses.Run(velocity[0], velocity[1]);
        var transport = k.Modes((stresses[0], cross), (stresses[1], normal));
        return force is null ? transport : transport + force(t);
    }
}
