using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Tests.Numerics;

public sealed class OrthogonalTests
{
    // Householder methods: residual and loss of orthogonality stay below a small constant times n·ε (Higham, Accuracy and Stability, §19.3).
    private const double Bound = 4;

    public static TheoryData<int, int, DType> Shapes
    {
        get
        {
            var data = new TheoryData<int, int, DType>();
            foreach (var (m, n) in new[] { (1, 1), (2, 2), (3, 3), (5, 5), (17, 17), (64, 64), (65, 65), (130, 130), (5, 1), (1, 5), (70, 33), (33, 70), (130, 65), (40, 130) })
            {
                data.Add(m, n, DType.F64);
                data.Add(m, n, DType.F32);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Qr_gives_back_the_matrix_from_orthonormal_columns_and_a_triangle(int m, int n, DType type)
    {
        var a = Matrices.Normal(m + n, (m, n), type);
        var (q, r) = LinearAlgebra.Qr(a);
        Assert.Equal((m, Math.Min(m, n)), q.Shape);
        Assert.InRange(Matrices.Units(q.Times(r), a, a.Frobenius(), type), 0, Bound);
        Assert.InRange(Matrices.Orthogonality(q, type), 0, Bound);
        Assert.All(r.Diagonal().ToDoubles(), d => Assert.True(d >= 0));
        Assert.Equal(0, Functions.Where(Tensor.Arange(n) < Tensor.Arange(Math.Min(m, n)).Unsqueeze(1), r, 0).Frobenius());
    }

    [Fact]
    public void Qr_of_a_deficient_matrix_still_has_orthonormal_columns()
    {
        var a = Matrices.Normal(1, (50, 3)).MatMul(Matrices.Normal(2, (3, 20)));
        foreach (var x in new[] { a, Tensor.Zeros((4, 3)), a * 1e-300, a * 1e300 })
        {
            var (q, r) = LinearAlgebra.Qr(x);
            Assert.InRange(Matrices.Orthogonality(q, DType.F64), 0, Bound);
            // Taken near one first, since the square of 1e300 is no double.
            var scale = Math.Max(x.Abs().Max().Item(), 1e-300);
            Assert.InRange((q.MatMul(r / scale) - x / scale).Norm().Item(), 0, 50 * 50 * 2.3e-16);
        }
    }

    [Fact]
    public void Qr_of_known_columns_is_exact()
    {
        var (q, r) = LinearAlgebra.Qr(Tensor.Of(new double[,] { { 3, 5 }, { 4, 0 } }));
        Samples(Tensor.Of(new[,] { { 0.6, 0.8 }, { 0.8, -0.6 } }), q);
        Samples(Tensor.Of(new double[,] { { 5, 3 }, { 0, 4 } }), r);
        static void Samples(Tensor expected, Tensor actual) => Assert.InRange((expected - actual).Abs().Max().Item(), 0, 2e-15);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Svd_gives_back_the_matrix_from_orthonormal_vectors(int m, int n, DType type)
    {
        var a = Matrices.Normal(m * n, (m, n), type);
        var (u, s, vt) = LinearAlgebra.Svd(a);
        Assert.InRange(Matrices.Units((u * s).Times(vt), a, a.Frobenius(), type), 0, Bound);
        Assert.InRange(Matrices.Orthogonality(u, type), 0, Bound);
        Assert.InRange(Matrices.Orthogonality(vt.T, type), 0, Bound);
        var values = s.ToDoubles();
        Assert.Equal(values.OrderDescending(), values);
        Assert.True(values[^1] >= 0);
        Assert.All(Enumerable.Range(0, values.Length), k => Assert.True(u[.., k][u[.., k].Abs().ArgMax().Item<int>()].Item() > 0));
        Assert.InRange(Matrices.Units(LinearAlgebra.SingularValues(a), s, s[0].Item(), type), 0, Bound);
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(100, 60)]
    [InlineData(60, 100)]
    public void Svd_finds_a_graded_clustered_and_vanishing_spectrum_to_epsilon_of_the_largest(int m, int n)
    {
        var k = Math.Min(m, n);
        double[] exact = [.. Enumerable.Range(0, k).Select(i => i < 20 ? Math.Pow(10, -i) : 0), .. Array.Empty<double>()];
        for (var i = 5; i < 15; i++) exact[i] = 1e-5 * (1 + i % 2 * 1e-12);
        exact = [.. exact.OrderDescending()];
        var (p, q) = (LinearAlgebra.Qr(Matrices.Normal(1, (m, k))).Q, LinearAlgebra.Qr(Matrices.Normal(2, (n, k))).Q);
        var a = (p * Tensor.Of(exact)).MatMul(q.T);
        var (u, s, vt) = LinearAlgebra.Svd(a);
        Assert.InRange((s - Tensor.Of(exact)).Abs().Max().Item(), 0, 10 * 2.3e-16);
        Assert.InRange(Matrices.Orthogonality(u, DType.F64), 0, Bound);
        Assert.InRange(Matrices.Orthogonality(vt.T, DType.F64), 0, Bound);
        Assert.InRange(Matrices.Units((u * s).Times(vt), a, a.Frobenius(), DType.F64), 0, Bound);
    }

    [Fact]
    public void Svd_of_matrices_with_zeros_far_out_of_scale_or_empty()
    {
        Assert.Equal([0, 0, 0], LinearAlgebra.SingularValues(Tensor.Zeros((3, 4))).ToDoubles());
        Assert.Equal([4, 3, 2, 0], LinearAlgebra.SingularValues(Tensor.Of([0.0, -3, 2, 4]).Unsqueeze(1) * Tensor.Eye(4)).ToDoubles());
        var nilpotent = Tensor.Zeros((9, 9));
        for (var i = 0; i < 8; i++) nilpotent[i, i + 1] = 1;
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 0], LinearAlgebra.SingularValues(nilpotent).ToDoubles().Select(x => Math.Round(x, 14)));
        Assert.Equal(5e300, LinearAlgebra.SingularValues(Tensor.Of(new[,] { { 3e300, 4e300 } })).Item(), 1e286);
        Assert.Equal(5e-300, LinearAlgebra.SingularValues(Tensor.Of(new[,] { { 3e-300 }, { 4e-300 } })).Item(), 1e-314);
        Assert.Equal((3, 0), LinearAlgebra.Svd(Tensor.Zeros((3, 0))).U.Shape);
    }

    [Fact]
    public void Rank_condition_and_norms_follow_from_the_singular_values()
    {
        var a = Tensor.Of(new double[,] { { 1, -2 }, { 3, 4 } });
        Assert.Equal(6, LinearAlgebra.Norm(a, MatrixNorm.One).Item());
        Assert.Equal(7, LinearAlgebra.Norm(a, MatrixNorm.Infinity).Item());
        Assert.Equal(Math.Sqrt(30), LinearAlgebra.Norm(a).Item(), 1e-14);
        // σ² solve σ⁴ − 30σ² + 100 = 0.
        var (large, small) = (Math.Sqrt(15 + Math.Sqrt(125)), Math.Sqrt(15 - Math.Sqrt(125)));
        Assert.Equal(large, LinearAlgebra.Norm(a, MatrixNorm.Two).Item(), 1e-14);
        Assert.Equal(large / small, LinearAlgebra.ConditionNumber(a).Item(), 1e-13);
        Assert.True(double.IsPositiveInfinity(LinearAlgebra.ConditionNumber(Tensor.Zeros((2, 2))).Item()));
        var deficient = Tensor.Stack([Matrices.Normal(1, (30, 4)).MatMul(Matrices.Normal(2, (4, 20))), Tensor.Zeros((30, 20)), Matrices.Normal(3, (30, 20))]);
        Assert.Equal([4, 0, 20], LinearAlgebra.MatrixRank(deficient).ToArray<int>());
        // κ(H₆) = 1.495e7 (Higham, Accuracy and Stability, §28.1).
        Assert.Equal(1.495e7, LinearAlgebra.ConditionNumber(Matrices.Hilbert(6)).Item(), 0.001e7);
    }

    [Theory]
    [InlineData(40, 25, 25)]
    [InlineData(40, 25, 7)]
    [InlineData(25, 40, 25)]
    [InlineData(25, 40, 7)]
    public void PseudoInverse_satisfies_the_four_conditions_of_Penrose(int m, int n, int rank)
    {
        var a = Matrices.Normal(1, (m, rank)).MatMul(Matrices.Normal(2, (rank, n)));
        var p = LinearAlgebra.PseudoInverse(a);
        var bound = 100 * 2.3e-16 * LinearAlgebra.Norm(a).Item() * LinearAlgebra.Norm(p).Item();
        Assert.InRange((a.MatMul(p).MatMul(a) - a).Norm().Item() / a.Norm().Item(), 0, bound);
        Assert.InRange((p.MatMul(a).MatMul(p) - p).Norm().Item() / p.Norm().Item(), 0, bound);
        Assert.InRange((a.MatMul(p) - a.MatMul(p).T).Norm().Item(), 0, bound);
        Assert.InRange((p.MatMul(a) - p.MatMul(a).T).Norm().Item(), 0, bound);
    }

    [Theory]
    [InlineData(50, 8, 8)]
    [InlineData(50, 8, 3)]
    [InlineData(8, 50, 8)]
    public void LeastSquares_leaves_a_residual_normal_to_the_columns_and_no_part_in_the_kernel(int m, int n, int rank)
    {
        var a = Matrices.Normal(1, (m, rank)).MatMul(Matrices.Normal(2, (rank, n)));
        foreach (var b in new[] { Matrices.Normal(3, m), Matrices.Normal(4, (m, 6)) })
        {
            var x = LinearAlgebra.LeastSquares(a, b);
            Assert.Equal(b.Rank == 1 ? n : (n, 6), x.Shape);
            var kernel = Tensor.Eye(n) - LinearAlgebra.PseudoInverse(a).MatMul(a);
            Assert.InRange(a.T.MatMul(a.MatMul(x) - b).Norm().Item(), 0, 1e-11);
            Assert.InRange(kernel.MatMul(x).Norm().Item(), 0, 1e-12);
        }

        Assert.Contains("it needs 3 rows", Assert.Throws<ArgumentException>(() => LinearAlgebra.LeastSquares(Tensor.Zeros((3, 2)), Tensor.Zeros(2))).Message);
    }
}
