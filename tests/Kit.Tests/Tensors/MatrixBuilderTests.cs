using System.Numerics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class MatrixBuilderTests
{
    [Fact]
    public void Kron_multiplies_every_pair()
    {
        var random = new Random(21);
        for (var trial = 0; trial < 20; trial++)
        {
            Tensor a = Samples.View(random, [random.Next(1, 4), random.Next(1, 4)], DType.F64), b = Samples.View(random, [random.Next(1, 4), random.Next(4)], DType.C128);
            var c = a.Kron(b);
            Assert.Equal((a.Shape[0] * b.Shape[0], a.Shape[1] * b.Shape[1]), (c.Shape[0], c.Shape[1]));
            for (var i = 0; i < c.Shape[0]; i++)
                for (var j = 0; j < c.Shape[1]; j++)
                    Assert.Equal((a[i / b.Shape[0], j / b.Shape[1]] * b[i % b.Shape[0], j % b.Shape[1]]).Item<Complex>(), c[i, j].Item<Complex>());
        }

        Assert.Equal([3, 4, 6, 8], Tensor.Of([1.0, 2]).Kron(Tensor.Of([3.0, 4])).ToDoubles());
        Assert.Equal(new Shape([2, 3, 8]), Tensor.Ones((2, 3, 4)).Kron(Tensor.Ones(2)).Shape);
        Assert.Equal(6, Tensor.Of(2.0).Kron(3.0).Item());
    }

    [Fact]
    public void Triangles_of_views_equal_plain_loops()
    {
        var random = new Random(22);
        for (var trial = 0; trial < 30; trial++)
        {
            var a = Samples.View(random, [2, random.Next(5), random.Next(5)], trial % 2 == 0 ? DType.F64 : DType.I32);
            var offset = random.Next(-4, 5);
            var (lower, upper) = (a.Tril(offset), a.Triu(offset));
            Assert.Equal(a.DType, lower.DType);
            for (var i = 0; i < a.Shape[1]; i++)
                for (var j = 0; j < a.Shape[2]; j++)
                {
                    var value = a[1, i, j].Item();
                    Assert.Equal((j <= i + offset ? value : 0, j >= i + offset ? value : 0), (lower[1, i, j].Item(), upper[1, i, j].Item()));
                }
        }

        Assert.Equal([1, 0, 1, 1], Tensor.Full((2, 2), 1).Tril().ToDoubles());
        Assert.True(double.IsNaN(Tensor.Full((2, 2), double.NaN).Tril()[1, 0].Item()) && Tensor.Full((2, 2), double.NaN).Tril()[0, 1].Item() == 0);
        Assert.Contains("Tril: shape [3] has no two axes", Assert.Throws<ArgumentException>(() => Tensor.Ones(3).Tril()).Message);
    }

    [Fact]
    public void Diag_lays_vectors_on_a_diagonal_and_Diagonal_takes_them_off()
    {
        var random = new Random(23);
        foreach (var type in new[] { DType.Bool, DType.I32, DType.F32, DType.C128 })
            foreach (var offset in new[] { 0, 2, -1 })
            {
                var v = Samples.View(random, [2, 3], type);
                var m = v.Diag(offset);
                Assert.Equal(new Shape([2, 3 + Math.Abs(offset), 3 + Math.Abs(offset)]), m.Shape);
                Samples.Agree(v, m[.., offset < 0 ? -offset.. : .., offset > 0 ? offset.. : ..].Diagonal()[.., ..3], 0);
                Assert.Equal(v.Cast(DType.C128).Sum().Item<Complex>().Real, m.Cast(DType.C128).Sum().Item<Complex>().Real, 1e-5);
            }

        Assert.Equal([7], Tensor.Of([7.0]).Diag().ToDoubles());
        Assert.Equal(new Shape([1, 1]), Tensor.Zeros(0).Diag(1).Shape);
        Assert.Contains("a scalar", Assert.Throws<ArgumentException>(() => Tensor.Of(1.0).Diag()).Message);
    }

    [Fact]
    public void Trace_sums_the_diagonal()
    {
        var a = Tensor.Arange(24).Reshape(2, 3, 4);
        Assert.Equal([0 + 5 + 10, 12 + 17 + 22], a.Trace().ToDoubles());
        Assert.Equal(0, Tensor.Zeros((0, 0)).Trace().Item());
        Assert.Contains("no two axes", Assert.Throws<ArgumentException>(() => Tensor.Ones(2).Trace()).Message);
    }
}
