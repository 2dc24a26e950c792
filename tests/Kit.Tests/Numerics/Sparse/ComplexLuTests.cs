using Kit.Compute;
using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Tests.Numerics.Sparse;

public class ComplexLuTests
{
    [Fact]
    public void Solve_OfADiagonallyDominantMatrix_MeetsTheEquations()
    {
        var (re, im) = (new Rng(1).Normal([40]), new Rng(2).Normal([40]));
        var matrix = SparseMatrix.Banded(40, (-1, Functions.ComplexOf(re, im)), (0, Functions.ComplexOf(im, re + 6)), (3, Functions.ComplexOf(im, im)));
        var b = Functions.ComplexOf(new Rng(3).Normal([2, 40]), new Rng(4).Normal([2, 40]));
        var x = new ComplexLu(matrix).Solve(b);
        Assert.Equal(DType.C128, x.DType);
        // A condition number of a few, so a few units of rounding.
        Assert.True((matrix.Multiply(x) - b).Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        var matrix = SparseMatrix.Identity(3);
        Assert.Contains("[4]", Assert.Throws<ArgumentException>(() => new ComplexLu(matrix).Solve(Tensor.Ones(4))).Message);
        Assert.Throws<ArithmeticException>(() => new ComplexLu(SparseMatrix.FromDiagonal(Tensor.Of([1.0, 0, 2]))));
    }
}
