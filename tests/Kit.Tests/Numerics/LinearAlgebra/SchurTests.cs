using Kit.Autodiff;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Tests.Numerics;

public sealed class SchurTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(40)]
    public void Factors_give_back_the_matrix(int n)
    {
        var real = Matrices.Normal(n, (2, n, n));
        Tensor[] matrices =
        [
            real, Functions.ComplexOf(real, Matrices.Normal(n + 1, (2, n, n))), real + real.Transpose(), real - real.Transpose(),
            Tensor.Zeros((n, n)), Tensor.Eye(n), Tensor.Eye(n).Roll(1, 0), Jordan(n), Jordan(n).T, Functions.Triu(real), real * 1e-200, real * 1e150,
        ];
        foreach (var a in matrices)
        {
            var (q, t) = LinearAlgebra.Schur(a);
            var size = Math.Max(a.Abs().Max().Item(), double.Epsilon);
            // Backward stable: a small constant times n·ε.
            Assert.InRange(((q.MatMul(t).MatMul(q.Transpose().Conj()) - a) / size).Abs().Max().Item(), 0, 10 * n * 2.3e-16 * Math.Sqrt(n));
            Assert.InRange((q.Transpose().Conj().MatMul(q) - Tensor.Eye(n)).Abs().Max().Item(), 0, 10 * n * 2.3e-16);
            Assert.Equal(0, (t.Real().Abs() + t.Imag().Abs() is var m ? Functions.Tril(m, -1).Max().Item() : 1));
        }

        static Tensor Jordan(int n) => Tensor.Eye(n) * 2 + (n > 1 ? Functions.Diag(Tensor.Ones(n - 1), 1) : 0);
    }

    [Fact]
    public void The_diagonal_holds_the_eigenvalues()
    {
        var a = Matrices.Normal(7, (12, 12));
        var expected = LinearAlgebra.EigValues(a).ToArray<System.Numerics.Complex>();
        foreach (var value in LinearAlgebra.Schur(a).T.Diagonal().ToArray<System.Numerics.Complex>())
            Assert.InRange(expected.Min(z => (z - value).Magnitude), 0, 1e-12);
    }

    [Fact]
    public void Bad_operands_and_derivatives_are_refused()
    {
        Assert.Contains("Schur: needs square", Assert.Throws<ArgumentException>(() => LinearAlgebra.Schur(Tensor.Zeros((2, 3)))).Message);
        Assert.Contains("must be finite", Assert.Throws<ArgumentException>(() => LinearAlgebra.Schur(Tensor.Full((2, 2), double.NaN))).Message);
        Assert.Contains("no derivative rule", Assert.Throws<NotSupportedException>(() => Grad.Of(x => LinearAlgebra.Schur(x).T.Abs().Sum())(Tensor.Eye(2))).Message);
        Assert.Equal((0, 0), LinearAlgebra.Schur(Tensor.Zeros((0, 0))).T.Shape);
    }
}
