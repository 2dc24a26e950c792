using Kit.Numerics.Krylov;
using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Tests.Numerics.Sparse;

public sealed class PreconditionerTests
{
    private static int Steps(SparseMatrix a, Func<Tensor, Tensor>? preconditioner)
    {
        var b = new Rng(1).Normal((40, 40));
        var result = ConjugateGradient.Solve(a.Operator(), b, preconditioner, stopping: new(1e-8));
        Assert.True(result.Converged, result.Reason);
        return result.Iterations;
    }

    [Fact]
    public void ConjugateGradient_NeedsFewerStepsWithEachBetterPreconditioner()
    {
        // Poisson with a coefficient that varies by a factor 100.
        var scale = new Rng(2).Uniform(1600, -1, 1).Exp();
        var a = SparseMatrixTests.Laplacian(40, 40).ScaleRows(scale).ScaleColumns(scale);
        int plain = Steps(a, null), jacobi = Steps(a, Jacobi.Of(a)), gaussSeidel = Steps(a, Ssor.Of(a)), cholesky = Steps(a, IncompleteCholesky.Of(a));
        Assert.True(plain > 1.5 * jacobi && jacobi > 1.5 * gaussSeidel && gaussSeidel > cholesky, $"{plain} {jacobi} {gaussSeidel} {cholesky}");
        // ω = 2/(1 + sin πh) takes κ from O(h⁻²) to O(h⁻¹).
        Assert.True(Steps(a, Ssor.Of(a, 2 / (1 + Math.Sin(Math.PI / 41)))) < 0.8 * gaussSeidel);
    }

    [Fact]
    public void IncompleteLu_OfATridiagonalMatrix_IsExact()
    {
        var a = SparseMatrix.Banded(30, (-1, new Rng(3).Normal(30)), (0, 4), (1, new Rng(4).Normal(30)));
        var x = new Rng(5).Normal(30);
        Assert.True((IncompleteLu.Of(a)(a * x) - x).Abs().Max().Item() < 1e-14);
    }

    [Fact]
    public void IncompleteLu_AgreesWithTheMatrixOnItsPattern()
    {
        var a = SparseMatrixTests.Laplacian(6, 7) + SparseMatrix.Banded(42, (-1, 0.3), (0, 0.5));
        var factors = new SparseMatrix(a.Pattern, Tensor.Of(IncompleteLu.Factors(a, "test"))).ToDense();
        var product = (Functions.Tril(factors, -1) + Tensor.Eye(42)).MatMul(Functions.Triu(factors));
        var mask = a.ToDense().NotEqual(0).Cast(Kit.Compute.DType.F64);
        Assert.True(((product - a.ToDense()) * mask).Abs().Max().Item() < 1e-14);
        Assert.True((product - a.ToDense()).Abs().Max().Item() > 1e-3);
    }

    [Fact]
    public void Ssor_IsTheMatrixOfItsDefinition()
    {
        const double omega = 1.3;
        var a = SparseMatrixTests.Laplacian(3, 3).ToDense();
        var (d, l) = (a.Diagonal() / omega, Functions.Tril(a, -1));
        var half = l + Functions.Diag(d);
        var m = half.MatMul(Functions.Diag(1 / d)).MatMul(half.Transpose()) * (omega / (2 - omega));
        var r = new Rng(6).Normal(9);
        Assert.True((m.MatMul(Ssor.Of(SparseMatrix.FromDense(a), omega)(r).Unsqueeze(1)).Squeeze(1) - r).Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void Gmres_WithIncompleteLu_OnConvectionDiffusion()
    {
        var a = SparseMatrixTests.Laplacian(40, 40) + SparseMatrix.Banded(40, (-1, -0.8), (1, 0.8)).KronSum(SparseMatrix.Banded(40, (-1, -0.3), (1, 0.3)));
        var b = new Rng(7).Normal((40, 40));
        var (plain, better) = (Gmres.Solve(a.Operator(), b), Gmres.Solve(a.Operator(), b, IncompleteLu.Of(a)));
        Assert.True(better.Converged && 2 * better.Iterations < plain.Iterations, $"{better.Iterations} against {plain.Iterations}");
        Assert.True(BiCgStab.Solve(a.Operator(), b, IncompleteLu.Of(a)).Converged);
    }

    [Fact]
    public void IncompleteCholesky_RaisesTheDiagonalWhereAPivotIsNotPositive()
    {
        // Kershaw's matrix: positive definite, but IC(0) meets a negative pivot.
        var a = SparseMatrix.FromDense(Tensor.Of(new double[,] { { 3, -2, 0, 2 }, { -2, 3, -2, 0 }, { 0, -2, 3, -2 }, { 2, 0, -2, 3 } }));
        Assert.Contains(IncompleteLu.Factors(a, "test"), v => v < -3);
        var result = ConjugateGradient.Solve(a.Operator(), Tensor.Ones(4), IncompleteCholesky.Of(a));
        Assert.True(result.Converged, result.Reason);
    }

    [Fact]
    public void BadMatrices_AreNamed()
    {
        var hole = SparseMatrix.FromTriplets(2, 2, [0, 1, 1], [0, 0, 1], Tensor.Of([1.0, 1, 0]));
        Assert.Throws<ArithmeticException>(() => Jacobi.Of(hole));
        Assert.Throws<ArithmeticException>(() => Ssor.Of(hole));
        Assert.Contains("pivot 1", Assert.Throws<ArithmeticException>(() => IncompleteLu.Of(hole)).Message, StringComparison.Ordinal);
        Assert.Contains("not positive definite", Assert.Throws<ArithmeticException>(() => IncompleteCholesky.Of(hole)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Ssor.Of(SparseMatrix.Identity(2), 2));
        Assert.Throws<ArgumentException>(() => IncompleteLu.Of(SparseMatrix.Identity(2))(Tensor.Ones(3)));
    }
}
