using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;
using Kit.Testing;

namespace Kit.Tests.Numerics;

/// <summary>A system's LAPACK beside Kit's own algorithms. The setting is the process's, so these tests run alone.</summary>
[Collection("threads")]
public sealed class LapackTests
{
    // As of Kit's own: residuals and loss of orthogonality in units of n·ε of the operands' size.
    private const double Bound = 4;

    [RequiresFact("openblas")]
    public void Factors_satisfy_the_bounds_of_our_own()
    {
        foreach (var type in new[] { DType.F64, DType.F32 })
            foreach (var (m, n) in new[] { (1, 1), (3, 3), (65, 65), (40, 17), (17, 40) })
            {
                var a = Matrices.Normal(m, (m, n), type);
                var (u, s, vt) = With(() => LinearAlgebra.Svd(a));
                Assert.InRange(Matrices.Units((u * s).Times(vt), a, a.Frobenius(), type), 0, Bound);
                Assert.InRange(Matrices.Orthogonality(u, type), 0, Bound);
                Assert.InRange(Matrices.Orthogonality(vt.T, type), 0, Bound);
                Same(LinearAlgebra.Svd(a).S, s, a.Frobenius(), type);
                Same(s, With(() => LinearAlgebra.SingularValues(a)), a.Frobenius(), type);
                for (var k = 0; k < s.Size; k++) Assert.True(u[.., k][u[.., k].Abs().ArgMax().Item<int>()].Item() > 0);
                if (m != n) continue;
                var symmetric = a + a.T;
                var (values, v) = With(() => LinearAlgebra.Eigh(symmetric));
                Assert.InRange(Matrices.Units(symmetric.Times(v), (v * values).Cast(DType.F64), symmetric.Frobenius(), type), 0, Bound);
                Assert.InRange(Matrices.Orthogonality(v, type), 0, Bound);
                Same(LinearAlgebra.EighValues(symmetric), values, symmetric.Frobenius(), type);
                Same(values, With(() => LinearAlgebra.EighValues(symmetric)), symmetric.Frobenius(), type);
                for (var k = 0; k < n; k++) Assert.True(v[.., k][v[.., k].Abs().ArgMax().Item<int>()].Item() > 0);
                var x = With(() => LinearAlgebra.Solve(a, a[.., ..1]));
                Assert.InRange(Matrices.Units(a.Times(x), a[.., ..1], a.Frobenius() * Math.Max(1, x.Frobenius()), type), 0, Bound);
                Assert.Equal(LinearAlgebra.Lu(a).Pivots.ToArray<int>(), With(() => LinearAlgebra.Lu(a)).Pivots.ToArray<int>());
                var definite = Matrices.Definite(n, n, type);
                var l = With(() => LinearAlgebra.Cholesky(definite));
                Assert.InRange(Matrices.Units(l.Times(l.T), definite, definite.Frobenius(), type), 0, Bound);
                Same(LinearAlgebra.Cholesky(definite), l, definite.Frobenius(), type);
            }
    }

    [RequiresFact("openblas")]
    public void Batches_empties_and_failures_are_as_without()
    {
        var g = Matrices.Normal(1, (2, 3, 20, 20));
        var batch = With(() => LinearAlgebra.Eigh(g + g.Transpose()));
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 3; j++) Assert.Equal(With(() => LinearAlgebra.Eigh(g[i, j] + g[i, j].T)).Values.ToDoubles(), batch.Values[i, j].ToDoubles());
        Assert.Equal((0, 0), With(() => LinearAlgebra.Eigh(Tensor.Zeros((0, 0)))).Vectors.Shape);
        Assert.Equal((0, 2), With(() => LinearAlgebra.Svd(Tensor.Zeros((0, 2)))).Vt.Shape);
        Assert.Contains("leading minor of order 2", Assert.Throws<ArithmeticException>(() => With(() => LinearAlgebra.Cholesky(Tensor.Eye(3) * Tensor.Of([1.0, -1, 1])))).Message);
        Assert.Contains("pivot 1", Assert.Throws<ArithmeticException>(() => With(() => LinearAlgebra.Inverse(Tensor.Ones((2, 2))))).Message);
    }

    [Fact]
    public void A_library_that_is_not_here_is_named_with_the_remedy()
    {
        var before = LinearAlgebra.Lapack;
        var message = Assert.Throws<DllNotFoundException>(() => LinearAlgebra.Lapack = "no-such-library").Message;
        Assert.Contains("KIT_LAPACK=no-such-library", message);
        Assert.Contains("apt-get install", message);
        Assert.Equal(before, LinearAlgebra.Lapack);
    }

    private static void Same(Tensor expected, Tensor found, double scale, DType type) => Assert.InRange(Matrices.Units(expected, found, scale, type), 0, Bound);

    private static TResult With<TResult>(Func<TResult> f)
    {
        var before = LinearAlgebra.Lapack;
        try
        {
            LinearAlgebra.Lapack = "openblas";
            return f();
        }
        finally
        {
            LinearAlgebra.Lapack = before;
        }
    }
}
