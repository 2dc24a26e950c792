using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class SetTests
{
    [Fact]
    public void Unique_values_inverse_and_counts_describe_the_tensor()
    {
        var random = new Random(41);
        for (var trial = 0; trial < 20; trial++)
        {
            var type = new[] { DType.I32, DType.F32, DType.F64, DType.Bool }[trial % 4];
            var x = Samples.View(random, Samples.Dims(random), type);
            if (type.IsFloat()) x = x.Round();
            var (values, inverse, counts) = x.Unique();
            var expected = x.ToDoubles().GroupBy(v => v + 0.0).OrderBy(g => g.Key).ToArray();
            Assert.Equal(expected.Select(g => g.Key), values.ToDoubles());
            Assert.Equal(expected.Select(g => g.Count()), counts.ToArray<int>());
            Samples.Agree(x, values.Take(inverse), 0);
        }

        var (v, i, c) = Tensor.Of([double.NaN, 2, double.NaN, 1]).Unique();
        Assert.Equal([1, 2, double.NaN], v.ToDoubles());
        Assert.Equal([2, 1, 2, 0], i.ToArray<int>());
        Assert.Equal([1, 1, 2], c.ToArray<int>());
        Assert.Equal(0, Tensor.Zeros(0).Unique().Values.Size);
    }

    [Fact]
    public void SearchSorted_counts_what_lies_below()
    {
        var random = new Random(42);
        for (var trial = 0; trial < 20; trial++)
        {
            var sorted = Samples.View(random, [random.Next(20)], DType.F64).Round().Sort();
            var x = Samples.View(random, [3, 4], trial % 2 == 0 ? DType.F64 : DType.I32).Round();
            var bounds = sorted.ToDoubles();
            Assert.Equal(x.ToDoubles().Select(v => bounds.Count(b => b < v)), sorted.SearchSorted(x).ToArray<int>());
            Assert.Equal(x.ToDoubles().Select(v => bounds.Count(b => b <= v)), sorted.SearchSorted(x, right: true).ToArray<int>());
        }

        var withNaN = Tensor.Of([1, 2, double.NaN, double.NaN]);
        Assert.Equal([2, 2], withNaN.SearchSorted(Tensor.Of([double.NaN, 3])).ToArray<int>());
        Assert.Equal([4, 2], withNaN.SearchSorted(Tensor.Of([double.NaN, 3]), right: true).ToArray<int>());
        Assert.Equal(1, withNaN.SearchSorted(2.0).Item<int>());
        Assert.Contains("not ascending: 1 at position 1 follows 2", Assert.Throws<ArgumentException>(() => Tensor.Of([2.0, 1]).SearchSorted(1)).Message);
        Assert.Contains("a vector is searched, not [1,2]", Assert.Throws<ArgumentException>(() => Tensor.Ones((1, 2)).SearchSorted(1)).Message);
    }

    [Fact]
    public void Histogram_bins_are_half_open_and_the_last_one_closed()
    {
        var (counts, edges) = Tensor.Of([0, 0.1, 0.2, 0.3, 0.6, 0.7, 1, -1, 2, double.NaN]).Histogram(10, (0, 1));
        Assert.Equal([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], edges.ToDoubles().Select(e => Math.Round(e, 12)));
        // Every value goes where the edges, as rounded, say: the plain comparison below is the definition.
        var e = edges.ToDoubles();
        Assert.Equal(Enumerable.Range(0, 10).Select(k => new[] { 0, 0.1, 0.2, 0.3, 0.6, 0.7, 1 }.Count(v => v >= e[k] && (v < e[k + 1] || k == 9 && v <= 1))), counts.ToArray<int>());
        var x = new Rng(5).Normal((100, 20)).T;
        var (all, own) = x.Histogram(17);
        Assert.Equal((2000, x.Min().Item(), x.Max().Item()), ((int)all.Sum().Item(), own[0].Item(), own[-1].Item()));
        Assert.Equal([0, 4], Tensor.Full(4, 3).Histogram(2).Counts.ToArray<int>());
        Assert.Equal([0, 0], Tensor.Zeros(0).Histogram(2).Counts.ToArray<int>());
        Assert.Contains("the range (1, 1) is not", Assert.Throws<ArgumentException>(() => x.Histogram(2, (1, 1))).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => x.Histogram(2, (0, double.NaN))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Histogram(0));
    }

    [Fact]
    public void BinCount_counts_or_adds_weights()
    {
        var x = Tensor.Of([3, 1, 1, 0, 9, 3, 3])[Slice.Step(null, null, -1)];
        Assert.Equal([1, 2, 0, 3, 0, 0, 0, 0, 0, 1], x.BinCount().ToArray<int>());
        Assert.Equal([0.5, 0, 0.75], Tensor.Of([0, 2, 2]).BinCount(Tensor.Of([0.5, 0.25, 0.5])).ToDoubles());
        Assert.Equal([0, 0, 0], Tensor.Zeros(0, DType.I32).BinCount(minLength: 3).ToDoubles());
        Assert.Contains("negative element -2", Assert.Throws<ArgumentException>(() => Tensor.Of([1, -2]).BinCount()).Message);
        Assert.Contains("not F64 of shape [2]", Assert.Throws<ArgumentException>(() => Tensor.Ones(2).BinCount()).Message);
        Assert.Contains("weights of shape [2] for elements of shape [7]", Assert.Throws<ArgumentException>(() => x.BinCount(Tensor.Ones(2))).Message);
    }
}
