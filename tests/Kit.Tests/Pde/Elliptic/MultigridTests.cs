using Kit.Autodiff;
using Kit.Compute;
using Kit.Pde;
using Kit.Pde.Elliptic;
using Kit.Tensors;

namespace Kit.Tests.Pde.Elliptic;

public class MultigridTests
{
    // Local Fourier analysis gives 0.04 to 0.06 for V(2,2); 0.12 leaves room for the walls, and with boundaries, odd counts and large grids alike the factor must stay there.
    [Theory]
    [InlineData(33, 33)]
    [InlineData(65, 65)]
    [InlineData(129, 129)]
    [InlineData(257, 257)]
    [InlineData(38, 51)]
    [InlineData(100, 37)]
    public void Factor_OfAVCycle_DoesNotDependOnSize(int n, int m)
    {
        foreach (var kind in (AxisKind[])[AxisKind.Nodes, AxisKind.Cells])
        {
            var solver = new Multigrid(Boundaries.Dirichlet(Problems.Square(kind, n, m)));
            var result = solver.Run(new Rng(1).Normal((n, m)));
            Assert.True(result.Converged && result.Factor < 0.12, $"{kind} {n} x {m}: {result}");
        }
    }

    [Theory]
    [InlineData(CycleKind.V)]
    [InlineData(CycleKind.W)]
    [InlineData(CycleKind.F)]
    public void Solve_ByEveryCycle_EqualsDenseElimination(CycleKind cycle)
    {
        var grid = new Grid(Axis.Nodes(13), Axis.Cells(10));
        Boundaries sides = new(grid, (Boundary.Dirichlet(), Boundary.Neumann()), (Boundary.Robin(1, 2, 0), Boundary.Dirichlet()));
        var f = new Rng(2).Normal((13, 10));
        var solver = new Multigrid(sides, 0.3, new(cycle, Tolerance: 1e-12));
        Assert.True(Problems.Distance(solver.Solve(f), Problems.Dense(solver.Apply, f)) < 1e-10);
    }

    [Fact]
    public void Solve_InOneAndThreeDimensions_EqualsDenseElimination()
    {
        foreach (var grid in (Grid[])[new(Axis.Nodes(37)), new(Axis.Cells(24)), new(Axis.Nodes(6), Axis.Cells(5), Axis.Periodic(8)), new(Axis.Periodic(7), Axis.Nodes(8), Axis.Cells(4))])
        {
            var f = new Rng(3).Normal([.. grid.Shape]);
            var solver = new Multigrid(Boundaries.OnSides(grid, Boundary.Robin(2, 1, 0)), 0.5, new(Tolerance: 1e-12));
            Assert.True(Problems.Distance(solver.Solve(f), Problems.Dense(solver.Apply, f)) < 1e-10, grid.ToString());
            var a = 1 + new Rng(4).Uniform([.. grid.Shape]);
            var varying = new Multigrid(Boundaries.OnSides(grid, Boundary.Robin(2, 1, 0)), a, FaceAverage.Harmonic, 0.5, new(Tolerance: 1e-12));
            Assert.True(Problems.Distance(varying.Solve(f), Problems.Dense(varying.Apply, f)) < 1e-10, grid.ToString());
        }
    }

    [Theory]
    [InlineData(AxisKind.Nodes, 1, 0)]
    [InlineData(AxisKind.Cells, 1, 0)]
    [InlineData(AxisKind.Nodes, 0, 1)]
    [InlineData(AxisKind.Cells, 0, 1)]
    [InlineData(AxisKind.Nodes, 1, 0.5)]
    [InlineData(AxisKind.Cells, 1, 0.5)]
    public void Solve_WithManufacturedSides_IsOfSecondOrder(AxisKind kind, double a, double b)
    {
        double Error(int n)
        {
            var grid = Problems.Square(kind, n, n);
            var u = new Multigrid(Problems.Manufactured(grid, a, b), 0.7).Solve(Problems.Source(grid, 0.7));
            return grid.Norm(u - grid.Sample(Problems.Exact)).Item();
        }

        var (coarse, fine) = kind == AxisKind.Nodes ? (41, 81) : (40, 80);
        Assert.Equal(2, Math.Log2(Error(coarse) / Error(fine)), 0.1);
    }

    [Fact]
    public void Solve_WhereTheConstantIsFree_GivesMeanZeroAndRefusesAMean()
    {
        foreach (var kind in (AxisKind[])[AxisKind.Nodes, AxisKind.Cells, AxisKind.Periodic])
        {
            var grid = Problems.Square(kind, 32, 24);
            var solver = new Multigrid(Boundaries.Neumann(grid));
            var f = new Rng(5).Normal((32, 24));
            f -= grid.Integrate(f);
            var u = solver.Solve(f);
            Assert.True(Math.Abs(grid.Integrate(u).Item()) < 1e-13, kind.ToString());
            Assert.True(Problems.Distance(solver.Apply(u), f) < 1e-9, kind.ToString());
            Assert.Contains("mean", Assert.Throws<ArgumentException>(() => solver.Solve(f + 0.25)).Message);
        }
    }

    [Fact]
    public void Solve_OnOddRings_StillConverges()
    {
        var grid = new Grid(Axis.Periodic(33), Axis.Periodic(35));
        var f = grid.Sample((x, y) => (2 * Math.PI * x).Sin() * (4 * Math.PI * y).Cos());
        var solver = new Multigrid(Boundaries.Periodic(grid));
        Assert.True(Problems.Distance(solver.Apply(solver.Solve(f)), f) < 1e-9);
    }

    [Fact]
    public void Solve_OnFlatCells_CoarsensTheStrongDirectionFirst()
    {
        var result = new Multigrid(Boundaries.Dirichlet(new Grid(Axis.Nodes(300), Axis.Nodes(20)))).Run(new Rng(1).Normal((300, 20)));
        Assert.True(result.Factor < 0.15, result.ToString());
    }

    [Fact]
    public void Derivative_ByTheRightHandSide_IsASolution()
    {
        var solver = new Multigrid(Boundaries.OnSides(new Grid(Axis.Nodes(6), Axis.Nodes(7)), Boundary.Robin(1, 1, 0.5)), 0.2, new(Tolerance: 1e-13));
        Assert.True(Grad.Check(f => solver.Solve(f), new Rng(7).Normal((6, 7))).Passed);
    }

    [Fact]
    public void Run_ThatMayNotConverge_SaysSo()
    {
        var solver = new Multigrid(Boundaries.Dirichlet(Problems.Square(AxisKind.Nodes, 33, 33)), options: new(MaxCycles: 2));
        var f = Tensor.Ones((33, 33));
        Assert.False(solver.Run(f).Converged);
        Assert.Contains("not converged after 2 cycles", Assert.Throws<ArithmeticException>(() => solver.Solve(f)).Message);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        var grid = Problems.Square(AxisKind.Nodes, 9, 9);
        var sides = Boundaries.Dirichlet(grid);
        Assert.Contains("[9,8]", Assert.Throws<ArgumentException>(() => new Multigrid(sides).Solve(Tensor.Ones((9, 8)))).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new Multigrid(sides).Solve(Tensor.Full((9, 9), double.NaN))).Message);
        var a = Tensor.Ones((9, 9));
        a[3, 4] = Tensor.Of(-2.0);
        Assert.Contains("-2 at [3,4]", Assert.Throws<ArgumentException>(() => new Multigrid(sides, a)).Message);
        Assert.Throws<ArgumentException>(() => new Multigrid(sides, -1));
        Assert.Throws<ArgumentException>(() => new Multigrid(Boundaries.OnSides(grid, Boundary.Robin(-1, 1, 0))));
        Assert.Throws<ArgumentException>(() => new Multigrid(Boundaries.Dirichlet(new Grid(Axis.Chebyshev(9)))));
    }

    [Collection("threads")]
    public class Threading
    {
        [Fact]
        public void Bits_DoNotDependOnThreads()
        {
            var before = Threads.Count;
            try
            {
                foreach (var grid in (Grid[])[Problems.Square(AxisKind.Nodes, 301, 201), Problems.Square(AxisKind.Periodic, 175, 150)])
                {
                    var f = new Rng(9).Normal([.. grid.Shape]);
                    f -= grid.Integrate(f);
                    double[][] results = [.. ((int[])[1, 2, 5]).Select(threads =>
                    {
                        Threads.Count = threads;
                        return new Multigrid(Boundaries.Neumann(grid)).Solve(f).ToDoubles();
                    })];
                    Assert.Equal(results[0], results[1]);
                    Assert.Equal(results[0], results[2]);
                }
            }
            finally
            {
                Threads.Count = before;
            }
        }
    }
}
