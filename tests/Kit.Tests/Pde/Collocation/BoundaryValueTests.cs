using Kit.Pde;
using Kit.Pde.Collocation;
using Kit.Tensors;

namespace Kit.Tests.Pde.Collocation;

public sealed class BoundaryValueTests
{
    [Fact]
    public void Problems_with_every_kind_of_condition_are_solved_to_rounding()
    {
        // u″ + x u′ − u = f with u = e^x cos 2x.
        var axis = Axis.Chebyshev(28, -1, 2);
        var x = axis.Points;
        Tensor u = x.Exp() * (2 * x).Cos(), first = x.Exp() * ((2 * x).Cos() - 2 * (2 * x).Sin()), second = x.Exp() * (-3 * (2 * x).Cos() - 4 * (2 * x).Sin());
        var operatorMatrix = Chebyshev.DifferentiationMatrix(axis, 2) + x.Unsqueeze(1) * Chebyshev.DifferentiationMatrix(axis) - Tensor.Eye(28);
        var f = second + x * first - u;
        double U(int i) => u[i].Item();
        double S(int i) => first[i].Item();
        foreach (var (low, high) in new[]
        {
            (Boundary.Dirichlet(U(0)), Boundary.Dirichlet(U(-1))),
            (Boundary.Neumann(-S(0)), Boundary.Dirichlet(U(-1))),
            (Boundary.Robin(2, 3, 2 * U(0) - 3 * S(0)), Boundary.Neumann(S(-1))),
        })
        {
            var solved = BoundaryValueProblem.Solve(axis, operatorMatrix, Tensor.Stack([f, 2 * f * 0]), low, high);
            Assert.True((solved[0] - u).Abs().Max().Item() < 1e-10, $"{low}, {high}");
        }

        Assert.Throws<ArgumentException>(() => BoundaryValueProblem.Solve(axis, operatorMatrix[1..], f, Boundary.Dirichlet(), Boundary.Dirichlet()));
    }

    [Fact]
    public void Poisson_on_a_rectangle_is_solved_to_rounding_with_mixed_sides()
    {
        var grid = new Grid(Axis.Chebyshev(24), Axis.Chebyshev(26, 0, 1));
        Tensor x = grid.Axes[0].Points, y = grid.Axes[1].Points;
        // u = e^x sin 2y + x y², Δu = −3 e^x sin 2y + 2x.
        var u = grid.Sample((a, b) => a.Exp() * (2 * b).Sin() + a * b * b);
        var f = grid.Sample((a, b) => -3 * a.Exp() * (2 * b).Sin() + 2 * a);
        var sides = new Boundaries(grid,
            (Boundary.Dirichlet(Math.Exp(-1) * (2 * y).Sin() - y * y), Boundary.Neumann(Math.E * (2 * y).Sin() + y * y)),
            (Boundary.Robin(1, 1, -2 * x.Exp()), Boundary.Dirichlet(x.Exp() * Math.Sin(2) + x)));
        Assert.True((new ChebyshevPoisson(sides).Solve(f) - u).Abs().Max().Item() < 1e-10);
        Assert.True((new ChebyshevPoisson(sides, 7).Solve(Tensor.Stack([f - 7 * u, f - 7 * u]))[1] - u).Abs().Max().Item() < 1e-10);
    }

    [Fact]
    public void Closed_boxes_are_solved_up_to_a_constant()
    {
        var grid = new Grid(Axis.Chebyshev(24, 0, 1), Axis.Chebyshev(20, 0, 1));
        var u = grid.Sample((x, y) => (Math.PI * x).Cos() * (2 * Math.PI * y).Cos());
        var solved = new ChebyshevPoisson(Boundaries.Neumann(grid)).Solve(-5 * Math.PI * Math.PI * u);
        Assert.True((solved - solved[0, 0] - (u - u[0, 0])).Abs().Max().Item() < 1e-8);
        Assert.Throws<ArgumentException>(() => new ChebyshevPoisson(Boundaries.Periodic(Grid.Periodic(8, dimensions: 2))));
    }

    [Fact]
    public void Diffusion_by_Crank_and_Nicolson_decays_as_the_rational_function_says()
    {
        // A mode of eigenvalue λ is multiplied by (1 + λΔt/2)/(1 − λΔt/2) a step.
        var grid = new Grid(Axis.Chebyshev(20, 0, 1), Axis.Chebyshev(20, 0, 1));
        const double dt = 0.01, lambda = -2 * Math.PI * Math.PI;
        var solver = new ChebyshevPoisson(Boundaries.Dirichlet(grid), 2 / dt);
        var u = grid.Sample((x, y) => (Math.PI * x).Sin() * (Math.PI * y).Sin());
        var (start, factor) = (u, Math.Pow((1 + lambda * dt / 2) / (1 - lambda * dt / 2), 10));
        for (var step = 0; step < 10; step++)
        {
            var laplacian = Chebyshev.Derivative(u, grid.Axes[0], 2, -2) + Chebyshev.Derivative(u, grid.Axes[1], 2);
            u = solver.Solve(-laplacian - 2 / dt * u);
        }

        Assert.True((u - factor * start).Abs().Max().Item() < 1e-9);
    }

    [Fact]
    public void Allen_Cahn_relaxes_to_its_wall_profile()
    {
        // u_t = ε u″ + u − u³ with u = ±1 far away goes to tanh(x/√(2ε)); implicit diffusion, explicit reaction.
        const double epsilon = 0.02, dt = 0.05;
        var axis = Axis.Chebyshev(65);
        var (x, wall) = (axis.Points, Math.Tanh(1 / Math.Sqrt(2 * epsilon)));
        var matrix = Tensor.Eye(65) - dt * epsilon * Chebyshev.DifferentiationMatrix(axis, 2);
        var u = wall * x;
        for (var step = 0; step < 400; step++)
            u = BoundaryValueProblem.Solve(axis, matrix, u + dt * (u - u * u * u), Boundary.Dirichlet(-wall), Boundary.Dirichlet(wall));
        Assert.True((u - (x / Math.Sqrt(2 * epsilon)).Tanh()).Abs().Max().Item() < 1e-7);
    }
}
