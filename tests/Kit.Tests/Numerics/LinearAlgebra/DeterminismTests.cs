using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Tests.Numerics;

[Collection("threads")]
public sealed class DeterminismTests
{
    [Fact]
    public void One_two_and_three_threads_give_the_same_bits()
    {
        var a = Matrices.Normal(1, (N, N));
        var before = Threads.Count;
        try
        {
            var results = new[] { 1, 2, 3 }.Select(threads =>
            {
                Threads.Count = threads;
                return All(a);
            }).ToArray();
            Assert.Equal(results[0], results[1]);
            Assert.Equal(results[0], results[2]);
        }
        finally
        {
            Threads.Count = before;
        }
    }

    // Beyond every size from which threads share the work.
    private const int N = 260;

    private static double[] All(Tensor a)
    {
        var (values, vectors) = LinearAlgebra.Eigh(a + a.T);
        var (u, s, vt) = LinearAlgebra.Svd(a[.., ..220]);
        var (q, r) = LinearAlgebra.Qr(a);
        // A batch, since a complex matrix is factorised by one thread.
        var z = Functions.ComplexOf(a[..120, ..90], a[^120.., ^90..]).Reshape(6, 20, 90)[.., .., ..18];
        var (zu, zs, zvh) = LinearAlgebra.Svd(z);
        Tensor[] all =
        [
            values, vectors, u, s, vt, q, r, LinearAlgebra.Solve(a, a[.., ..80]), LinearAlgebra.Cholesky(a.MatMul(a.T) + Tensor.Eye(N)),
            LinearAlgebra.Inverse(a[..180, ..90].Reshape(2, 90, 90)), LinearAlgebra.Expm(a / 10),
            zs, zu.Real(), zvh.Imag(), LinearAlgebra.Qr(z).Q.Real(), LinearAlgebra.Lu(z[.., ..18]).Factors.Imag(),
        ];
        return [.. all.SelectMany(x => x.ToDoubles())];
    }
}
