using Kit.Autodiff;
using Kit.Pde;
using Kit.Pde.Elliptic;
using Kit.Tensors;

namespace Kit.Tests.Pde.Elliptic;

public class DarcyTests
{
    private static readonly MultigridOptions Tight = new(Tolerance: 1e-13);

    [Theory]
    [InlineData(FaceAverage.Arithmetic)]
    [InlineData(FaceAverage.Harmonic)]
    public void Solve_OnAnyShape_EqualsDenseElimination(FaceAverage average)
    {
        var a = new Rng(1).Uniform((17, 12), 0.1, 3);
        var f = new Rng(2).Normal((17, 12));
        var operation = new Multigrid(Boundaries.Dirichlet(Problems.Square(AxisKind.Nodes, 17, 12)), a, average);
        Assert.True(Problems.Distance(Darcy.Solve(a, f, average, Tight), Problems.Dense(operation.Apply, f)) < 1e-10);
    }

    [Fact]
    public void Solve_OfLayers_IsExactWithHarmonicAverages()
    {
        // a = 1 left of 1/2 and 100 right of it, no source, u from 0 to 1: u is linear in each layer and the flux 2/(1 + 1/100) is constant.
        var grid = new Grid(Axis.Cells(20), Axis.Cells(6));
        var a = grid.Sample((x, y) => Functions.Where(x < 0.5, Tensor.Of(1.0), Tensor.Of(100.0)) + 0 * y);
        Boundaries sides = new(grid, (Boundary.Dirichlet(), Boundary.Dirichlet(1)), (Boundary.Neumann(), Boundary.Neumann()));
        var u = Darcy.Solve(a, Tensor.Zeros((20, 6)), sides, FaceAverage.Harmonic, options: Tight);
        var flux = 2 / (1 + 0.01);
        var exact = grid.Sample((x, y) => Functions.Where(x < 0.5, flux * x, 1 - flux / 100 * (1 - x)) + 0 * y);
        Assert.True(Problems.Distance(u, exact) < 1e-11);
    }

    [Fact]
    public void Solve_WithVaryingCoefficient_IsOfSecondOrder()
    {
        // u = sin πx sin πy, a = 1 + x y: −∇·(a∇u) = 2π² a u − ∇a·∇u.
        double Error(int n)
        {
            var grid = Problems.Square(AxisKind.Nodes, n, n);
            var u = grid.Sample((x, y) => (Math.PI * x).Sin() * (Math.PI * y).Sin());
            var f = grid.Sample((x, y) => 2 * Math.PI * Math.PI * (1 + x * y) * (Math.PI * x).Sin() * (Math.PI * y).Sin()
                - Math.PI * (y * (Math.PI * x).Cos() * (Math.PI * y).Sin() + x * (Math.PI * x).Sin() * (Math.PI * y).Cos()));
            return Problems.Size(Darcy.Solve(grid.Sample((x, y) => 1 + x * y), f) - u) / n;
        }

        Assert.Equal(2, Math.Log2(Error(33) / Error(65)), 0.1);
    }

    [Fact]
    public void Solve_OfSamples_EqualsEachAlone()
    {
        var a = new Rng(3).Uniform((3, 20, 21), 1, 12);
        var f = new Rng(4).Normal((20, 21));
        var u = Darcy.Solve(a, f);
        for (var sample = 0; sample < 3; sample++) Assert.Equal(Darcy.Solve(a[sample], f).ToDoubles(), u[sample].ToDoubles());
    }

    [Fact]
    public void Derivatives_ByCoefficientAndSource_AgreeWithDifferences()
    {
        var (a, f) = (new Rng(5).Uniform((6, 7), 1, 2), new Rng(6).Normal((6, 7)));
        Assert.True(Grad.Check(x => Darcy.Solve(x, f, options: Tight), a) is { Passed: true });
        Assert.True(Grad.Check(x => Darcy.Solve(a, x, options: Tight), f) is { Passed: true });
        var robin = Boundaries.OnSides(new Grid(Axis.Nodes(6), Axis.Cells(7)), Boundary.Robin(1, 0.5, 0.3));
        Assert.True(Grad.Check(x => Darcy.Solve(x, f, robin, FaceAverage.Harmonic, 0.1, Tight), a) is { Passed: true });
        Assert.True(Grad.Check(x => Grad.Of(y => (Darcy.Solve(y, f, options: Tight) * f).Sum())(x), a) is { Passed: true });
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        var a = Tensor.Ones((9, 9));
        Assert.Contains("[9,8]", Assert.Throws<ArgumentException>(() => Darcy.Solve(a, Tensor.Ones((9, 8)))).Message);
        a[2, 5] = Tensor.Of(0.0);
        Assert.Contains("0 at [2,5]", Assert.Throws<ArgumentException>(() => Darcy.Solve(a, Tensor.Ones((9, 9)))).Message);
    }
}
