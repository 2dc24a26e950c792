using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

[Collection("threads")]
public sealed class ReductionTests
{
    private static readonly Dictionary<string, Func<Tensor, Axes, bool, Tensor>> Reductions = new()
    {
        ["Sum"] = (x, a, k) => x.Sum(a, k),
        ["Prod"] = (x, a, k) => x.Prod(a, k),
        ["Mean"] = (x, a, k) => x.Mean(a, k),
        ["Variance"] = (x, a, k) => x.Variance(a, k),
        ["Min"] = (x, a, k) => x.Min(a, k),
        ["Max"] = (x, a, k) => x.Max(a, k),
        ["Any"] = (x, a, k) => (x > 2.9).Any(a, k),
        ["All"] = (x, a, k) => (x < 2.9).All(a, k),
        ["Norm"] = (x, a, k) => x.Norm(a, k),
        ["LogSumExp"] = (x, a, k) => x.LogSumExp(a, k),
    };

    public static TheoryData<string> Names => [.. Reductions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reduction_over_any_axes_equals_the_plain_loop(string name)
    {
        var random = new Random(3);
        for (var trial = 0; trial < 40; trial++)
        {
            var x = Samples.View(random, Samples.Dims(random), (trial % 3) switch { 0 => DType.F64, 1 => DType.F32, _ => DType.I32 });
            var axes = Enumerable.Range(0, x.Rank).Where(_ => random.Next(2) == 0).ToArray();
            var keep = random.Next(2) == 0;
            var reference = x.Reference();
            // Up to 400 roundings in another order; sums are compared on the scale of their terms.
            Samples.Agree(Reductions[name](reference, axes, keep), Reductions[name](x, axes, keep), 60, floor: name == "Prod" ? 1e-3 : 60);
        }
    }

    [Fact]
    public void Arg_reductions_and_running_sums_equal_the_plain_loop()
    {
        var random = new Random(4);
        for (var trial = 0; trial < 40; trial++)
        {
            var x = Samples.View(random, [.. Samples.Dims(random), 3], trial % 2 == 0 ? DType.F64 : DType.I32);
            var (reference, axis) = (x.Reference(), random.Next(x.Rank));
            Assert.Equal(reference.ArgMax(axis).ToArray<int>(), x.ArgMax(axis).ToArray<int>());
            Assert.Equal(reference.ArgMin().ToArray<int>(), x.ArgMin().ToArray<int>());
            Samples.Agree(reference.CumSum(axis), x.CumSum(axis), 60, floor: 10);
        }
    }

    [Fact]
    public void Complex_sums_mean_and_variance()
    {
        var z = Functions.ComplexOf(Tensor.Arange(0, 4, 1.0), Tensor.Arange(4, 0, -1.0));
        Assert.Equal(new System.Numerics.Complex(6, 10), z.Sum().Item<System.Numerics.Complex>());
        Assert.Equal(2.5, z.Variance().Item(), 1e-15);
        Assert.Equal(Math.Sqrt(14 + 30), z.Norm().Item(), 1e-14);
        Assert.Contains("real numbers only", Assert.Throws<ArgumentException>(() => z.Max()).Message);
    }

    [Fact]
    public void Sum_is_as_accurate_as_pairs_allow()
    {
        // Kahan's sum in F64 of the F32 values is exact to far below one F32 unit; the tree's bound is ε·log₂ n ≈ 20 ε, typically 1.
        var x = new Rng(1).Uniform(1 << 20, dtype: DType.F32);
        var exact = x.ToDoubles().Sum();
        Assert.True(Math.Abs(x.Sum().Item() - exact) / exact < 2 * Math.Pow(2, -24), $"{x.Sum().Item() / exact - 1:E2}");
        var tenth = Tensor.Full(10_000_019, 0.1);
        Assert.True(Math.Abs(tenth.Sum().Item() / (10_000_019 * 0.1) - 1) < 2 * Math.Pow(2, -53));
    }

    [Fact]
    public void Bits_depend_on_neither_threads_nor_layout()
    {
        var x = new Rng(2).Normal((300, 701));
        var results = new List<double[]>();
        var old = Threads.Count;
        foreach (var threads in new[] { 1, 2, 3 })
        {
            Threads.Count = threads;
            results.Add([.. x.Sum().ToDoubles(), .. x.Sum(0).ToDoubles(), .. x.Sum(1).ToDoubles(), .. x.Exp().Sum(0).ToDoubles(), .. x.MatMul(x.T).ToDoubles(), .. x.T.MatMul(x[.., 0].Unsqueeze(0).T).ToDoubles(), .. new Rng(9).Normal(5000).ToDoubles()]);
        }

        Threads.Count = old;
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
        Assert.Equal(x.Sum(0).ToDoubles(), x.T.Copy().Sum(1).ToDoubles());
        Assert.Equal(x.Sum(0).ToDoubles(), x.T.Copy().T.Sum(0).ToDoubles());
        Assert.Equal(x.Sum().Item(), x.Flip().Flip().Reshape(701, 300).Sum().Item());
    }

    [Fact]
    public void NaN_propagates_and_empty_reductions_are_identities_or_errors()
    {
        var x = Tensor.Of([1, double.NaN, 3]);
        Assert.True(double.IsNaN(x.Min().Item()) && double.IsNaN(x.Max().Item()) && double.IsNaN(x.Sum().Item()));
        Assert.Equal(1, (int)x.ArgMax());
        var empty = Tensor.Zeros((0, 3));
        Assert.Equal([0, 0, 0], empty.Sum(0).ToDoubles());
        Assert.Equal(1, empty.Prod().Item());
        Assert.True((bool)(empty > 0).All() && !(bool)(empty > 0).Any());
        Assert.Equal(0, empty.Sum(1).Size);
        Assert.Contains("Max: no elements along the axes of shape [0,3]", Assert.Throws<ArgumentException>(() => empty.Max()).Message);
        Assert.Contains("correction 1", Assert.Throws<ArgumentException>(() => Tensor.Ones(1).Variance(correction: 1)).Message);
        Assert.Contains("named twice", Assert.Throws<ArgumentException>(() => empty.Sum([0, -2])).Message);
    }

    [Fact]
    public void Integers_are_summed_without_overflow_and_extremes_are_safe()
    {
        Assert.Equal(4e9, Tensor.Full(4, 1e9, DType.I32).Sum().Item());
        Assert.Equal(2, (Tensor.Of([1, 5, 7]) > 2).Sum().Item());
        Assert.Equal(5e200, Tensor.Of([3e200, 4e200]).Norm().Item(), 1e186);
        Assert.Equal(1000 + Math.Log(2), Tensor.Of([1000.0, 1000]).LogSumExp().Item(), 1e-12);
        Assert.Equal(double.NegativeInfinity, Tensor.Full(3, double.NegativeInfinity).LogSumExp().Item());
        Assert.Equal(0, Tensor.Zeros(3).Norm().Item());
    }
}
