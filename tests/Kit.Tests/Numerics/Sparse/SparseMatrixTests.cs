using System.Numerics;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Numerics.Krylov;
using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Tests.Numerics.Sparse;

[Collection("threads")]
public sealed class SparseMatrixTests
{
    /// <summary>A random matrix with about a share of its entries.</summary>
    internal static SparseMatrix Random(int rows, int columns, double share, long seed)
    {
        var rng = new Rng(seed);
        return SparseMatrix.FromDense(rng.Normal((rows, columns)) * (rng.Uniform((rows, columns)) < share).Cast(DType.F64));
    }

    internal static SparseMatrix Laplacian(int nx, int ny)
    {
        static SparseMatrix Line(int n) => SparseMatrix.Banded(n, (-1, -1), (0, 2), (1, -1));
        return Line(nx).KronSum(Line(ny));
    }

    /// <summary>Derivatives by both arguments against differences.</summary>
    internal static void Differentiates(Func<Tensor, Tensor, Tensor> f, Tensor x, Tensor y)
    {
        var n = (int)x.Size;
        var check = Grad.Check(w => f(w[..n].Reshape(x.Shape), w[n..].Reshape(y.Shape)), Tensor.Concat([x.Flatten(), y.Flatten()], 0));
        Assert.True(check.Passed, check.ToString());
    }

    private static void Same(Tensor expected, Tensor actual, double tolerance = 1e-13) => Assert.True((expected - actual).Abs().Max().Item() <= tolerance, $"{expected}\n{actual}");

    [Fact]
    public void FromTriplets_SumsRepeatedPlacesInOrder()
    {
        var a = SparseMatrix.FromTriplets(2, 3, [1, 0, 1, 1], [2, 1, 0, 2], Tensor.Of([1e16, 2.0, 3.0, -1e16]));
        Assert.Equal(3, a.Count);
        Assert.Equal([0.0, 2, 0, 3, 0, 0], a.ToDense().ToDoubles());
        Assert.Equal([0, 1, 3], a.Pattern.RowStarts.ToArray());
        Assert.Equal([1, 0, 2], a.Pattern.ColumnIndices.ToArray());
        Assert.Equal(2, a[0, 1].Item());
        Assert.Equal(0, a[0, 2].Item());
        Assert.Contains("row 2", Assert.Throws<ArgumentException>(() => SparseMatrix.FromTriplets(2, 2, [2], [0], Tensor.Ones(1))).Message, StringComparison.Ordinal);
        Assert.Contains("column -1", Assert.Throws<ArgumentException>(() => SparseMatrix.FromTriplets(2, 2, [0], [-1], Tensor.Ones(1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => a[2, 0]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Algebra_AgreesWithDenseMatrices(bool complex)
    {
        Complex unit = complex ? new Complex(0.6, 0.8) : 1;
        SparseMatrix a = unit * Random(9, 7, 0.3, 1), b = Random(7, 8, 0.3, 2), c = Random(9, 7, 0.2, 3);
        if (!complex) (a, b, c) = (Random(9, 7, 0.3, 1), Random(7, 8, 0.3, 2), Random(9, 7, 0.2, 3));
        Tensor da = a.ToDense(), db = b.ToDense(), dc = c.ToDense();
        Same(da.MatMul(db), (a * b).ToDense());
        Same(da + dc, (a + c).ToDense());
        Same(da - dc, (a - c).ToDense());
        Same(da * -2.5, (-2.5 * a).ToDense());
        Same(da.Transpose(), a.Transpose().ToDense());
        Same(dc.Transpose().MatMul(da.MatMul(db)), (c.Transpose() * (a * b)).ToDense());
        Same(da.Kron(db), a.Kron(b).ToDense());
        Same(da.Take(Tensor.Of([3, 1, 3]), 0).Take(Tensor.Of([6, 0]), 1), a.Select([3, 1, 3], [6, 0]).ToDense());
        Same(da.Diagonal(), a.Diagonal());
        var (s, t) = (Tensor.Linspace(1, 2, 9), Tensor.Linspace(-1, 3, 7));
        Same(da * s.Unsqueeze(1), a.ScaleRows(s).ToDense());
        Same(da * t, a.ScaleColumns(t).ToDense());
        var x = new Rng(4).Normal((2, 3, 7));
        Same(x.Cast(da.DType).MatMul(da.Transpose()), a * x);
        var y = new Rng(5).Normal(9);
        Same(da.Transpose().MatMul(y.Cast(da.DType)), a.MultiplyTransposed(y));
    }

    [Fact]
    public void Galerkin_OfLinearInterpolation_IsTheCoarseLaplacian()
    {
        // h⁻²(−1, 2, −1) on 7 points becomes half of (2h)⁻²(−1, 2, −1)·… on 3: PᵀAP = (−½, 1, −½).
        var p = SparseMatrix.FromTriplets(7, 3, [0, 1, 2, 2, 3, 4, 4, 5, 6], [0, 0, 0, 1, 1, 1, 2, 2, 2], Tensor.Of([0.5, 1, 0.5, 0.5, 1, 0.5, 0.5, 1, 0.5]));
        var coarse = SparseMatrix.Banded(7, (-1, -1), (0, 2), (1, -1)).Galerkin(p);
        Same(SparseMatrix.Banded(3, (-1, -0.5), (0, 1), (1, -0.5)).ToDense(), coarse.ToDense());
    }

    [Fact]
    public void KronSum_OfSecondDifferences_IsTheFivePointLaplacian()
    {
        var a = Laplacian(5, 6);
        var u = new Rng(6).Normal((5, 6));
        var v = u.Pad(1, PadMode.Constant, 0, 0, 1);
        var expected = 4 * u - v[..^2, 1..^1] - v[2.., 1..^1] - v[1..^1, ..^2] - v[1..^1, 2..];
        Same(expected, a.Operator()(u));
        Assert.Equal(5 * 30 - 2 * 5 - 2 * 6, a.Count);
    }

    [Fact]
    public void Multiply_HasTheDerivativesOfTheDenseProduct()
    {
        var a = Random(6, 5, 0.4, 7);
        var x = new Rng(8).Normal((3, 5));
        Tensor Value(Tensor values, Tensor v) => (new SparseMatrix(a.Pattern, values).Multiply(v).Sin() + new SparseMatrix(a.Pattern, values).MultiplyTransposed(v.Pad(0, 1)).Sum()).Sum();
        Differentiates(Value, a.Values, x);
        Differentiates((values, y) => Grad.Of(v => Value(values, v))(y).Square(), a.Values, x);
        Differentiates((values, _) => (new SparseMatrix(a.Pattern, values) * Random(5, 4, 0.5, 9)).Values.Square(), a.Values, x);
    }

    [Fact]
    public void Multiply_ManyThreads_SameBits()
    {
        var before = Threads.Count;
        try
        {
            var (a, x) = (Laplacian(150, 150), new Rng(10).Normal((2, 22500)));
            Threads.Count = 1;
            var one = (a * x).ToDoubles();
            var back = a.MultiplyTransposed(x).ToDoubles();
            Threads.Count = 3;
            Assert.Equal(one, (a * x).ToDoubles());
            Assert.Equal(back, a.MultiplyTransposed(x).ToDoubles());
            Assert.Equal(one, back);
        }
        finally
        {
            Threads.Count = before;
        }
    }

    [Fact]
    public void ConjugateGradient_OfASparseMatrix()
    {
        var (a, b) = (Laplacian(20, 30), new Rng(11).Normal((20, 30)));
        var result = ConjugateGradient.Solve(a.Operator(), b);
        Assert.True(result.Converged, result.Reason);
        Same(b, a.Operator()(result.Solution), 1e-8);
    }

    [Fact]
    public void Display_TellsExtentsAndDrawsThePattern()
    {
        var a = Laplacian(10, 10);
        Assert.StartsWith("SparseMatrix 100 × 100 F64, 460 entries", a.ToString(), StringComparison.Ordinal);
        Assert.Contains("<svg", a.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("0 × 0", SparseMatrix.Identity(0).ToString(), StringComparison.Ordinal);
        Assert.EndsWith("</div>", SparseMatrix.Identity(0).ToHtml(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => a * Tensor.Ones(99));
        Assert.Throws<ArgumentException>(() => a * Laplacian(3, 3));
    }
}
