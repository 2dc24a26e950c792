using System.Numerics;
using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;
using Kit.Tests.Tensors;

namespace Kit.Tests.Numerics;

public sealed class RealFftTests
{
    [Fact]
    public void Rfft_is_the_first_half_of_fft_and_irfft_its_inverse()
    {
        var random = new Random(1);
        foreach (var n in new[] { 1, 2, 3, 4, 5, 6, 8, 10, 16, 30, 31, 64, 94, 134, 1000, 1018, 6000, 10000, 20000, 16382 })
            foreach (var lines in n < 2000 ? new[] { 1, 3, 21 } : [1, 2])
                foreach (var type in new[] { DType.F64, DType.F32 })
                {
                    var x = Samples.Values(random, [lines, n], type, -1, 1);
                    var y = Fourier.Rfft(x);
                    var ulps = 8 + 6 * Math.Log2(n);
                    Samples.Agree(Fourier.Fft(x)[Slice.Ellipsis, ..(n / 2 + 1)], y, ulps, floor: Math.Sqrt(n));
                    Samples.Agree(x, Fourier.Irfft(y, n), ulps, floor: 1);
                }
    }

    [Theory, InlineData(8), InlineData(30), InlineData(31), InlineData(256), InlineData(134), InlineData(1018), InlineData(16382)]
    public void Cut_spectra_are_the_first_columns_and_count_as_zero_beyond(int n)
    {
        foreach (var type in new[] { DType.F64, DType.F32 })
        {
            var (x, columns) = (Samples.Values(new Random(3), [9, n], type, -1, 1), n / 3 + 1);
            var all = Fourier.Rfft(x);
            var cut = Tensor.Zeros((9, columns), all.DType);
            x.Device.Backend.Fourier(x.View, cut.View, false, 1);
            Assert.Equal(all[.., ..columns].Abs().ToDoubles(), cut.Abs().ToDoubles());
            var back = Tensor.Zeros((9, n), type);
            x.Device.Backend.Fourier(cut.View, back.View, true, 1.0 / n);
            all[.., columns..] = 0 * all[.., columns..];
            Assert.Equal(Fourier.Irfft(all, n).ToDoubles(), back.ToDoubles());
        }
    }

    [Fact]
    public void Views_of_every_layout_along_every_axis_agree_with_the_reference()
    {
        var random = new Random(2);
        for (var i = 0; i < 80; i++)
        {
            int[] dims = [random.Next(1, 5), random.Next(1, 40), random.Next(1, 20)];
            var x = Samples.View(random, dims, i % 2 == 0 ? DType.F64 : DType.F32);
            var axis = random.Next(-3, 3);
            Samples.Agree(Fourier.Rfft(x.Reference(), null, axis).To(Device.Cpu), Fourier.Rfft(x, null, axis), 30, floor: 3 * Math.Sqrt(40));
            var z = Samples.View(random, dims, i % 2 == 0 ? DType.C128 : DType.C64);
            var n = 2 * z.Shape[axis] - 1 - (z.Shape[axis] > 1 ? i / 2 % 2 : 0);
            Samples.Agree(Fourier.Irfft(z.Reference(), n, axis, FourierNorm.Ortho).To(Device.Cpu), Fourier.Irfft(z, n, axis, FourierNorm.Ortho), 30, floor: 3);
        }
    }

    [Fact]
    public void A_wave_has_one_line()
    {
        var x = Tensor.Linspace(0, 2 * Math.PI, 12, endpoint: false);
        var y = Fourier.Rfft((x * 3).Cos() + (x * 2).Sin()).ToArray<Complex>();
        for (var k = 0; k < y.Length; k++)
        {
            var expected = k == 3 ? new Complex(6, 0) : k == 2 ? new Complex(0, -6) : Complex.Zero;
            Assert.True((y[k] - expected).Magnitude < 1e-14, $"k = {k}: {y[k]}");
        }
    }

    [Fact]
    public void Two_axes_are_nested_and_inverted()
    {
        foreach (var n in new[] { 9, 10 })
        {
            var x = Samples.Values(new(n), [2, 7, n], DType.F64, -1, 1);
            var y = Fourier.Rfft2(x);
            Samples.Agree(Fourier.Fft2(x)[Slice.Ellipsis, ..(n / 2 + 1)], y, 40, floor: 8);
            Samples.Agree(x, Fourier.Irfft2(y, n), 40, floor: 1);
            Samples.Agree(x, Fourier.Irfft2(Fourier.Rfft2(x, FourierNorm.Ortho), n, FourierNorm.Ortho), 40, floor: 1);
        }
    }

    [Fact]
    public void A_length_cuts_or_fills_with_zeros()
    {
        var x = Tensor.Of([1.0, 2, 3]);
        Assert.Equal(Fourier.Rfft(Tensor.Of([1.0, 2])).ToArray<Complex>(), Fourier.Rfft(x, 2).ToArray<Complex>());
        Assert.Equal(Fourier.Rfft(Tensor.Of([1.0, 2, 3, 0, 0])).ToArray<Complex>(), Fourier.Rfft(x, 5).ToArray<Complex>());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var z = Tensor.Zeros((3, 5), DType.C128);
        Assert.Contains("use Fft", Assert.Throws<ArgumentException>(() => Fourier.Rfft(z)).Message);
        Assert.Contains("holds 5 results, which belong to 8 or 9 points, not 10", Assert.Throws<ArgumentException>(() => Fourier.Irfft(z, 10)).Message);
        Assert.Contains("0 points", Assert.Throws<ArgumentException>(() => Fourier.Rfft(Tensor.Ones(3), 0)).Message);
        Assert.Contains("axis -2 of shape [3]", Assert.Throws<ArgumentOutOfRangeException>(() => Fourier.Rfft2(Tensor.Ones(3))).Message);
        Assert.Equal(DType.C64, Fourier.Rfft(Tensor.Ones(3, DType.F32)).DType);
        Assert.Equal(DType.F64, Fourier.Irfft(Tensor.Arange(3)).DType);
    }
}
