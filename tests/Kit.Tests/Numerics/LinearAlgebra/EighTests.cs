using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Tests.Numerics;

public sealed class EighTests
{
    // Backward error and loss of orthogonality of tridiagonal QL: a small constant times n·ε (Parlett, The Symmetric Eigenvalue Problem, §8).
    private const double Bound = 4;

    public static TheoryData<int, DType> Orders => Matrices.Orders;

    [Theory]
    [MemberData(nameof(Orders))]
    public void Eigh_satisfies_the_equation_with_orthonormal_vectors(int n, DType type)
    {
        var g = Matrices.Normal(n, (n, n));
        var a = (g + g.T).Cast(type);
        var (values, vectors) = LinearAlgebra.Eigh(a);
        Assert.Equal(type, values.DType);
        Assert.InRange(Matrices.Units(a.Times(vectors), (vectors * values).Cast(DType.F64), a.Frobenius(), type), 0, Bound);
        Assert.InRange(Matrices.Orthogonality(vectors, type), 0, Bound);
        Assert.Equal(values.ToDoubles().Order(), values.ToDoubles());
        Assert.InRange(Matrices.Units(LinearAlgebra.EighValues(a), values, a.Frobenius(), type), 0, Bound);
        for (var k = 0; k < n; k++) Assert.True(vectors[.., k][vectors[.., k].Abs().ArgMax().Item<int>()].Item() > 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(64)]
    [InlineData(100)]
    public void The_Laplacian_has_eigenvalues_2_minus_2cos_and_sines_for_vectors(int n)
    {
        var a = 2 * Tensor.Eye(n);
        for (var i = 0; i + 1 < n; i++) (a[i, i + 1], a[i + 1, i]) = (-1, -1);
        var (values, vectors) = LinearAlgebra.Eigh(a);
        var found = values.ToDoubles();
        for (var k = 1; k <= n; k++)
        {
            // 4 = ‖A‖; a vector turns by error / gap, and the least gap is 3π²/(n+1)².
            Assert.Equal(2 - 2 * Math.Cos(k * Math.PI / (n + 1)), found[k - 1], 4 * Math.Sqrt(n) * 2.3e-16 * 4);
            var sine = Tensor.Of([.. Enumerable.Range(1, n).Select(j => Math.Sqrt(2.0 / (n + 1)) * Math.Sin(j * k * Math.PI / (n + 1)))]);
            Assert.Equal(1, Math.Abs(sine.Dot(vectors[.., k - 1]).Item()), 1e-12);
        }
    }

    [Fact]
    public void Clustered_and_graded_spectra_are_found_to_epsilon_of_the_norm()
    {
        const int N = 80;
        var q = LinearAlgebra.Qr(Matrices.Normal(1, (N, N))).Q;
        double[][] spectra =
        [
            [.. Enumerable.Range(0, N).Select(i => i < 40 ? 1 : 1 + 1e-13 * i)],
            [.. Enumerable.Range(0, N).Select(i => Math.Pow(10, -i / 4.0))],
            [.. Enumerable.Range(0, N).Select(i => i % 2 == 0 ? 1.0 : -1)],
            [.. Enumerable.Range(0, N).Select(i => i == 7 ? 1.0 : 0)],
        ];
        foreach (var spectrum in spectra)
        {
            var a = (q * Tensor.Of(spectrum)).MatMul(q.T);
            var (values, vectors) = LinearAlgebra.Eigh(a);
            Assert.InRange((values - Tensor.Of([.. spectrum.Order()])).Abs().Max().Item(), 0, 20 * 2.3e-16);
            Assert.InRange(Matrices.Orthogonality(vectors, DType.F64), 0, Bound);
            Assert.InRange(Matrices.Units(a.Times(vectors), vectors * values, a.Frobenius(), DType.F64), 0, Bound);
        }
    }

    [Fact]
    public void A_large_null_space_is_found()
    {
        // Pairs (a, −a): half of the eigenvalues are 0, and what the reduction leaves of them is rounding.
        var half = Matrices.Normal(3, (125, 80)) * 0.05;
        var a = Tensor.Stack([half, -half], 1).Reshape(250, 80);
        var gram = a.MatMul(a.T);
        foreach (var matrix in new[] { gram, -gram * (1 - Tensor.Eye(125).Unsqueeze(1).Unsqueeze(3).BroadcastTo((125, 2, 125, 2)).Reshape(250, 250)) })
        {
            var (values, vectors) = LinearAlgebra.Eigh(matrix);
            Assert.True((values.Abs() < 1e-12).Cast(DType.F64).Sum().Item() >= 125);
            Assert.InRange(Matrices.Units(matrix.Times(vectors), vectors * values, matrix.Frobenius(), DType.F64), 0, Bound);
        }
    }

    [Fact]
    public void Scale_does_not_matter_and_only_the_lower_triangle_is_read()
    {
        var a = Tensor.Of(new double[,] { { 2, 99 }, { 1, 2 } });
        foreach (var scale in new[] { 1, 1e300, 1e-300 })
        {
            var found = LinearAlgebra.EighValues(a * scale).ToDoubles();
            Assert.Equal(1, found[0] / scale, 1e-14);
            Assert.Equal(3, found[1] / scale, 1e-14);
        }

        Assert.Equal([0, 0, 0], LinearAlgebra.Eigh(Tensor.Zeros((3, 3))).Values.ToDoubles());
        Assert.Equal([1.0, 0, 0, 0, 1, 0, 0, 0, 1], LinearAlgebra.Eigh(Tensor.Zeros((3, 3))).Vectors.ToDoubles());
        Assert.Equal((0, 0), LinearAlgebra.Eigh(Tensor.Zeros((0, 0))).Vectors.Shape);
    }

    [Fact]
    public void Batches_and_views_equal_matrix_by_matrix()
    {
        var g = Matrices.Normal(1, (2, 3, 20, 20));
        var a = (g + g.Transpose()).Transpose(0, 1);
        var (values, vectors) = LinearAlgebra.Eigh(a);
        var svd = LinearAlgebra.Svd(g.Flip(3)[.., .., ..7]);
        var qr = LinearAlgebra.Qr(g.Transpose());
        Assert.Equal((3, 2, 20), values.Shape);
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 2; j++)
            {
                var one = LinearAlgebra.Eigh(a[i, j].Copy());
                Assert.Equal(one.Values.ToDoubles(), values[i, j].ToDoubles());
                Assert.Equal(one.Vectors.ToDoubles(), vectors[i, j].ToDoubles());
                Assert.Equal(LinearAlgebra.Svd(g[j, i].Flip(1)[..7].Copy()).Vt.ToDoubles(), svd.Vt[j, i].ToDoubles());
                Assert.Equal(LinearAlgebra.Qr(g[j, i].T.Copy()).R.ToDoubles(), qr.R[j, i].ToDoubles());
            }
    }

    [Fact]
    public void Bad_operands_are_refused()
    {
        Assert.Contains("Eigh: needs square matrices, not shape [2,3]", Assert.Throws<ArgumentException>(() => LinearAlgebra.Eigh(Tensor.Zeros((2, 3)))).Message);
        Assert.Contains("is NaN", Assert.Throws<ArgumentException>(() => LinearAlgebra.Svd(Tensor.Full((2, 3), double.NaN))).Message);
    }
}
