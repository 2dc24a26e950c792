using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Tests.Numerics;

public sealed class LinearSystemTests
{
    // Residuals of backward stable methods are a small constant times n·ε of the operands' size; 4 leaves room for pivot growth.
    private const double Bound = 4;

    public static TheoryData<int, DType> Orders => Matrices.Orders;

    [Theory]
    [MemberData(nameof(Orders))]
    public void Cholesky_gives_back_the_matrix_and_a_positive_diagonal(int n, DType type)
    {
        var a = Matrices.Definite(n, n, type);
        var l = LinearAlgebra.Cholesky(a);
        Assert.Equal(type, l.DType);
        Assert.InRange(Matrices.Units(l.Times(l.T), a, a.Frobenius(), type), 0, Bound);
        Assert.All(l.Diagonal().ToDoubles(), d => Assert.True(d > 0));
        Assert.Equal(0, Functions.Where(Tensor.Arange(n) > Tensor.Arange(n).Unsqueeze(1), l, 0).Frobenius());
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Lu_gives_back_the_matrix_with_its_rows_exchanged(int n, DType type)
    {
        var a = Matrices.Normal(n, (n, n), type);
        var lu = LinearAlgebra.Lu(a);
        var order = Enumerable.Range(0, n).ToArray();
        var pivots = lu.Pivots.ToArray<int>();
        for (var k = 0; k < n; k++) (order[k], order[pivots[k]]) = (order[pivots[k]], order[k]);
        var exchanged = Tensor.Stack([.. order.Select(i => a[i])]);
        Assert.InRange(Matrices.Units(lu.L.Times(lu.U), exchanged, lu.L.Frobenius() * lu.U.Frobenius() / Math.Sqrt(n), type), 0, Bound);
        Assert.True(lu.L.Abs().Max().Item() <= 1);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Solve_leaves_a_residual_of_rounding_for_one_and_many_right_sides(int n, DType type)
    {
        var a = Matrices.Normal(n, (n, n), type);
        foreach (var b in new[] { Matrices.Normal(2, n, type), Matrices.Normal(3, (n, 1), type), Matrices.Normal(4, (n, 70), type) })
        {
            var x = LinearAlgebra.Solve(a, b);
            Assert.Equal(b.Shape, x.Shape);
            Assert.InRange(Matrices.Units(a.Times(x), b, a.Frobenius() * x.Frobenius(), type), 0, Bound);
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void SolveTriangular_reads_one_triangle_in_each_of_eight_ways(int n, DType type)
    {
        var a = Matrices.Normal(n, (n, n), type) / n + Tensor.Eye(n, type) * 2;
        var (row, column) = (Tensor.Arange(n).Unsqueeze(1), Tensor.Arange(n));
        for (var way = 0; way < 8; way++)
        {
            var (lower, transpose, unit) = ((way & 1) > 0, (way & 2) > 0, (way & 4) > 0);
            var t = Functions.Where(lower ? column < row : column > row, a, 0) + Functions.Where(row.Equal(column), unit ? Tensor.OnesLike(a) : a, 0);
            foreach (var b in new[] { Matrices.Normal(2, n, type), Matrices.Normal(3, (n, 33), type) })
            {
                var x = LinearAlgebra.SolveTriangular(a, b, lower, transpose, unit);
                Assert.InRange(Matrices.Units((transpose ? t.T : t).Times(x), b, t.Frobenius() * x.Frobenius(), type), 0, Bound);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1.0 / 12)]
    [InlineData(3, 1.0 / 2160)]
    [InlineData(4, 1.0 / 6048000)]
    [InlineData(6, 1.0 / 186313420339200000)]
    public void Determinant_of_the_Hilbert_matrix_is_one_over_a_known_integer(int n, double exact)
    {
        // Relative error up to n·ε·κ(H); κ(H₆) = 1.5e7.
        double[] condition = [1, 1, 19.3, 524, 15514, 476607, 1.5e7];
        var found = LinearAlgebra.Determinant(Matrices.Hilbert(n)).Item();
        Assert.InRange(found / exact, 1 - n * condition[n] * 2.3e-16, 1 + n * condition[n] * 2.3e-16);
    }

    [Fact]
    public void Determinant_of_a_Vandermonde_matrix_is_the_product_of_differences()
    {
        double[] points = [-1, 0.5, 2, 3, -2.5];
        var exact = 1.0;
        for (var i = 0; i < points.Length; i++)
            for (var j = 0; j < i; j++) exact *= points[i] - points[j];
        var a = Tensor.Of(points).Unsqueeze(1).Pow(Tensor.Arange(5).Cast(DType.F64));
        Assert.Equal(1, LinearAlgebra.Determinant(a).Item() / exact, 1e-13);
        var (sign, log) = LinearAlgebra.SlogDet(a);
        Assert.Equal(Math.Sign(exact), sign.Item());
        Assert.Equal(Math.Log(Math.Abs(exact)), log.Item(), 1e-13);
    }

    [Fact]
    public void SlogDet_works_where_the_determinant_overflows_and_where_it_is_zero()
    {
        var (sign, log) = LinearAlgebra.SlogDet(Tensor.Eye(300) * -1e10);
        Assert.Equal(1, sign.Item());
        Assert.Equal(300 * Math.Log(1e10), log.Item(), 1e-9);
        (sign, log) = LinearAlgebra.SlogDet(Tensor.Of(new double[,] { { 1, 2 }, { 2, 4 } }));
        Assert.Equal(0, sign.Item());
        Assert.Equal(double.NegativeInfinity, log.Item());
        Assert.Equal(0, LinearAlgebra.Determinant(Tensor.Zeros((3, 3))).Item());
    }

    [Fact]
    public void Inverse_of_integers_is_exact_where_the_arithmetic_is()
    {
        var inverse = LinearAlgebra.Inverse(Tensor.Of(new[,] { { 0, 2, 0 }, { 0, 0, 4 }, { 1, 0, 0 } }));
        Assert.Equal([0, 0, 1, 0.5, 0, 0, 0, 0.25, 0], inverse.ToDoubles());
        Assert.Equal(DType.F64, inverse.DType);
    }

    [Fact]
    public void Batches_broadcast_and_views_of_any_layout_are_read()
    {
        var a = Matrices.Normal(1, (3, 2, 7, 7)).Flip(2).Transpose(0, 1).Transpose();
        var b = Matrices.Normal(2, (3, 5, 7)).Transpose();
        var x = LinearAlgebra.Solve(a, b);
        Assert.Equal((2, 3, 7, 5), x.Shape);
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 3; j++)
            {
                Assert.Equal(LinearAlgebra.Solve(a[i, j].Copy(), b[j].Copy()).ToDoubles(), x[i, j].ToDoubles());
                Assert.Equal(LinearAlgebra.Determinant(a[i, j]).Item(), LinearAlgebra.Determinant(a)[i, j].Item());
            }

        var v = LinearAlgebra.Solve(a, Matrices.Normal(3, 7));
        Assert.Equal((2, 3, 7), v.Shape);
        var l = LinearAlgebra.Cholesky(Tensor.Stack([Matrices.Definite(1, 9), Matrices.Definite(2, 9)]));
        Assert.Equal(LinearAlgebra.Cholesky(Matrices.Definite(2, 9)).ToDoubles(), l[1].ToDoubles());
        Assert.Equal((0, 4, 2), LinearAlgebra.Solve(Tensor.Zeros((0, 4, 4)), Tensor.Zeros((4, 2))).Shape);
    }

    [Fact]
    public void Singular_and_indefinite_matrices_are_named_with_where_it_was_seen()
    {
        var rank2 = Tensor.Of(new double[,] { { 1, 2, 3 }, { 2, 4, 6 }, { 1, 0, 1 } });
        Assert.Contains("singular: pivot 2 (of 0 to 2)", Assert.Throws<ArithmeticException>(() => LinearAlgebra.Solve(rank2, Tensor.Ones(3))).Message);
        Assert.Contains("matrix 1 of 2", Assert.Throws<ArithmeticException>(() => LinearAlgebra.Inverse(Tensor.Stack([Tensor.Eye(3), rank2]))).Message);
        Assert.Contains("diagonal element 1 is zero", Assert.Throws<ArithmeticException>(() => LinearAlgebra.SolveTriangular(Tensor.Of(new double[,] { { 1, 0 }, { 1, 0 } }), Tensor.Ones(2))).Message);
        var indefinite = Tensor.Eye(100);
        indefinite[70, 70] = -1.0;
        Assert.Contains("leading minor of order 71", Assert.Throws<ArithmeticException>(() => LinearAlgebra.Cholesky(indefinite)).Message);
    }

    [Fact]
    public void Bad_operands_are_refused_with_their_shapes()
    {
        Assert.Contains("needs square matrices, not shape [2,3]", Assert.Throws<ArgumentException>(() => LinearAlgebra.Lu(Tensor.Zeros((2, 3)))).Message);
        Assert.Contains("not shape [3]", Assert.Throws<ArgumentException>(() => LinearAlgebra.Cholesky(Tensor.Zeros(3))).Message);
        Assert.Contains("right side of shape [4] for a matrix of shape [3,3]; it needs 3 rows", Assert.Throws<ArgumentException>(() => LinearAlgebra.Solve(Tensor.Eye(3), Tensor.Ones(4))).Message);
        Assert.Contains("is NaN", Assert.Throws<ArgumentException>(() => LinearAlgebra.Inverse(Tensor.Full((2, 2), double.NaN))).Message);
        Assert.Contains("is infinite", Assert.Throws<ArgumentException>(() => LinearAlgebra.Solve(Tensor.Eye(2), Tensor.Of([1, double.PositiveInfinity]))).Message);
    }
}
