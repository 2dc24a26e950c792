using Kit.Autodiff;
using Kit.Compute;
using Kit.Numerics;
using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Tests.Numerics.Sparse;

[Collection("threads")]
public sealed class SparseLuTests
{
    private static double Residual(SparseMatrix a, Tensor x, Tensor b) => ((a * x - b).Abs().Max() / b.Abs().Max()).Item();

    [Theory, InlineData(1, 1), InlineData(3, 4), InlineData(20, 20), InlineData(57, 43)]
    public void Solve_Poisson_WithAndWithoutPoints(int nx, int ny)
    {
        var a = SparseMatrixTests.Laplacian(nx, ny);
        var x = new Rng(1).Normal(nx * ny);
        var points = Tensor.Stack([(Tensor.Arange(nx * ny) / ny).Floor(), (Tensor.Arange(nx * ny) % ny).Cast(DType.F64)], 1);
        foreach (var tree in new[] { FrontalTree.Of(a.Pattern), FrontalTree.Of(a.Pattern, points), FrontalTree.Of(a.Pattern, [.. Enumerable.Range(0, nx * ny)]) })
        {
            var lu = new SparseLu(a, tree);
            // κ < 4·57²/π² ≈ 1400.
            Assert.True((lu.Solve(a * x) - x).Abs().Max().Item() < 1e-12);
            Assert.Equal(0, lu.Delayed);
            Assert.Equal(tree.Fill, lu.Fill);
        }
    }

    [Fact]
    public void Order_OfAGrid_HasTheFillOfNestedDissection()
    {
        // George's bound for the 5-point grid is 31/4 n² log₂ n for L: 7.75·63²·6 = 185,000, and both L and U twice that.
        var a = SparseMatrixTests.Laplacian(63, 63);
        var points = Tensor.Stack([(Tensor.Arange(63 * 63) / 63).Floor(), (Tensor.Arange(63 * 63) % 63).Cast(DType.F64)], 1);
        var (byPoints, byLevels) = (FrontalTree.Of(a.Pattern, points).Fill, FrontalTree.Of(a.Pattern).Fill);
        Assert.InRange(byPoints, 100_000, 370_000);
        Assert.InRange(byLevels, byPoints / 2, 2 * byPoints);
    }

    [Theory, InlineData(1, 0.2), InlineData(2, 0.05), InlineData(3, 0.02), InlineData(4, 0.5)]
    public void Solve_RandomUnsymmetric_AgreesWithDense(long seed, double share)
    {
        var a = SparseMatrixTests.Random(120, 120, share, seed) + SparseMatrixTests.Random(120, 1, 1, seed + 10).Kron(SparseMatrix.FromTriplets(1, 120, [0], [7], Tensor.Ones(1)))
            + SparseMatrix.Banded(120, (1, 1.5), (-119, 1));
        var b = new Rng(seed + 20).Normal((3, 120));
        var lu = new SparseLu(a);
        Assert.True(Residual(a, lu.Solve(b), b) < 1e-10);
        var transposed = lu.SolveTransposed(b);
        Assert.True(((a.MultiplyTransposed(transposed) - b).Abs().Max() / b.Abs().Max()).Item() < 1e-10);
        var dense = LinearAlgebra.Solve(a.ToDense(), b.Transpose()).Transpose();
        Assert.True(((lu.Solve(b) - dense).Abs().Max() / dense.Abs().Max()).Item() < 1e-8);
    }

    [Fact]
    public void Solve_SaddlePoint_WaitsForPivotsThatAreZeroAtFirst()
    {
        // Stokes-like: [[L, Bᵀ], [B, 0]].
        var l = SparseMatrixTests.Laplacian(12, 12);
        var b = SparseMatrixTests.Random(40, 144, 0.05, 5);
        var bt = b.Transpose();
        int[] i = [.. l.Pattern.RowOf, .. bt.Pattern.RowOf, .. b.Pattern.RowOf.Select(r => 144 + r)];
        int[] j = [.. l.Pattern.ColumnIndices, .. bt.Pattern.ColumnIndices.ToArray().Select(c => 144 + c), .. b.Pattern.ColumnIndices];
        var a = SparseMatrix.FromTriplets(184, 184, i, j, Tensor.Concat([l.Values, bt.Values, b.Values], 0));
        var right = new Rng(6).Normal(184);
        // Eliminated in reverse order the zero block comes first.
        foreach (var tree in new[] { FrontalTree.Of(a.Pattern), FrontalTree.Of(a.Pattern, [.. Enumerable.Range(0, 184).Reverse()]) })
        {
            var lu = new SparseLu(a, tree);
            Assert.True(lu.Delayed > 0);
            Assert.True(Residual(a, lu.Solve(right), right) < 1e-11);
            Assert.True(Residual(a.Transpose(), lu.SolveTransposed(right), right) < 1e-11);
        }
    }

    [Fact]
    public void Solve_EquationsInUnitsEighteenOrdersApart()
    {
        var a = SparseMatrixTests.Laplacian(10, 10).ScaleRows(Tensor.Logspace(-9, 9, 100));
        var x = new Rng(7).Normal(100);
        Assert.True((new SparseLu(a).Solve(a * x) - x).Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void Singular_IsNamed()
    {
        var neumann = SparseMatrix.Banded(50, (-1, -1), (0, 2), (1, -1)) - SparseMatrix.FromTriplets(50, 50, [0, 49], [0, 49], Tensor.Ones(2));
        Assert.Contains("singular", Assert.Throws<ArithmeticException>(() => new SparseLu(neumann)).Message, StringComparison.Ordinal);
        Assert.Contains("unknown 2", Assert.Throws<ArithmeticException>(() => new SparseLu(SparseMatrix.FromTriplets(3, 3, [0, 1], [0, 1], Tensor.Ones(2)))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SparseLu(SparseMatrixTests.Random(3, 4, 1, 1)));
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new SparseLu(double.NaN * SparseMatrix.Identity(3))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SparseLu(SparseMatrix.Identity(3)).Solve(Tensor.Ones(4)));
        Assert.Throws<ArgumentException>(() => new SparseLu(SparseMatrix.Identity(3), FrontalTree.Of(SparseMatrix.Identity(3).Pattern)));
        Assert.Throws<ArgumentException>(() => FrontalTree.Of(SparseMatrix.Identity(3).Pattern, [0, 1, 1]));
    }

    [Fact]
    public void Solve_HasTheDerivativesOfTheInverse()
    {
        var a = SparseMatrixTests.Random(8, 8, 0.3, 8) + 4 * SparseMatrix.Identity(8);
        var b = new Rng(9).Normal((2, 8));
        foreach (var transpose in new[] { false, true })
        {
            Tensor Solution(Tensor values, Tensor right)
            {
                var lu = new SparseLu(new(a.Pattern, values));
                return transpose ? lu.SolveTransposed(right) : lu.Solve(right);
            }

            SparseMatrixTests.Differentiates((v, right) => Solution(v, right).Square(), a.Values, b);
            SparseMatrixTests.Differentiates((v, right) => Grad.Of(r => Solution(v, r).Sin().Sum())(right).Square(), a.Values, b);
            SparseMatrixTests.Differentiates((v, right) => Grad.Of(u => Solution(u, right).Square().Sum())(v).Square(), a.Values, b);
            var forward = Grad.Jvp(v => Solution(v, b), a.Values, Tensor.OnesLike(a.Values)).Tangent;
            Assert.True((forward * b).Sum().Item() is var slope && Math.Abs(slope - Grad.Of(v => (Solution(v, b) * b).Sum())(a.Values).Sum().Item()) < 1e-11 * Math.Max(1, Math.Abs(slope)));
        }
    }

    [Fact]
    public void Solve_ManyThreads_SameBits()
    {
        var before = Threads.Count;
        try
        {
            var (a, b) = (SparseMatrixTests.Laplacian(90, 90), new Rng(10).Normal((2, 8100)));
            Threads.Count = 1;
            var one = new SparseLu(a).Solve(b).ToDoubles();
            Threads.Count = 3;
            Assert.Equal(one, new SparseLu(a).Solve(b).ToDoubles());
        }
        finally
        {
            Threads.Count = before;
        }
    }
}
