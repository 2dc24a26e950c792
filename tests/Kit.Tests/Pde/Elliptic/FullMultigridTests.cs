using Kit.Pde;
using Kit.Pde.Elliptic;
using Kit.Tensors;

namespace Kit.Tests.Pde.Elliptic;

public class FullMultigridTests
{
    // With V cycles the whole error may be half again that of the differences. Coarser grids of nodes between Dirichlet walls have short cells at these, so that their solutions
    // are worse than (2h)² says, and a V cycle corrects that least: F cycles leave an algebraic error of a third, and the order of the differences. On cells and with fluxes both are less.
    [Theory]
    [InlineData(AxisKind.Nodes, 1, 0)]
    [InlineData(AxisKind.Cells, 1, 0)]
    [InlineData(AxisKind.Nodes, 0, 1)]
    [InlineData(AxisKind.Cells, 0, 1)]
    [InlineData(AxisKind.Nodes, 1, 0.5)]
    [InlineData(AxisKind.Cells, 1, 0.5)]
    public void OnePass_ReachesTheErrorOfTheDifferences(AxisKind kind, double a, double b)
    {
        (double V, double F, double Algebraic, double Solved) Errors(int n)
        {
            var grid = Problems.Square(kind, n, n);
            var exact = grid.Sample(Problems.Exact);
            var sides = Problems.Manufactured(grid, a, b);
            Multigrid v = new(sides, 0.7), f = new(sides, 0.7, new(CycleKind.F));
            var (source, solved) = (Problems.Source(grid, 0.7), v.Solve(Problems.Source(grid, 0.7)));
            double Off(Tensor u, Tensor from) => grid.Norm(u - from).Item();
            return (Off(v.Full(source), exact), Off(f.Full(source), exact), Off(f.Full(source), solved), Off(solved, exact));
        }

        var (coarse, fine) = kind == AxisKind.Nodes ? (Errors(65), Errors(129)) : (Errors(64), Errors(128));
        foreach (var errors in new[] { coarse, fine })
            Assert.True(errors.V <= 1.5 * errors.Solved && errors.F <= 1.1 * errors.Solved && errors.Algebraic <= 0.5 * errors.Solved, $"{errors}");
        Assert.Equal(2, Math.Log2(coarse.F / fine.F), 0.1);
    }

    [Fact]
    public void OnePass_OfHomogeneousSidesRingsAndThreeDimensions_ReachesTheErrorOfTheDifferences()
    {
        foreach (var grid in (Grid[])[new(Axis.Nodes(65), Axis.Nodes(65)), new(Axis.Nodes(100), Axis.Nodes(38)), new(Axis.Periodic(64), Axis.Nodes(50)), new(Axis.Nodes(33), Axis.Nodes(33), Axis.Periodic(32)), new(Axis.Nodes(129))])
        {
            var waves = Enumerable.Range(0, grid.Dimensions).Select(d => grid.Axes[d].Kind == AxisKind.Periodic ? 2 * Math.PI : Math.PI).ToArray();
            var u = Tensor.Ones(grid.Shape);
            for (var d = 0; d < grid.Dimensions; d++) u *= (waves[d] * grid.Coordinate(d)).Sin();
            var solver = new Multigrid(Boundaries.OnSides(grid, Boundary.Dirichlet()));
            var f = waves.Sum(k => k * k) * u;
            var (full, solved) = (grid.Norm(solver.Full(f) - u).Item(), grid.Norm(solver.Solve(f) - u).Item());
            Assert.True(full <= 1.5 * solved, $"{grid}: {full} against {solved}");
        }
    }

    [Fact]
    public void OneCycle_FromZero_IsFarFromTheErrorOfTheDifferences()
    {
        var grid = Problems.Square(AxisKind.Nodes, 129, 129);
        var u = grid.Sample((x, y) => (Math.PI * x).Sin() * (Math.PI * y).Sin());
        var solver = new Multigrid(Boundaries.Dirichlet(grid));
        var f = 2 * Math.PI * Math.PI * u;
        Assert.True(grid.Norm(solver.Precondition(f) - u).Item() > 10 * grid.Norm(solver.Full(f) - u).Item());
    }

    [Fact]
    public void CubicAxis_ReproducesCubics()
    {
        var faces = new double[] { 1, 1, 0.5, 1, 1, 2, 1, 1, 1, 0.25, 1, 1 };
        var axis = new AxisOperator(faces, [.. Enumerable.Repeat(1.0, 11)], periodic: false);
        var x = new double[11];
        for (var i = 1; i < 11; i++) x[i] = x[i - 1] + 1 / faces[i];
        static double Cubic(double t) => 1 - 2 * t + 0.3 * t * t - 0.1 * t * t * t;
        CubicAxis cubic = new(axis);
        for (var odd = 0; odd < 5; odd++)
            Assert.Equal(Cubic(x[2 * odd + 1]), cubic.Sources[odd].Zip(cubic.Weights[odd], (s, w) => w * Cubic(x[2 * s])).Sum(), 1e-10);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        var sides = Boundaries.Dirichlet(Problems.Square(AxisKind.Nodes, 9, 9));
        Assert.Contains("varies", Assert.Throws<ArgumentException>(() => new Multigrid(sides, Tensor.Ones((9, 9))).Full(Tensor.Ones((9, 9)))).Message);
        Assert.Contains("Algebraic", Assert.Throws<ArgumentException>(() => new Multigrid(sides, options: new(Coarsening: Coarsening.Algebraic)).Full(Tensor.Ones((9, 9)))).Message);
        Assert.Contains("[9,8]", Assert.Throws<ArgumentException>(() => new Multigrid(sides).Full(Tensor.Ones((9, 8)))).Message);
    }
}
