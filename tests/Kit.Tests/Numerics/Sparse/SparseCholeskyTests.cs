using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Tests.Numerics.Sparse;

public sealed class SparseCholeskyTests
{
    [Theory, InlineData(1, 1), InlineData(4, 7), InlineData(40, 50)]
    public void Solve_Poisson(int nx, int ny)
    {
        var a = SparseMatrixTests.Laplacian(nx, ny);
        var x = new Rng(1).Normal((3, nx * ny));
        var cholesky = new SparseCholesky(a);
        Assert.True((cholesky.Solve(a * x) - x).Abs().Max().Item() < 1e-12);
        Assert.True((cholesky.Solve((a * x)[1]) - x[1]).Abs().Max().Item() < 1e-12);
    }

    [Fact]
    public void Solve_NormalEquationsOfARandomMatrix_AgreeWithLu()
    {
        var b = SparseMatrixTests.Random(150, 100, 0.03, 2);
        var a = b.Transpose() * b + 0.5 * SparseMatrix.Identity(100);
        var right = new Rng(3).Normal(100);
        var tree = FrontalTree.Of(a.Pattern);
        Assert.True((new SparseCholesky(a, tree).Solve(right) - new SparseLu(a, tree).Solve(right)).Abs().Max().Item() < 1e-11);
    }

    [Fact]
    public void BadMatrices_AreNamed()
    {
        var a = SparseMatrixTests.Laplacian(5, 5) - SparseMatrix.FromTriplets(25, 25, [12], [12], Tensor.Of([9.0]));
        Assert.Contains("not positive definite", Assert.Throws<ArithmeticException>(() => new SparseCholesky(a)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SparseCholesky(a, FrontalTree.Of(SparseMatrix.Identity(25).Pattern)));
        Assert.Throws<ArgumentException>(() => new SparseCholesky(SparseMatrix.Identity(3)).Solve(Tensor.Ones(4)));
    }
}
