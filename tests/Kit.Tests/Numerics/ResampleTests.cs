using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Tests.Numerics;

/// <summary>Resampling by Fourier series.</summary>
public sealed class ResampleTests
{
    [Theory, InlineData(8, 12), InlineData(9, 16), InlineData(12, 8), InlineData(16, 9), InlineData(9, 7), InlineData(7, 15), InlineData(8, 7), InlineData(1, 5), InlineData(6, 1)]
    public void Band_limited_functions_are_exact(int n, int m)
    {
        // Frequencies below half of the smaller number of points.
        var highest = (Math.Min(n, m) - 1) / 2;
        Tensor F(int points) => Enumerable.Range(0, highest + 1).Aggregate(Tensor.Zeros(points), (sum, k) => sum + (Tensor.Arange(points) * (2 * Math.PI * k / points) + k).Cos() / (k + 1));
        Equal(F(m), Fourier.Resample(F(n), m));
        Equal(F(m).Cast(DType.C128) * new System.Numerics.Complex(1, 2), Fourier.Resample(F(n).Cast(DType.C128) * new System.Numerics.Complex(1, 2), m));
        var columns = Tensor.Stack([F(n), 2 * F(n)], 1);
        Equal(Tensor.Stack([F(m), 2 * F(m)], 1), Fourier.Resample(columns, m, axis: 0));
    }

    [Theory, InlineData(8, 16), InlineData(16, 8), InlineData(8, 11), InlineData(6, 4)]
    public void Real_and_complex_agree_also_at_the_highest_frequency(int n, int m)
    {
        var x = new Rng(2).Normal((3, n));
        var z = Fourier.Resample(x.Cast(DType.C128), m);
        Equal(Fourier.Resample(x, m), z.Real());
        Assert.True(z.Imag().Abs().Max().Item() < 1e-14);
        Assert.Equal(DType.F32, Fourier.Resample(x.Cast(DType.F32), m).DType);
    }

    [Fact]
    public void A_finer_grid_keeps_the_old_points()
    {
        var x = new Rng(3).Normal(10);
        Equal(x, Fourier.Resample(x, 30)[Slice.Step(null, null, 3)]);
        Equal(x, Fourier.Resample(Fourier.Resample(x, 21), 10));
        Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => Fourier.Resample(x, 0)).Message);
    }

    // Two transforms of at most 30 points and numbers of size 3.
    private static void Equal(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.True((expected - actual).Abs().Max().Item() < 1e-14, $"{(expected - actual).Abs().Max().Item()}");
    }
}
