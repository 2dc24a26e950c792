using System.Numerics;
using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Tests.Numerics;

public sealed class EigTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(30)]
    public void Values_and_vectors_satisfy_the_equation(int n)
    {
        var real = Matrices.Normal(n, (2, n, n));
        foreach (var a in new[] { real, Functions.ComplexOf(real, Matrices.Normal(n + 1, (2, n, n))) })
        {
            var (values, v) = LinearAlgebra.Eig(a);
            Assert.Equal((2, n), values.Shape);
            Assert.Equal(DType.C128, v.DType);
            // Backward stable: a small constant times n·ε·‖A‖.
            Assert.InRange((a.Cast(DType.C128).MatMul(v) - v * values.Unsqueeze(-2)).Abs().Max().Item(), 0, 40 * n * 2.3e-16 * a.Norm().Item());
            Assert.InRange((v.Norm(-2) - 1).Abs().Max().Item(), 0, 1e-14);
            Assert.InRange((LinearAlgebra.EigValues(a) - values).Abs().Max().Item(), 0, 1e-13 * n);
            for (var k = 0; k < n; k++)
            {
                var largest = v[0, .., k].ToArray<Complex>().MaxBy(z => z.Magnitude);
                Assert.True(largest.Real > 0 && Math.Abs(largest.Imaginary) < 1e-14);
            }
        }
    }

    [Fact]
    public void Hermitian_matrices_have_real_values_and_orthonormal_vectors()
    {
        // Pauli's matrices have the eigenvalues ±1; so has each block of a matrix of two, whose values are doubly degenerate.
        var pauli = Functions.ComplexOf(Tensor.Zeros((2, 2)), Tensor.Of(new double[,] { { 0, -1 }, { 1, 0 } }));
        foreach (var a in new[] { pauli, Functions.Kron(Tensor.Eye(2), pauli), Functions.ComplexOf(Matrices.Definite(1, 9), Tensor.Zeros((9, 9))), Hermitian(20) })
        {
            var (values, v) = LinearAlgebra.Eigh(a);
            Assert.Equal(DType.F64, values.DType);
            Assert.InRange((v.T.Conj().MatMul(v) - Tensor.Eye(a.Shape[0])).Abs().Max().Item(), 0, 1e-13);
            Assert.InRange((a.MatMul(v) - v * values).Abs().Max().Item(), 0, 1e-13 * a.Norm().Item());
            Assert.Equal(values.ToDoubles().Order(), values.ToDoubles());
            Assert.InRange((LinearAlgebra.EighValues(a) - values).Abs().Max().Item(), 0, 1e-13 * a.Norm().Item());
        }

        Assert.Equal([-1.0, 1], LinearAlgebra.EighValues(pauli).ToDoubles().Select(x => Math.Round(x, 14)));
        Assert.Equal((DType.F32, DType.C64), LinearAlgebra.Eigh(pauli.Cast(DType.C64)) is var (w, u) ? (w.DType, u.DType) : default);

        static Tensor Hermitian(int n) => Functions.ComplexOf(Matrices.Definite(2, n), Matrices.Normal(3, (n, n)) is var g ? g - g.T : null!);
    }

    [Fact]
    public void A_companion_matrix_has_the_roots_of_its_polynomial_in_order()
    {
        // (x − 3)(x + 1)(x² + 4) = x⁴ − 2x³ + x² − 8x − 12
        var a = Tensor.Of(new double[,] { { 2, -1, 8, 12 }, { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 } });
        var found = LinearAlgebra.EigValues(a).ToArray<Complex>();
        Complex[] roots = [-1, new(0, -2), new(0, 2), 3];
        foreach (var (root, value) in roots.OrderBy(z => z.Imaginary).Zip(found.OrderBy(z => Math.Round(z.Imaginary)))) Assert.InRange((root - value).Magnitude, 0, 1e-13);
        Assert.Equal(-1, found[0].Real, 1e-13);
        Assert.Equal(3, found[3].Real, 1e-13);
    }

    [Fact]
    public void Powers_logarithms_and_complex_systems_keep_their_definitions()
    {
        var fibonacci = Tensor.Of(new double[,] { { 1, 1 }, { 1, 0 } });
        Assert.Equal([1346269, 832040, 832040, 514229], LinearAlgebra.MatrixPower(fibonacci, 30).ToDoubles());
        Assert.Equal([1.0, 0, 0, 1], LinearAlgebra.MatrixPower(fibonacci, 0).ToDoubles());
        Assert.Equal([0.0, 1, 1, -1], LinearAlgebra.MatrixPower(fibonacci, -1).ToDoubles());
        Assert.Equal(Math.Log(6), LinearAlgebra.LogDet(Tensor.Of(new double[,] { { 3, 0 }, { 1, 2 } })).Item(), 1e-15);
        Assert.Equal(7, LinearAlgebra.Norm(Tensor.Of(new double[,] { { 3, 0, 0 }, { 0, -4, 0 } }), MatrixNorm.Nuclear).Item(), 1e-14);
        var z = Functions.ComplexOf(Matrices.Normal(1, (4, 4)), Matrices.Normal(2, (4, 4)));
        var x = LinearAlgebra.Solve(z, z[.., 0]);
        Assert.InRange((x - Tensor.Eye(4)[.., 0]).Abs().Max().Item(), 0, 1e-13);
        Assert.InRange((LinearAlgebra.Inverse(z).MatMul(z) - Tensor.Eye(4)).Abs().Max().Item(), 0, 1e-13);
    }

    [Fact]
    public void Bad_operands_are_refused()
    {
        Assert.Contains("Eig: needs square matrices, not shape [2,3]", Assert.Throws<ArgumentException>(() => LinearAlgebra.Eig(Tensor.Zeros((2, 3)))).Message);
        Assert.Contains("must be finite", Assert.Throws<ArgumentException>(() => LinearAlgebra.EigValues(Tensor.Full((2, 2), double.NaN))).Message);
        Assert.Contains("matrix 1 of 2", Assert.Throws<ArithmeticException>(() => LinearAlgebra.LogDet(Tensor.Stack([Tensor.Eye(2), -Tensor.Eye(2).Flip(0).Flip(0) * Tensor.Of([1.0, -1])]))).Message);
        Assert.Equal((0, 0), LinearAlgebra.Eig(Tensor.Zeros((0, 0))).Vectors.Shape);
    }
}
