using Kit.Numerics.Krylov;
using Kit.Tensors;

namespace Kit.Tests.Numerics.Krylov;

public sealed class MinresTests
{
    [Fact]
    public void Solve_Indefinite_AsManyStepsAsDistinctEigenvalues()
    {
        var a = Systems.Operator(Systems.Symmetric([-3, -3, -1, 2, 2, 2, 4, 4]));
        var b = new Rng(1).Normal(8);
        var result = Minres.Solve(a, b, stopping: new(1e-12));
        Assert.True(result.Converged, result.Reason);
        Assert.Equal(4, result.Iterations);
        Assert.True(Systems.Residual(a, result.Solution, b) <= 1e-12);
    }

    [Fact]
    public void Solve_ResidualIsTheLeastOverTheKrylovSpace()
    {
        var spectrum = Tensor.Linspace(-2, 3, 20).ToDoubles();
        var matrix = Systems.Symmetric(spectrum);
        var (a, b) = (Systems.Operator(matrix), new Rng(2).Normal(20));
        var result = Minres.Solve(a, b, stopping: new(0, 0, 8));
        for (var k = 1; k <= 8; k++) Assert.Equal(GmresTests.LeastResidual(matrix, b, k), result.Residuals[k], 1e-9);
        Assert.Equal(Systems.Residual(a, result.Solution, b), result.Residual, 1e-14);
    }

    [Fact]
    public void Solve_SingularConsistent()
    {
        // Periodic differences: constants are in the kernel; from x₀ = 0 the solution has none of them.
        Func<Tensor, Tensor> a = u => 2 * u - u.Roll(1) - u.Roll(-1);
        var b = new Rng(3).Normal(32);
        b -= b.Mean();
        var result = Minres.Solve(a, b);
        Assert.True(result.Converged, result.Reason);
        Assert.Equal(0, result.Solution.Mean().Item(), 1e-10);
        Assert.True(Systems.Residual(a, result.Solution, b) <= 1e-10);
    }

    [Fact]
    public void Solve_SingularInconsistent_FindsTheLeastResidualAndSaysSo()
    {
        Func<Tensor, Tensor> a = u => 2 * u - u.Roll(1) - u.Roll(-1);
        var b = Tensor.Zeros(8);
        b[0] = 1;
        var result = Minres.Solve(a, b);
        Assert.False(result.Converged);
        // The mean, 1/8 of norm 1/√8, cannot be reached.
        Assert.Equal(1 / Math.Sqrt(8), result.Residual, 1e-10);
        Assert.Contains("inconsistent", result.Reason, StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Solve_Preconditioned_ReportsTheTrueResidual(bool copied)
    {
        var scale = Tensor.Logspace(0, 2, 30) * Tensor.Of([.. Enumerable.Range(0, 30).Select(i => i % 3 == 0 ? -1.0 : 1.0)]);
        Func<Tensor, Tensor> a = v => Systems.Laplace(v) * 0.1 + scale * v;
        var b = new Rng(4).Normal(30);
        var result = Minres.Solve(a, b, copied ? r => r / scale.Abs() : r => r, stopping: new(1e-9));
        Assert.True(result.Converged, result.Reason);
        Assert.True(Systems.Residual(a, result.Solution, b) <= 1e-9);
        if (copied)
        {
            Assert.True(result.Iterations < Minres.Solve(a, b, stopping: new(1e-9)).Iterations);
            var early = Minres.Solve(a, b, r => r / scale.Abs(), stopping: new(0, 0, 6));
            // The next to last residual came from the recursion; one step fewer gives it from x.
            Assert.Equal(Minres.Solve(a, b, r => r / scale.Abs(), stopping: new(0, 0, 5)).Residual, early.Residuals[5], 1e-12);
        }
    }

    [Fact]
    public void Solve_ShiftedLaplacian_IndefiniteHelmholtz()
    {
        var b = new Rng(5).Normal(100);
        var result = Minres.Solve(u => Systems.Laplace(u) - 0.0123 * u, b, stopping: new(1e-9));
        Assert.True(result.Converged, result.Reason);
        Assert.False(ConjugateGradient.Solve(u => Systems.Laplace(u) - 0.0123 * u, b, stopping: new(1e-9)).Converged);
    }
}
