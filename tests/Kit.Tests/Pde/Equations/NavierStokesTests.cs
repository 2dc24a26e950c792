using Kit.Pde;
using Kit.Pde.Equations;
using Kit.Pde.Spectral;
using Kit.Tensors;
using static Kit.Tensors.Functions;
using static Kit.Tests.Pde.Spectral.Errors;

namespace Kit.Tests.Pde.Equations;

public sealed class NavierStokesTests
{
    [Fact]
    public void Vortices_of_Taylor_and_Green_decay_as_they_are()
    {
        var grid = Grid.Periodic(32, 2 * Math.PI, 2);
        var w = grid.Sample((x, y) => 2 * Sin(3 * x) * Sin(3 * y));
        // u·∇ω = 0 exactly, so e^(−ν k² t) with k² = 18.
        Assert.True(Largest(new NavierStokes(grid, 0.05).Evolve(w, 0.1, 20), Math.Exp(-0.05 * 18 * 2) * w) < 1e-13);
    }

    [Fact]
    public void The_transport_is_that_of_vorticity_by_its_velocity()
    {
        var grid = new Grid(Axis.Periodic(24, 0, 2), Axis.Periodic(30, 0, 3));
        var (equation, w) = (new NavierStokes(grid, 0), Smooth(grid));
        var k = equation.Space;
        var modes = k.Forward(w);
        var (u, gradient) = (k.Values(modes, k.BiotSavart), Tensor.Stack([k.Values(modes, k.Derivative(0)), k.Values(modes, k.Derivative(1))]));
        var expected = k.Modes(-(u * gradient).Sum(0));
        Assert.True(Largest(equation.Nonlinear(k, modes, 0), expected) < 1e-12 * expected.Abs().Max().Item());
    }

    [Theory, InlineData(Dealiasing.TwoThirds)]
    public void Without_viscosity_energy_and_enstrophy_stay_up_to_the_error_of_the_step(Dealiasing dealiasing)
    {
        Assert.Equal(dealiasing, new NavierStokes(Grid.Periodic(8, 1, 2), 0).Space.Dealiasing);
        var grid = Grid.Periodic(32, 2 * Math.PI, 2);
        var equation = new NavierStokes(grid, 0);
        var w = equation.Space.Inverse(equation.Space.Modes(Smooth(grid)));
        w = w - w.Mean();
        double Drift(Func<Tensor, Tensor> invariant, double dt) => Math.Abs(invariant(equation.Evolve(w, dt, (int)Math.Round(0.4 / dt))).Item() / invariant(w).Item() - 1);
        Assert.InRange(Drift(equation.Space.Energy, 0.01), 0, 1e-6);
        Assert.InRange(Drift(equation.Space.Enstrophy, 0.01), 0, 1e-5);
        // RK4 loses quadratic invariants at order 5 of the step, 4 or more over a time.
        Assert.True(Math.Log2(Drift(equation.Space.Enstrophy, 0.02) / Drift(equation.Space.Enstrophy, 0.01)) > 3.9);
    }

    [Fact]
    public void A_force_holds_the_laminar_Kolmogorov_flow()
    {
        // Balance: (ν k² + μ) ω = f, u·∇ω = 0.
        var grid = Grid.Periodic(32, 2 * Math.PI, 2);
        const double nu = 0.5, mu = 0.1;
        var steady = grid.Sample((x, y) => -4 * Cos(4 * y) / (nu * 16 + mu) + 0 * x);
        Assert.True(Largest(NavierStokes.Kolmogorov(grid, nu).Evolve(steady, 0.1, 20), steady) < 1e-12);
    }

    [Fact]
    public void A_force_of_time_is_read_at_the_stages()
    {
        // ∂ω/∂t = cos t on a mode that no other moves: ω = sin t cos x.
        var grid = Grid.Periodic(8, 2 * Math.PI, 2);
        var wave = grid.Sample((x, y) => Cos(x) + 0 * y);
        var equation = new NavierStokes(grid, 0, forcing: t => Math.Cos(t) * wave);
        Assert.True(Largest(equation.Evolve(0 * wave, 0.1, 10), Math.Sin(1) * wave) < 1e-6);
    }

    private static Tensor Smooth(Grid grid)
    {
        var k = new FourierSpace(grid);
        return k.Inverse(k.Forward(new Rng(1).Normal(grid.Shape)) * Exp(k.Laplacian * 0.1 * Math.Pow(grid.Axes[0].Length / (2 * Math.PI), 2))) * 4;
    }
}
