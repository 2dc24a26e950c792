using System.Numerics;
using Kit.Compute;
using Kit.Numerics;
using Kit.Numerics.Krylov;
using Kit.Tensors;

namespace Kit.Tests.Numerics.Krylov;

public sealed class GmresTests
{
    /// <summary>min ‖b − AKy‖/‖b‖ over the Krylov matrix K, by dense least squares.</summary>
    internal static double LeastResidual(Tensor a, Tensor b, int steps)
    {
        var columns = new List<Tensor> { b.Reshape(-1, 1) };
        while (columns.Count < steps + 1) columns.Add(a.MatMul(columns[^1]) is var v ? v / v.Norm() : v);
        var q = LinearAlgebra.Qr(Tensor.Concat([.. columns[..steps]], 1)).Q;
        var image = LinearAlgebra.Qr(a.MatMul(q)).Q;
        return ((b.Reshape(-1, 1) - image.MatMul(image.Transpose().MatMul(b.Reshape(-1, 1)))).Norm() / b.Norm()).Item();
    }

    /// <summary>Central differences of −u″ + c u′ on n inner points, times h².</summary>
    private static Func<Tensor, Tensor> ConvectionDiffusion(double peclet) => u =>
    {
        var y = Systems.Laplace(u);
        y[1..] -= peclet * u[..^1];
        y[..^1] += peclet * u[1..];
        return y;
    };

    [Fact]
    public void Solve_Full_ResidualIsTheLeastOverTheKrylovSpace()
    {
        var rng = new Rng(1);
        var (matrix, b) = (rng.Normal((15, 15)) + 4 * Tensor.Eye(15), rng.Normal(15));
        var result = Gmres.Solve(Systems.Operator(matrix), b, stopping: new(1e-12), restart: 15);
        Assert.True(result.Converged, result.Reason);
        Assert.InRange(result.Iterations, 1, 15);
        for (var k = 1; k <= 10; k++) Assert.Equal(LeastResidual(matrix, b, k), result.Residuals[k], 1e-10);
        Assert.True(Systems.Relative(result.Solution, LinearAlgebra.Solve(matrix, b)) < 1e-9);
    }

    [Theory, InlineData(0.3, 10), InlineData(0.3, 200), InlineData(2.0, 200)]
    public void Solve_ConvectionDiffusion(double peclet, int restart)
    {
        var (a, b) = (ConvectionDiffusion(peclet), new Rng(2).Normal(80));
        var result = Gmres.Solve(a, b, stopping: new(1e-10, 0, 10_000), restart: restart);
        Assert.True(result.Converged, result.Reason);
        Assert.True(Systems.Residual(a, result.Solution, b) <= 1e-10);
        if (restart >= 80) Assert.InRange(result.Iterations, 1, 80);
    }

    [Fact]
    public void Solve_ComplexHelmholtz()
    {
        // −u″ − (k² + iγ)u, neither Hermitian nor definite.
        Func<Tensor, Tensor> a = u => Systems.Laplace(u) - u * new Complex(0.2, 0.05);
        var b = new Rng(3).Normal(60).Cast(DType.C128);
        var result = Gmres.Solve(a, b, restart: 60);
        Assert.True(result.Converged, result.Reason);
        Assert.Equal(Systems.Residual(a, result.Solution, b), result.Residual, 1e-14);
        var stabilised = BiCgStab.Solve(a, b);
        Assert.True(stabilised.Converged, stabilised.Reason);
        Assert.True(Systems.Relative(stabilised.Solution, result.Solution) < 1e-7);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Solve_PreconditionedByTheInverse_TakesOneStep(bool flexible)
    {
        var rng = new Rng(4);
        var matrix = rng.Normal((12, 12)) + 5 * Tensor.Eye(12);
        var b = rng.Normal((3, 4));
        var inverse = Systems.Operator(LinearAlgebra.Solve(matrix, Tensor.Eye(12)));
        var result = Gmres.Solve(Systems.Operator(matrix), b, inverse, flexible: flexible);
        Assert.Equal(1, result.Iterations);
        Assert.Equal(b.Shape, result.Solution.Shape);
        Assert.True(result.Converged, result.Reason);
    }

    [Fact]
    public void Solve_Flexible_WithAnIterationInside()
    {
        var (a, b) = (ConvectionDiffusion(0.5), new Rng(5).Normal(100));
        var outer = Gmres.Solve(a, b, r => Gmres.Solve(a, r, stopping: new(0.1, 0, 200)).Solution, flexible: true);
        Assert.True(outer.Converged, outer.Reason);
        Assert.InRange(outer.Iterations, 1, 25);
        Assert.True(Systems.Residual(a, outer.Solution, b) <= 1e-10);
    }

    [Fact]
    public void Solve_SingularOperator_IsNamed()
    {
        // The shift is nilpotent: its Krylov space from the last unit vector never holds a solution.
        Func<Tensor, Tensor> shift = v => v.Pad(0, 1)[1..];
        var b = Tensor.Zeros(6);
        b[3] = 1;
        var result = Gmres.Solve(shift, b);
        Assert.False(result.Converged);
        Assert.Contains("singular", result.Reason, StringComparison.Ordinal);
        Assert.Equal(1, result.Residual, 1e-12);
    }

    [Fact]
    public void Solve_RestartThatStalls_IsNamed()
    {
        // For the cyclic shift GMRES gains nothing before step n.
        var b = Tensor.Zeros(12);
        b[0] = 1;
        Func<Tensor, Tensor> cyclic = v => v.Roll(1);
        Assert.Contains("stagnated", Gmres.Solve(cyclic, b, restart: 5).Reason, StringComparison.Ordinal);
        var full = Gmres.Solve(cyclic, b, restart: 12);
        Assert.True(full.Converged, full.Reason);
        Assert.Equal(12, full.Iterations);
        Assert.Throws<ArgumentException>(() => Gmres.Solve(cyclic, b, restart: 0));
    }
}
