using Kit.Numerics.Krylov;
using Kit.Tensors;

namespace Kit.Tests.Numerics.Krylov;

public sealed class BiCgStabTests
{
    [Fact]
    public void Solve_ConvectionDiffusionInTwoDimensions_WithAndWithoutPreconditioner()
    {
        Func<Tensor, Tensor> a = u => 4.5 * u - 1.4 * u.Pad(1, 0, axis: 0)[..^1] - 0.6 * u.Pad(0, 1, axis: 0)[1..] - 1.2 * u.Pad(1, 0)[.., ..^1] - 0.8 * u.Pad(0, 1)[.., 1..];
        var b = new Rng(1).Normal((24, 30));
        var result = BiCgStab.Solve(a, b);
        Assert.True(result.Converged, result.Reason);
        Assert.Equal(Systems.Residual(a, result.Solution, b), result.Residual, 1e-14);
        var preconditioned = BiCgStab.Solve(a, b, r => Gmres.Solve(a, r, stopping: new(1e-12)).Solution);
        Assert.Equal(1, preconditioned.Iterations);
        Assert.True(Systems.Relative(preconditioned.Solution, result.Solution) < 1e-8);
    }

    [Fact]
    public void Solve_FewDistinctEigenvalues_FewSteps()
    {
        var a = Systems.Operator(Systems.Symmetric([2, 2, 2, 5, 5, 7, 7, 7]));
        var result = BiCgStab.Solve(a, new Rng(2).Normal(8), stopping: new(1e-11));
        Assert.True(result.Converged, result.Reason);
        Assert.InRange(result.Iterations, 2, 3);
    }

    [Fact]
    public void Solve_SkewOperator_BreaksDownAndSaysSo()
    {
        // ⟨r, Ar⟩ = 0 for every r.
        Func<Tensor, Tensor> skew = v => v.Roll(1) - v.Roll(-1);
        var result = BiCgStab.Solve(skew, Tensor.Of([1.0, 0, 0, 0, 0]));
        Assert.False(result.Converged);
        Assert.Contains("broke down", result.Reason, StringComparison.Ordinal);
    }
}
