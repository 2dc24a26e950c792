using Kit.Autodiff;
using Kit.Pde;
using Kit.Pde.Elliptic;
using Kit.Tensors;

namespace Kit.Tests.Pde.Elliptic;

public class FastPoissonTests
{
    [Theory]
    [InlineData(AxisKind.Nodes)]
    [InlineData(AxisKind.Cells)]
    public void Solve_WithEveryPairOfSides_EqualsMultigrid(AxisKind kind)
    {
        Boundary[] sides = [Boundary.Dirichlet(), Boundary.Neumann()];
        foreach (var low in sides)
            foreach (var high in sides)
            {
                var grid = new Grid(Problems.Of(kind, 37), Problems.Of(kind, 50));
                Boundaries boundaries = new(grid, (low, high), (high, low));
                var f = new Rng(1).Normal((37, 50));
                var fast = new FastPoisson(boundaries, 0.1).Solve(f);
                Assert.True(Problems.Distance(fast, new Multigrid(boundaries, 0.1, new(Tolerance: 1e-13)).Solve(f)) < 1e-10, $"{low} {high}");
            }
    }

    [Fact]
    public void Solve_WithValuesOnSidesAndARing_EqualsDenseElimination()
    {
        var grid = new Grid(Axis.Periodic(9), Axis.Nodes(8));
        Boundaries boundaries = new(grid, (Boundary.Periodic, Boundary.Periodic), (Boundary.Dirichlet(2), Boundary.Neumann(-1)));
        var f = new Rng(2).Normal((9, 8));
        var solver = new Multigrid(boundaries, options: new(Tolerance: 1e-13));
        Assert.True(Problems.Distance(new FastPoisson(boundaries).Solve(f), solver.Solve(f)) < 1e-11);
        Assert.True(Problems.Distance(new FastPoisson(boundaries).Solve(f)[.., ..1], Tensor.Full((9, 1), 2.0)) < 1e-15);
    }

    [Theory]
    [InlineData(LaplaceSymbol.SecondOrder, 2)]
    [InlineData(LaplaceSymbol.FourthOrder, 4)]
    public void Solve_OfAParabola_HasTheOrderOfTheSymbol(LaplaceSymbol symbol, int order)
    {
        double Error(int n)
        {
            var grid = Problems.Square(AxisKind.Nodes, n, n);
            var u = grid.Sample((x, y) => (Math.PI * x).Sin() * (2 * Math.PI * y).Sin());
            return Problems.Size(new FastPoisson(Boundaries.Dirichlet(grid), 0, symbol).Solve(5 * Math.PI * Math.PI * u) - u) / n;
        }

        Assert.Equal(order, Math.Log2(Error(25) / Error(49)), 0.1);
    }

    [Fact]
    public void Solve_WithTheSpectralSymbol_IsExactForWaves()
    {
        var grid = new Grid(Axis.Periodic(16, 0, 2 * Math.PI), Axis.Cells(12, 0, Math.PI));
        var u = grid.Sample((x, y) => (3 * x).Sin() * (2 * y).Cos());
        Assert.True(Problems.Distance(new FastPoisson(Boundaries.Neumann(grid), 0, LaplaceSymbol.Spectral).Solve(13 * u), u) < 1e-14);
    }

    [Fact]
    public void Solve_WhereTheConstantIsFree_GivesMeanZeroAndRefusesAMean()
    {
        var grid = Problems.Square(AxisKind.Nodes, 15, 12);
        var solver = new FastPoisson(Boundaries.Neumann(grid));
        var f = new Rng(3).Normal((2, 15, 12));
        f -= grid.Integrate(f).Reshape(2, 1, 1);
        Assert.True(grid.Integrate(solver.Solve(f)).Abs().Max().Item() < 1e-14);
        Assert.Contains("mean", Assert.Throws<ArgumentException>(() => solver.Solve(f + 1)).Message);
        Assert.Throws<ArgumentException>(() => new FastPoisson(Boundaries.OnSides(grid, Boundary.Robin(1, 1, 0))));
    }

    [Fact]
    public void Derivative_AgreesWithDifferences()
    {
        var solver = new FastPoisson(new(new Grid(Axis.Periodic(5), Axis.Nodes(6)), (Boundary.Periodic, Boundary.Periodic), (Boundary.Dirichlet(1), Boundary.Neumann())));
        Assert.True(Grad.Check(f => solver.Solve(f), new Rng(4).Normal((5, 6))).Passed);
    }
}
