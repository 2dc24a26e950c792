using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

[Collection("threads")]
public sealed class SortingTests
{
    private static readonly DType[] Types = [DType.F64, DType.F32, DType.I32, DType.Bool];

    [Fact]
    public void Order_of_any_view_is_that_of_a_stable_plain_sort()
    {
        var random = new Random(31);
        for (var trial = 0; trial < 60; trial++)
        {
            // Few different values, so that stability shows; NaN and both zeros among the floats.
            var x = Samples.View(random, [.. Samples.Dims(random), random.Next(1, 120)], Types[trial % 4], -4, 4);
            if (x.DType.IsFloat()) x = (x * 2).Truncate() / 2;
            if (trial % 3 == 0 && x.DType.IsFloat()) x = Functions.Where(x > 1.4, double.NaN, x);
            var (axis, descending) = (random.Next(x.Rank), random.Next(2) == 0);
            var reference = x.Reference();
            Assert.Equal(reference.ArgSort(axis, descending).ToArray<int>(), x.ArgSort(axis, descending).ToArray<int>());
            Samples.Agree(reference.Sort(axis, descending), x.Sort(axis, descending), 0);
            var k = random.Next(x.Shape[axis] + 1);
            var (values, positions) = x.TopK(k, axis, descending);
            Samples.Agree(x.Sort(axis, descending).MoveAxis(axis, 0)[..k], values.MoveAxis(axis, 0), 0);
            Samples.Agree(values, x.TakeAlong(positions, axis), 0);
        }
    }

    [Fact]
    public void Order_is_total_over_all_kinds_of_numbers()
    {
        var x = Tensor.Of([double.NaN, 1, double.NegativeInfinity, 0.0, -0.0, double.Epsilon, -double.Epsilon, double.PositiveInfinity, -double.NaN, double.MinValue, double.MaxValue]);
        Assert.Equal([2, 9, 6, 3, 4, 5, 1, 10, 7, 0, 8], x.ArgSort().ToArray<int>());
        Assert.Equal([7, 10, 1, 5, 3, 4, 6, 9, 2, 0, 8], x.ArgSort(descending: true).ToArray<int>());
        Assert.Equal([int.MinValue, -1, 0, int.MaxValue], Tensor.Of([0, int.MaxValue, -1, int.MinValue]).Sort().ToArray<int>());
        Assert.Equal([true, false, false], Tensor.Of([false, true, false]).Sort(descending: true).ToArray<bool>());
        Assert.Equal(0, Tensor.Zeros((0, 3)).Sort(0).Size);
        Assert.Equal([5], Tensor.Of([5.0]).Sort().ToDoubles());
        var wide = new Rng(3).Integers(int.MinValue, int.MaxValue, 5000);
        Assert.Equal(wide.ToArray<int>().Order(), wide.Sort().ToArray<int>());
    }

    [Fact]
    public void Bits_depend_on_neither_threads_nor_layout()
    {
        var x = (new Rng(4).Normal((200, 300)) * 3).Round();
        var old = Threads.Count;
        var results = new List<int[]>();
        foreach (var threads in new[] { 1, 3 })
        {
            Threads.Count = threads;
            results.Add([.. x.ArgSort().ToArray<int>(), .. x.ArgSort(0).ToArray<int>()]);
        }

        Threads.Count = old;
        Assert.Equal(results[0], results[1]);
        Assert.Equal(x.ArgSort(0).ToArray<int>(), x.T.Copy().ArgSort(1).T.ToArray<int>());
    }

    [Fact]
    public void TakeAlong_points_into_each_row()
    {
        var x = Tensor.Of(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Assert.Equal([3, 1, 4, 6], x.TakeAlong(Tensor.Of(new[,] { { -1, 0 }, { 0, 2 } })).ToDoubles());
        Assert.Equal([4, 2, 6], x.TakeAlong(Tensor.Of(new[,] { { 1, 0, 1 } }), 0).ToDoubles());
        Assert.Equal(0, x.TakeAlong(Tensor.Zeros((2, 0), DType.I32)).Size);
        Assert.Contains("position 3 is outside axis 1 of shape [2,3]", Assert.Throws<ArgumentOutOfRangeException>(() => x.TakeAlong(Tensor.Of(new[,] { { 0 }, { 3 } }))).Message);
        Assert.Contains("positions of shape [3,1] do not fit [2,3] beside axis 1", Assert.Throws<ArgumentException>(() => x.TakeAlong(Tensor.Zeros((3, 1), DType.I32))).Message);
        Assert.Contains("I32, not F64", Assert.Throws<ArgumentException>(() => x.TakeAlong(x)).Message);
        Assert.Contains("TopK: 4 of the 3 elements of axis 1 of shape [2,3]", Assert.Throws<ArgumentException>(() => x.TopK(4)).Message);
        Assert.Contains("Sort: of real numbers only", Assert.Throws<ArgumentException>(() => x.Cast(DType.C64).Sort()).Message);
    }

    [Fact]
    public void Quantiles_are_those_of_type_seven()
    {
        var random = new Random(32);
        for (var trial = 0; trial < 30; trial++)
        {
            var x = Samples.View(random, [random.Next(1, 4), random.Next(1, 40), 2], Types[trial % 3]);
            var q = trial % 5 == 0 ? trial % 2 : random.NextDouble();
            var found = x.Quantile(q, 1);
            for (var i = 0; i < x.Shape[0]; i++)
            {
                var s = x[i, .., 1].ToDoubles().Order().ToArray();
                var h = (s.Length - 1) * q;
                var (low, high) = (s[(int)h], s[Math.Min((int)h + 1, s.Length - 1)]);
                Assert.Equal(low + (h - (int)h) * (high - low), found[i, 1].Item(), x.DType == DType.F32 ? 2e-6 : 1e-14); // a rounding or two of numbers up to 6
            }
        }
    }

    [Fact]
    public void Median_and_several_quantiles()
    {
        var x = Tensor.Of(new double[,] { { 3, 1, 2 }, { 9, 7, 8 } });
        Assert.Equal(5, x.Median().Item());
        Assert.Equal([2, 8], x.Median(1).ToDoubles());
        Assert.Equal((new Shape([2, 1]), new Shape([1, 1])), (x.Median(-1, keepDims: true).Shape, x.Median(keepDims: true).Shape));
        Assert.Equal([1, 7, 2.5, 8.5], x.Quantile([0, 0.75], 1).ToDoubles());
        Assert.Equal([3, double.NaN], Tensor.Of(new[,] { { 3, 3 }, { 1, double.NaN } }).Median(1).ToDoubles());
        Assert.Equal(double.PositiveInfinity, Tensor.Full(4, double.PositiveInfinity).Median().Item());
        Assert.Equal(1.5, Tensor.Of([1, 2]).Median().Item());
        Assert.Contains("1.5 is not in [0, 1]", Assert.Throws<ArgumentException>(() => x.Quantile(1.5)).Message);
        Assert.Contains("Median: no elements", Assert.Throws<ArgumentException>(() => Tensor.Zeros((2, 0)).Median(1)).Message);
    }
}
