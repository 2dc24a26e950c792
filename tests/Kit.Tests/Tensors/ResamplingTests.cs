using Kit.Compute;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Tensors;

/// <summary>Pooling and interpolation of grids.</summary>
public sealed class ResamplingTests
{
    [Fact]
    public void Random_pools_equal_plain_loops()
    {
        var random = new Random(8);
        for (var n = 0; n < 24; n++)
        {
            var (k, s, p) = (random.Next(1, 4), random.Next(1, 4), 0);
            if (k > 1) p = random.Next(0, k);
            int[] dims = [2, 3, random.Next(k, 9), random.Next(k, 40)];
            var x = Samples.View(random, dims, n % 2 == 0 ? DType.F64 : DType.F32);
            Tensor average = AveragePool(x, k, s, p), largest = MaxPool(x, k, s, p);
            var (rows, columns) = ((dims[2] + 2 * p - k) / s + 1, (dims[3] + 2 * p - k) / s + 1);
            Assert.Equal([2, 3, rows, columns], average.Shape);
            Assert.Equal([2, 3, rows, columns], largest.Shape);
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++)
                {
                    var window = x[Slice.All, 1, Math.Max(0, i * s - p)..Math.Min(dims[2], i * s - p + k), Math.Max(0, j * s - p)..Math.Min(dims[3], j * s - p + k)];
                    Samples.Agree(window.Sum([1, 2]) / (k * k), average[Slice.All, 1, i, j], ulps: 8, floor: 3);
                    Samples.Agree(window.Max([1, 2]), largest[Slice.All, 1, i, j], ulps: 0);
                }
        }
    }

    [Fact]
    public void One_of_equal_elements_has_the_derivative_of_their_maximum()
    {
        var x = Tensor.Of([1.0, 1, 0, 2]).Reshape(1, 1, 2, 2);
        Assert.True(double.IsNaN(MaxPool(Tensor.Of([1, double.NaN, 3]).Reshape(1, 1, 3), 3).Item()));
        Assert.True(double.IsNaN(Kit.Autodiff.Grad.ValueAnd(z => MaxPool(z, 3).Sum())(Tensor.Of([1, double.NaN, 3]).Reshape(1, 1, 3)).Value.Item()));
        Assert.Equal([0, 0, 0, 1], Kit.Autodiff.Grad.Of(z => MaxPool(z, 2).Sum())(x).ToDoubles());
        Assert.Equal([1, 0, 0, 0], Kit.Autodiff.Grad.Of(z => MaxPool(z, 2).Sum())(Tensor.Ones((1, 1, 2, 2))).ToDoubles());
    }

    [Fact]
    public void Adaptive_averages_cover_each_element()
    {
        var x = new Rng(1).Normal((2, 3, 7, 10));
        Samples.Agree(x.Mean([2, 3], keepDims: true), AdaptiveAveragePool(x, 1), ulps: 20, floor: 1);
        Samples.Agree(AveragePool(x[.., .., 1.., ..], [2, 5]), AdaptiveAveragePool(x[.., .., 1.., ..], [3, 2]), ulps: 8, floor: 1);
        Samples.Agree(x[.., .., 2..5, 3..7].Mean([2, 3]), AdaptiveAveragePool(x, 3)[.., .., 1, 1], ulps: 8, floor: 1);
    }

    [Theory, InlineData(5, 9), InlineData(9, 4), InlineData(3, 3), InlineData(2, 7)]
    public void Linear_functions_are_interpolated_exactly(int n, int m)
    {
        // f = 1 + 2u − 3v on grids with their edges, u = i/(n−1).
        var grid = Tensor.Meshgrid(Tensor.Linspace(0, 1, n), Tensor.Linspace(0, 1, n + 1));
        var fine = Tensor.Meshgrid(Tensor.Linspace(0, 1, m), Tensor.Linspace(0, 1, m + 2));
        Samples.Agree(F(fine), Interpolate(F(grid), [m, m + 2], alignCorners: true), ulps: 20, floor: 3);

        // On cells the points are (i + ½)/n; beyond the outermost the value stays.
        var cells = (Tensor.Arange(m) + 0.5) / m;
        var inside = cells.Maximum(0.5 / n).Minimum((n - 0.5) / n);
        Samples.Agree(1 + 2 * inside, Interpolate((1 + 2 * (Tensor.Arange(n) + 0.5) / n).Reshape(1, 1, n), m).Flatten(), ulps: 20, floor: 3);

        static Tensor F(Tensor[] g) => (1 + 2 * g[0] - 3 * g[1]).Unsqueeze(0).Unsqueeze(0);
    }

    [Fact]
    public void Nearest_repeats_and_skips()
    {
        var x = Tensor.Arange(6).Reshape(1, 1, 2, 3).Cast(DType.F32);
        Assert.Equal([0f, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 3, 3, 4, 4, 5, 5], Upsample(x).ToArray<float>());
        Assert.Equal([0f, 1], Interpolate(x, [1, 2], Interpolation.Nearest).ToArray<float>());
        Assert.Equal(x.ToArray<float>(), Interpolate(Upsample(x, [3, 2]), [2, 3], Interpolation.Nearest).ToArray<float>());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("[N, C, spatial…]", Assert.Throws<ArgumentException>(() => Upsample(Tensor.Zeros((3, 4)))).Message);
        Assert.Contains("window of 5 on 4", Assert.Throws<ArgumentException>(() => MaxPool(Tensor.Zeros((1, 1, 4)), 5)).Message);
        Assert.Contains("less than the window 2", Assert.Throws<ArgumentException>(() => MaxPool(Tensor.Zeros((1, 1, 4)), 2, padding: 2)).Message);
        Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => Interpolate(Tensor.Zeros((1, 1, 4)), 0)).Message);
    }
}
