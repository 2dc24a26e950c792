using Kit.Pde;
using Kit.Pde.Elliptic;
using Kit.Tensors;

namespace Kit.Tests.Pde.Elliptic;

/// <summary>Coefficients that jump by 10⁴, from point to point or along interfaces, and rings of odd length.</summary>
public class ContrastTests
{
    private const double Contrast = 1e4;

    // 10⁻¹⁰ in 15 steps is a factor of 0.2 a step; measured are 7 to 14 on grids to 421².
    [Theory]
    [InlineData(AxisKind.Nodes, 65, 1)]
    [InlineData(AxisKind.Nodes, 129, 1)]
    [InlineData(AxisKind.Cells, 129, 1)]
    [InlineData(AxisKind.Cells, 129, 8)]
    [InlineData(AxisKind.Periodic, 128, 1)]
    [InlineData(AxisKind.Periodic, 65, 1)]
    public void Run_InAPlane_TakesFifteenStepsAtMost(AxisKind kind, int n, double length)
    {
        var grid = new Grid(Problems.Of(kind, n), kind switch
        {
            AxisKind.Nodes => Axis.Nodes(n, 0, length),
            AxisKind.Cells => Axis.Cells(n, 0, length),
            _ => Axis.Periodic(n, 0, length),
        });
        Few(grid, Noise(grid));
        Few(grid, Interfaces(grid));
    }

    [Theory]
    [InlineData(AxisKind.Nodes)]
    [InlineData(AxisKind.Periodic)]
    public void Run_InSpace_TakesFifteenStepsAtMost(AxisKind kind)
    {
        var grid = new Grid(Problems.Of(kind, 24), Problems.Of(kind, 24), Problems.Of(kind, 25));
        Few(grid, Noise(grid));
        Few(grid, Interfaces(grid));
    }

    // Conjugate gradients need ⟨Mx, y⟩ = ⟨x, My⟩; in nine-point equations the sweeps after the coarse grid must take all four colours in the opposite order.
    [Theory]
    [InlineData(Coarsening.Geometric)]
    [InlineData(Coarsening.Algebraic)]
    public void Precondition_IsSymmetricAndPositive(Coarsening coarsening)
    {
        foreach (var kind in (AxisKind[])[AxisKind.Cells, AxisKind.Periodic])
        {
            var grid = Problems.Square(kind, 32, 32);
            var solver = new Multigrid(Boundaries.Dirichlet(grid), Noise(grid), FaceAverage.Harmonic, 0.5, new(Coarsening: coarsening));
            Tensor x = new Rng(5).Normal([32, 32]), y = new Rng(6).Normal([32, 32]);
            var (across, back) = ((solver.Precondition(x) * y).Sum().Item(), (x * solver.Precondition(y)).Sum().Item());
            var size = (solver.Precondition(x) * x).Sum().Item();
            Assert.True(size > 0);
            Assert.Equal(across, back, 1e-11 * size);
        }
    }

    [Theory]
    [InlineData(Coarsening.Geometric)]
    [InlineData(Coarsening.Algebraic)]
    public void Solve_ByEitherCoarsening_EqualsDenseElimination(Coarsening coarsening)
    {
        var grid = new Grid(Axis.Nodes(13), Axis.Cells(10));
        Boundaries sides = new(grid, (Boundary.Dirichlet(), Boundary.Neumann()), (Boundary.Robin(1, 2, 0), Boundary.Dirichlet()));
        var f = new Rng(2).Normal((13, 10));
        var solver = new Multigrid(sides, 1 + Noise(grid) / 100, FaceAverage.Harmonic, 0.3, new(Tolerance: 1e-12, Coarsening: coarsening));
        Assert.True(Problems.Distance(solver.Solve(f), Problems.Dense(solver.Apply, f)) < 1e-9);
    }

    // With every second point kept the cell over the seam of 2ᵏ + 1 points stays short on all levels: 42 cycles at 257.
    [Theory]
    [InlineData(33)]
    [InlineData(257)]
    public void Run_OnRingsOfOddLength_TakesFewSteps(int n)
    {
        var grid = new Grid(Axis.Periodic(n), Axis.Periodic(n));
        var f = new Rng(1).Normal([n, n]);
        f -= grid.Integrate(f);
        var result = new Multigrid(Boundaries.Periodic(grid)).Run(f);
        Assert.True(result.Converged && result.Cycles <= 12, result.ToString());
        Assert.True(Problems.Distance(new Multigrid(Boundaries.Periodic(grid)).Apply(result.Solution), f) < 1e-9);
    }

    // Grids are kept from one solution to the next; nothing of the last one may be left in them, not even around a ring.
    [Fact]
    public void Run_AfterAnotherSolution_GivesTheSameBits()
    {
        var grid = new Grid(Axis.Periodic(24), Axis.Periodic(32));
        var f = new Rng(1).Normal([24, 32]);
        f -= f.Mean();
        var solver = new Multigrid(Boundaries.Periodic(grid));
        var first = solver.Solve(f).ToDoubles();
        solver.Solve(-3 * f);
        Assert.Equal(first, solver.Solve(f).ToDoubles());
    }

    private static void Few(Grid grid, Tensor a)
    {
        var f = new Rng(1).Normal([.. grid.Shape]);
        f -= f.Mean();
        var result = new Multigrid(Boundaries.Dirichlet(grid), a, FaceAverage.Harmonic).Run(f);
        Assert.True(result.Converged && result.Cycles <= 15, result.ToString());
    }

    /// <summary>Log-uniform, independent from point to point.</summary>
    private static Tensor Noise(Grid grid) => (new Rng(3).Uniform([.. grid.Shape]) * Math.Log(Contrast)).Exp();

    /// <summary>A checkerboard of few fields with interfaces about one cell wide.</summary>
    private static Tensor Interfaces(Grid grid)
    {
        var waves = Tensor.Ones([.. grid.Shape]);
        for (var d = 0; d < grid.Dimensions; d++) waves = waves * (2 * Math.PI / grid.Axes[d].Length * grid.Coordinate(d)).Sin();
        return (0.5 * Math.Log(Contrast) * (20 * waves).Tanh()).Exp();
    }
}
