using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class ProductTests
{
    [Theory]
    [InlineData(0, 3, 2)]
    [InlineData(3, 0, 2)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(7, 13, 5)]
    [InlineData(31, 37, 41)]
    [InlineData(1, 300, 64)]
    [InlineData(64, 300, 1)]
    [InlineData(97, 259, 35)]
    [InlineData(128, 128, 128)]
    [InlineData(21, 1100, 37)]
    public void MatMul_equals_the_plain_sum_in_every_layout_and_type(int m, int k, int n)
    {
        var random = new Random(m + k + n);
        foreach (var type in new[] { DType.F64, DType.F32, DType.C128, DType.C64, DType.I32 })
        {
            if ((long)m * k * n > 1 << 19 && type != DType.F64 && type != DType.F32) continue;
            for (var layout = 0; layout < 4; layout++)
            {
                var a = (layout & 1) == 0 ? Samples.Values(random, [m, k], type, -3, 3) : Samples.Values(random, [k, m], type, -3, 3).T;
                var b = (layout & 2) == 0 ? Samples.Values(random, [k, n], type, -3, 3) : Samples.Values(random, [n, k], type, -3, 3).T;
                // k products of at most 18 are added: an error of k·ε on the scale k·18 is never reached, √k·ε is typical.
                Samples.Agree(Plain(a, b), a.MatMul(b), 8, floor: 18 * Math.Max(k, 1));
            }
        }
    }

    [Theory]
    [InlineData(50, 3000, 50)]
    [InlineData(3000, 50, 50)]
    [InlineData(300, 300, 300)]
    public void Products_have_the_same_bits_for_any_number_of_threads(int m, int k, int n)
    {
        var (a, b) = (new Rng(1).Normal((k, m)).T, new Rng(2).Normal((k, n)));
        var before = Threads.Count;
        try
        {
            var results = new List<double[]>();
            foreach (var threads in new[] { 1, 2, 3, 7 })
            {
                Threads.Count = threads;
                results.Add(a.MatMul(b).ToDoubles());
                results.Add(a.Copy().MatMul(b).ToDoubles());
            }

            Assert.All(results, r => Assert.Equal(results[0], r));
        }
        finally
        {
            Threads.Count = before;
        }
    }

    [Fact]
    public void Batches_broadcast_and_views_need_no_copy()
    {
        var random = new Random(5);
        var a = Samples.Values(random, [3, 1, 4, 5], DType.F64, -1, 1).Flip(3);
        var b = Samples.Values(random, [2, 6, 5], DType.F64, -1, 1).Transpose(0, 1)[.., 0..1].MoveAxis(1, 0).BroadcastTo((2, 6, 5)).Transpose();
        var c = a.MatMul(b);
        Assert.Equal((3, 2, 4, 6), c.Shape);
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 2; j++) Samples.Agree(Plain(a[i, 0], b[j]), c[i, j], 4, floor: 5);
        var reference = a.Reference().MatMul(b.Reference());
        Samples.Agree(reference, c, 4, floor: 5);
    }

    [Fact]
    public void Vectors_are_rows_on_the_left_and_columns_on_the_right()
    {
        var (v, m) = (Tensor.Of([1.0, 2]), Tensor.Of(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }));
        Assert.Equal([9, 12, 15], v.MatMul(m).ToDoubles());
        Assert.Equal([14, 32], m.MatMul(Tensor.Of([1.0, 2, 3])).ToDoubles());
        Assert.Equal(5, v.Dot(v).Item());
        Assert.Equal([1, 2, 2, 4], v.Outer(v).ToDoubles());
        Assert.Equal([1, 5], m.Diagonal().ToDoubles());
        Assert.Equal(DType.F32, Tensor.Eye(2, DType.F32).MatMul(Tensor.Eye(2, DType.I32)).DType);
    }

    [Fact]
    public void Errors_name_both_shapes()
    {
        Assert.Contains("MatMul: inner dimensions differ: [3,4] x [5,6]", Assert.Throws<ArgumentException>(() => Tensor.Zeros((3, 4)).MatMul(Tensor.Zeros((5, 6)))).Message);
        Assert.Contains("use *", Assert.Throws<ArgumentException>(() => Tensor.Zeros(3).MatMul(2)).Message);
        Assert.Contains("do not broadcast", Assert.Throws<ArgumentException>(() => Tensor.Zeros((2, 3, 4)).MatMul(Tensor.Zeros((3, 4, 5)))).Message);
        Assert.Contains("[2] and [3]", Assert.Throws<ArgumentException>(() => Tensor.Zeros(2).Dot(Tensor.Zeros(3))).Message);
    }

    private static Tensor Plain(Tensor a, Tensor b)
    {
        var (x, y) = (a.ToArray<System.Numerics.Complex>(), b.ToArray<System.Numerics.Complex>());
        var (m, k, n) = (a.Shape[0], a.Shape[1], b.Shape[1]);
        var c = new System.Numerics.Complex[m * n];
        for (var i = 0; i < m; i++)
            for (var p = 0; p < k; p++)
                for (var j = 0; j < n; j++) c[i * n + j] += x[i * k + p] * y[p * n + j];
        var result = Tensor.Of(c).Reshape(m, n);
        return (a.DType.IsComplex() ? result : result.Real()).Cast(a.DType);
    }
}
