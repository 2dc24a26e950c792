using System.Numerics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

[Collection("threads")]
public sealed class ScanTests
{
    private static readonly DType[] Types = [DType.F64, DType.C128, DType.I32, DType.F32];

    [Fact]
    public void Running_products_and_extremes_equal_plain_loops()
    {
        var random = new Random(61);
        for (var trial = 0; trial < 40; trial++)
        {
            var x = Samples.View(random, [.. Samples.Dims(random), random.Next(1, 20)], Types[trial % 4], -2, 2);
            var axis = random.Next(x.Rank);
            var (expected, actual) = (Plain(x, axis, (a, b) => a * b), x.CumProd(axis).ToArray<Complex>());
            Assert.Equal(x.DType == DType.I32 ? DType.F64 : x.DType, x.CumProd(axis).DType);
            var unit = x.DType == DType.F32 ? 1.2e-7 : 2.3e-16;
            for (var i = 0; i < actual.Length; i++) Assert.True((expected[i] - actual[i]).Magnitude <= 100 * unit * expected[i].Magnitude + 1e-30); // a rounding for each of up to 90 factors
            if (x.DType.IsComplex()) continue;
            Assert.Equal(Plain(x, axis, (a, b) => Math.Max(a.Real, b.Real)), x.CumMax(axis).ToArray<Complex>());
            Assert.Equal(Plain(x, axis, (a, b) => Math.Min(a.Real, b.Real)), x.CumMin(axis).ToArray<Complex>());
        }
    }

    [Fact]
    public void Scans_of_nothing_one_element_and_NaN()
    {
        Assert.Equal(0, Tensor.Zeros((3, 0)).CumProd().Size);
        Assert.Equal(new Shape([0, 3]), Tensor.Zeros((0, 3)).CumMax().Shape);
        var one = Tensor.Of([5.0]);
        one.CumMax()[0] = 6.0;
        Assert.Equal(5, one.Item());
        Assert.Equal([1, 3, double.NaN, double.NaN], Tensor.Of([1, 3, double.NaN, 2]).CumMax().ToDoubles());
        Assert.Equal([0, 1, 1], Tensor.Of([false, true, false]).CumMax().ToDoubles());
        Assert.Contains("CumMin: of real numbers only", Assert.Throws<ArgumentException>(() => Tensor.Ones(2, DType.C64).CumMin()).Message);
        Assert.Contains("CumProd: axis 1 of shape [1]", Assert.Throws<ArgumentOutOfRangeException>(() => one.CumProd(1)).Message);
    }

    [Fact]
    public void CumSum_is_exact_to_the_last_rounding()
    {
        // A million tenths: a plain running sum ends 1e-6 off, which is 8e-12 of it; 0.1 + 0.1 + … here stays within half a unit of n·0.1 in exact arithmetic.
        var n = 1_000_000;
        var last = Tensor.Full(n, 0.1).CumSum()[-1].Item();
        Assert.Equal((double)(n * (decimal)0.1 + n * 5.551115123125783e-18m), last);
        Assert.Equal(n * (double)0.1f, Tensor.Full(n, 0.1, DType.F32).CumSum()[-1].Item(), 0.004); // half a unit of F32 at 100 000
        Assert.Equal([1e100, 1e100, 1], Tensor.Of([1e100, 1, -1e100]).CumSum().ToDoubles());
        Assert.Equal([1, double.PositiveInfinity, double.PositiveInfinity, double.NaN], Tensor.Of([1, double.PositiveInfinity, 2, double.NegativeInfinity]).CumSum().ToDoubles());
        Assert.Equal(double.PositiveInfinity, Tensor.Full(3, 1e308).CumSum()[-1].Item());
    }

    [Fact]
    public void Diff_undoes_CumSum_and_kills_polynomials()
    {
        var random = new Random(62);
        var x = Samples.View(random, [3, 7, 2], DType.I32);
        Samples.Agree(x[.., 1..].Cast(DType.F64), x.CumSum(1).Diff(axis: 1), 0);
        Assert.Equal([6, 6, 6], Tensor.Arange(6).Pow(3).Diff(3).ToDoubles());
        Assert.Equal(0, Tensor.Arange(3).Diff(5).Size);
        Assert.Equal([1, -1], Tensor.Of([false, true, false]).Diff().ToDoubles());
        Assert.Equal(new Shape([3, 0, 2]), x.Diff(9, 1).Shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Diff(-1));
    }

    [Fact]
    public void Products_of_complex_numbers_over_any_axes()
    {
        var random = new Random(63);
        for (var trial = 0; trial < 20; trial++)
        {
            var z = Samples.View(random, Samples.Dims(random), trial % 2 == 0 ? DType.C128 : DType.C64, -1, 1);
            var axes = Enumerable.Range(0, z.Rank).Where(_ => random.Next(2) == 0).ToArray();
            // By logarithms: sums of real ones are another way to the same product.
            var logarithm = Functions.ComplexOf(z.Cast(DType.C128).Abs().Log(), z.Cast(DType.C128).Angle()).Sum(axes, keepDims: trial % 3 == 0).Exp();
            var product = z.Prod(axes, keepDims: trial % 3 == 0);
            Assert.Equal((z.DType, logarithm.Shape), (product.DType, product.Shape));
            var (a, b) = (logarithm.ToArray<Complex>(), product.ToArray<Complex>());
            for (var i = 0; i < a.Length; i++) Assert.True((a[i] - b[i]).Magnitude <= (z.DType == DType.C64 ? 1e-4 : 1e-12) * a[i].Magnitude + 1e-30);
        }

        Assert.Equal([Complex.One, Complex.One], Tensor.Zeros((2, 0), DType.C128).Prod(1).ToArray<Complex>());
        Assert.Equal(new Complex(-1, 0), Tensor.Of([Complex.ImaginaryOne, Complex.ImaginaryOne]).Prod().Item<Complex>());
    }

    [Fact]
    public void Bits_depend_on_neither_threads_nor_layout()
    {
        var x = new Rng(6).Normal((100, 1100));
        var old = Threads.Count;
        var results = new List<double[]>();
        foreach (var threads in new[] { 1, 3 })
        {
            Threads.Count = threads;
            results.Add([.. x.CumSum().ToDoubles(), .. x.CumProd(0).ToDoubles(), .. x.T.CumMax().ToDoubles(), .. x.Softmax().ToDoubles()]);
        }

        Threads.Count = old;
        Assert.Equal(results[0], results[1]);
        Assert.Equal(x.CumSum(0).ToDoubles(), x.T.Copy().CumSum(1).T.ToDoubles());
    }

    private static Complex[] Plain(Tensor x, int axis, Func<Complex, Complex, Complex> fold)
    {
        var lines = x.MoveAxis(axis, -1);
        var (values, n) = (lines.ToArray<Complex>(), lines.Shape[-1]);
        for (var i = 0; i < values.Length; i++)
            if (i % n > 0) values[i] = fold(values[i - 1], values[i]);
        return Tensor.Of(values).Reshape(lines.Shape).MoveAxis(-1, axis).ToArray<Complex>();
    }
}
