using System.Numerics;
using Kit.Compute;
using Kit.Compute.Cpu.Fft;
using Kit.Numerics;
using Kit.Tensors;
using Kit.Tests.Tensors;

namespace Kit.Tests.Numerics;

[Collection("threads")]
public sealed class FftTests
{
    /// <summary>Rounding of log₂ n stages adds like a random walk, the worst case like their number; Bluestein's convolution of 4n points has three transforms' worth.</summary>
    private static double Bound(int n) => 2.2e-16 * (2 + 2 * Math.Log2(n));

    public static TheoryData<int, int> Lengths()
    {
        var lengths = Enumerable.Range(1, 141).ToList();
        for (var k = 8; k <= 12; k++) lengths.AddRange([(1 << k) - 1, 1 << k, (1 << k) + 1]);
        lengths.AddRange([8191, 8192]);
        lengths.AddRange([144, 150, 169, 180, 210, 243, 251, 343, 360, 361, 400, 441, 500, 509, 512, 600, 625, 720, 729, 841, 900, 1000, 1009, 1024, 1080, 1331, 1500, 1681, 2000, 2187]);
        lengths.AddRange([2011, 2200, 2310, 2401, 2503, 2520, 2662, 3000, 3125, 3481, 3721, 4001, 4489, 5000, 5003, 6007, 6561]);
        var data = new TheoryData<int, int>();
        foreach (var group in lengths.Distinct().Order().Chunk(20)) data.Add(group[0], group[^1]);
        Assert.True(lengths.Distinct().Count() >= 200);
        Known = [.. lengths.Distinct().Order()];
        return data;
    }

    private static List<int> Known { get; set; } = [];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Every_length_equals_the_defining_sum(int first, int last)
    {
        _ = Lengths();
        var random = new Random(first);
        foreach (var n in Known.Where(n => n >= first && n <= last))
        {
            var exact = new ExactDft(n);
            foreach (var lines in n <= 4100 ? new[] { 1, 19 } : [1])
            {
                var x = Samples.Values(random, [lines, n], DType.C128, -1, 1);
                var line = lines * 2 / 3;
                var (input, y) = (x[line].ToArray<Complex>(), Fourier.Fft(x)[line].ToArray<Complex>());
                var norm = Math.Sqrt(input.Sum(z => z.Magnitude * z.Magnitude));
                for (var i = 0; i < 8; i++)
                {
                    var k = i == 0 ? 0 : i == 1 ? n - 1 : random.Next(n);
                    var error = (y[k] - exact.Result(input, k)).Magnitude / norm;
                    Assert.True(error <= Bound(n), $"n = {n}, {lines} lines, k = {k}: {error:g3} of the norm, bound {Bound(n):g3}");
                }

                var back = Fourier.Ifft(Fourier.Fft(x));
                Samples.Agree(x, back, 4 * Bound(n) / 2.3e-16, floor: 1.5);
            }
        }
    }

    [Fact]
    public void Roots_are_within_one_ulp_and_symmetric()
    {
        foreach (var n in new[] { 1L, 2, 3, 7, 8, 12, 94, 1000, 1 << 20, 999_983 })
            for (var i = 0L; i < 200; i++)
            {
                var k = i * 7919 % n;
                var exact = ExactDft.Cos(k, n);
                var value = Roots.Of(k, n).Real;
                var ulp = Math.BitIncrement(Math.Abs((double)exact)) - Math.Abs((double)exact);
                Assert.True((double)Math.Abs(ExactDft.Exactly(value) - exact) <= ulp + 3e-19, $"cos(2π {k}/{n}) = {value:R}, {exact}");
                Assert.Equal(Complex.Conjugate(Roots.Of(k, n)), Roots.Of(n - k, n));
            }
    }

    [Fact]
    public void Both_lane_widths_and_both_precisions_agree()
    {
        var random = new Random(3);
        foreach (var n in new[] { 1, 2, 3, 8, 30, 47, 64, 67, 94, 127, 360, 1000, 4100 })
            foreach (var type in new[] { DType.C128, DType.C64 })
                foreach (var inverse in new[] { false, true })
                {
                    var x = Samples.Values(random, [7, n], type, -1, 1);
                    Tensor narrow = Tensor.ZerosLike(x), wide = Tensor.ZerosLike(x);
                    if (type == DType.C128) Transform.Run<Lanes256<double>, double>(x.View, narrow.View, inverse, 0.5);
                    else Transform.Run<Lanes256<float>, float>(x.View, narrow.View, inverse, 0.5);
                    Device.Cpu.Backend.Fourier(x.View, wide.View, inverse, 0.5);
                    Samples.Agree(narrow, wide, 8 + 8 * Math.Log2(n), floor: Math.Sqrt(n));
                }
    }

    [Fact]
    public void Views_of_every_layout_along_every_axis_agree_with_the_reference()
    {
        var random = new Random(1);
        for (var i = 0; i < 60; i++)
        {
            int[] dims = [random.Next(1, 5), random.Next(1, 40), random.Next(1, 20)];
            var x = Samples.View(random, dims, i % 2 == 0 ? DType.C128 : DType.C64);
            var axis = random.Next(-3, 3);
            Samples.Agree(Fourier.Fft(x.Reference(), axis).To(Device.Cpu), Fourier.Fft(x, axis), 30, floor: 3 * Math.Sqrt(40));
            Samples.Agree(Fourier.Ifft(x.Reference(), axis, FourierNorm.Ortho).To(Device.Cpu), Fourier.Ifft(x, axis, FourierNorm.Ortho), 30, floor: 3 * Math.Sqrt(2));
        }
    }

    [Fact]
    public void Long_lines_across_memory_and_flipped_agree_with_contiguous_ones()
    {
        var random = new Random(2);
        var x = Samples.Values(random, [5000, 3], DType.C128, -1, 1);
        var y = Fourier.Fft(x, 0);
        var flat = Fourier.Fft(x.T.Contiguous());
        Assert.Equal(flat.T.ToArray<Complex>(), y.ToArray<Complex>());
        Assert.Equal(Fourier.Fft(x.Flip(0).Copy(), 0).ToArray<Complex>(), Fourier.Fft(x.Flip(0), 0).ToArray<Complex>());
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var random = new Random(4);
        var old = Threads.Count;
        int[][] shapes = [[40, 300], [3, 67 * 16], [1, 20000], [70, 41, 12], [2, 8191]];
        try
        {
            foreach (var dims in shapes)
            {
                var x = Samples.Values(random, dims, DType.C128, -1, 1);
                var results = new List<Complex[]>();
                for (var threads = 1; threads <= 3; threads++)
                {
                    Threads.Count = threads;
                    results.Add([.. Fourier.Fft(x).ToArray<Complex>(), .. Fourier.Fft(x, -2).ToArray<Complex>(), .. Fourier.Rfft(x.Real()).ToArray<Complex>()]);
                }

                Assert.Equal(results[0], results[1]);
                Assert.Equal(results[0], results[2]);
            }
        }
        finally
        {
            Threads.Count = old;
        }
    }

    [Fact]
    public void Transform_obeys_its_theorems()
    {
        foreach (var n in new[] { 16, 45, 67, 128, 250 })
        {
            var random = new Random(n);
            var (x, z) = (Samples.Values(random, [n], DType.C128, -1, 1), Samples.Values(random, [n], DType.C128, -1, 1));
            var (fx, fz) = (Fourier.Fft(x), Fourier.Fft(z));
            var ulps = 16 + 4 * Math.Log2(n);
            // Linearity.
            Samples.Agree(fx * 2 + fz * Complex.ImaginaryOne, Fourier.Fft(x * 2 + z * Complex.ImaginaryOne), ulps, floor: 3 * Math.Sqrt(n));
            // Parseval: Σ|x|² = Σ|X|²/n.
            Assert.Equal(1, Fourier.Fft(x, norm: FourierNorm.Ortho).Abs().Square().Sum().Item() / x.Abs().Square().Sum().Item(), 1e-14);
            // A shift by 3 turns phases: X_k e^(−2πi 3k/n).
            var turn = Tensor.Of(Enumerable.Range(0, n).Select(k => Roots.Of(3L * k, n)).ToArray());
            Samples.Agree(fx * turn, Fourier.Fft(x.Roll(3)), ulps, floor: Math.Sqrt(n));
            // Convolution: the transform of Σⱼ xⱼ z_{k−j} is XZ.
            var (a, b) = (x.ToArray<Complex>(), z.ToArray<Complex>());
            var convolution = Enumerable.Range(0, n).Select(k => Enumerable.Range(0, n).Aggregate(Complex.Zero, (sum, j) => sum + a[j] * b[(k - j + n) % n])).ToArray();
            Samples.Agree(Tensor.Of(convolution), Fourier.Ifft(fx * fz), ulps * 2, floor: n);
        }
    }

    [Fact]
    public void Several_axes_are_nested_single_ones()
    {
        var x = Samples.Values(new(5), [3, 10, 9], DType.C128, -1, 1);
        var nested = Fourier.Fft(Fourier.Fft(Fourier.Fft(x, 2), 1), 0);
        Assert.Equal(nested.ToArray<Complex>(), Fourier.FftN(x).ToArray<Complex>());
        Assert.Equal(Fourier.Fft(Fourier.Fft(x, 2), 1).ToArray<Complex>(), Fourier.Fft2(x).ToArray<Complex>());
        Assert.Equal(Fourier.Fft(Fourier.Fft(x, 2), 0).ToArray<Complex>(), Fourier.FftN(x, [0, -1]).ToArray<Complex>());
        Samples.Agree(x, Fourier.IfftN(Fourier.FftN(x)), 40, floor: 1);
        Samples.Agree(x, Fourier.Ifft2(Fourier.Fft2(x, FourierNorm.Forward), FourierNorm.Forward), 40, floor: 1);
    }

    [Fact]
    public void Frequencies_and_shifts_are_those_of_the_definition()
    {
        Assert.Equal([0, 0.5, 1, -1, -0.5], Fourier.Frequencies(5, 0.4).ToDoubles());
        Assert.Equal([0, 0.25, -0.5, -0.25], Fourier.Frequencies(4).ToDoubles());
        Assert.Equal([0, 0.25, 0.5], Fourier.RealFrequencies(4).ToDoubles());
        Assert.Equal([0, 1.0 / 3], Fourier.RealFrequencies(3).ToDoubles());
        Assert.Equal([0], Fourier.Frequencies(1).ToDoubles());
        Assert.Equal([3, 4, 0, 1, 2], Fourier.Shift(Tensor.Arange(5)).ToDoubles());
        Assert.Equal([2, 3, 0, 1], Fourier.Shift(Tensor.Arange(4)).ToDoubles());
        var x = Tensor.Arange(60).Reshape(3, 4, 5);
        Assert.Equal(x.ToDoubles(), Fourier.Unshift(Fourier.Shift(x, [0, 2]), [0, 2]).ToDoubles());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var x = Tensor.Zeros((3, 4));
        Assert.Contains("axis 2 of shape [3,4]", Assert.Throws<ArgumentOutOfRangeException>(() => Fourier.Fft(x, 2)).Message);
        Assert.Contains("is empty; a transform needs n ≥ 1", Assert.Throws<ArgumentException>(() => Fourier.Fft(Tensor.Zeros((3, 0)))).Message);
        Assert.Contains("named twice", Assert.Throws<ArgumentException>(() => Fourier.FftN(x, [0, -2])).Message);
        Assert.Contains("Frequencies: 0 points", Assert.Throws<ArgumentException>(() => Fourier.Frequencies(0)).Message);
        Assert.Contains("spacing of 0", Assert.Throws<ArgumentException>(() => Fourier.Frequencies(3, 0)).Message);
        Assert.Equal(DType.C128, Fourier.Fft(Tensor.Arange(4)).DType);
        Assert.Equal(DType.C64, Fourier.Fft(Tensor.Ones(4, DType.F32)).DType);
        Assert.Equal([0, 3], Fourier.Fft(Tensor.Zeros((0, 3))).Shape.ToArray());
        Assert.Equal(2, Fourier.FftN(Tensor.Of(2.0)).Item<Complex>().Real);
    }
}
