using Kit.Compute;
using Kit.Tensors;
using MathNet.Numerics;

namespace Kit.Tests.Tensors;

[Collection("threads")]
public sealed class RngLawTests
{
    private const double KolmogorovPercent = 1.63; // the 1 % point of Kolmogorov's law for √n·distance

    [Theory]
    [InlineData(DType.F64)]
    [InlineData(DType.F32)]
    public void Exponentials_pass_Kolmogorov_Smirnov_and_moments(DType type)
    {
        var x = new Rng(1).Exponential((100, 400), 2.5, type);
        Assert.Equal(type, x.DType);
        Assert.True(Distance(x, v => 1 - Math.Exp(-v / 2.5)) < KolmogorovPercent);
        Assert.Equal(2.5, x.Cast(DType.F64).Mean().Item(), 4 * 2.5 / Math.Sqrt(x.Size)); // four standard errors
    }

    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(1, 2)]
    [InlineData(2.5, 0.5)]
    [InlineData(40, 1)]
    public void Gammas_pass_Kolmogorov_Smirnov_and_moments(double k, double scale)
    {
        var x = new Rng(2).Gamma(20_000, k, scale);
        Assert.True(Distance(x, v => SpecialFunctions.GammaLowerRegularized(k, v / scale)) < KolmogorovPercent);
        Assert.Equal(k * scale, x.Mean().Item(), 4 * scale * Math.Sqrt(k / x.Size));
        // Var s² ≈ (μ₄ − σ⁴)/n with μ₄ = 3σ⁴ + 6kθ⁴.
        Assert.Equal(k * scale * scale, x.Variance().Item(), 4 * scale * scale * Math.Sqrt((2 * k * k + 6 * k) / x.Size));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(3.7)]
    [InlineData(10)]
    [InlineData(75.5)]
    public void Poisson_numbers_pass_chi_square_and_moments(double mean)
    {
        const int n = 40_000;
        var x = new Rng(3).Poisson(n, mean);
        var values = x.ToArray<int>();
        var (square, cells, expected, found, passed) = (0.0, 0, 0.0, 0, 0);
        for (var k = 0; passed < n; k++)
        {
            expected += n * Math.Exp(k * Math.Log(mean) - mean - SpecialFunctions.GammaLn(k + 1));
            var here = values.Count(v => v == k);
            (found, passed) = (found + here, passed + here);
            if (expected < 10) continue; // cells of at least ten, as the test needs
            (square, cells) = (square + (found - expected) * (found - expected) / expected, cells + 1);
            (expected, found) = (0, 0);
        }

        Assert.True(square < cells + 4 * Math.Sqrt(2.0 * cells) + 8, $"χ² = {square} of {cells} cells");
        Assert.Equal(mean, x.Mean().Item(), 4 * Math.Sqrt(mean / n));
        Assert.Equal(mean, x.Variance().Item(), 4 * Math.Sqrt((2 * mean * mean + mean) / n));
    }

    [Fact]
    public void Bernoulli_shares_and_edge_cases()
    {
        var x = new Rng(4).Bernoulli((200, 200), 0.3);
        Assert.Equal(DType.Bool, x.DType);
        Assert.Equal(0.3, x.Mean().Item(), 4 * Math.Sqrt(0.21 / 40_000));
        Assert.True((bool)new Rng(4).Bernoulli(1000, 1).All() && !(bool)new Rng(4).Bernoulli(1000, 0).Any());
        Assert.Equal([0, 0], new Rng(4).Poisson(2, 0).ToArray<int>());
        Assert.Equal(0, new Rng(4).Gamma((0, 3), 1).Size);
        Assert.InRange(new Rng(4).Poisson(1, 1e9).Item(), 1e9 - 2e5, 1e9 + 2e5); // six standard deviations
    }

    [Fact]
    public void Shuffle_moves_whole_rows_uniformly()
    {
        var x = Tensor.Arange(12).Reshape(3, 4).T;
        var y = new Rng(5).Shuffle(x, 1);
        Assert.Equal(x.ToArray<int>().Order(), y.ToArray<int>().Order());
        Assert.Equal([0, 1, 2, 3], (y[.., 0] - y[0, 0]).ToArray<int>());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], x.T.ToArray<int>());
        var rng = new Rng(6);
        var counts = new double[6];
        for (var i = 0; i < 6000; i++) counts[Array.IndexOf(["012", "021", "102", "120", "201", "210"], string.Concat(rng.Shuffle(Tensor.Arange(3)).ToArray<int>()))]++;
        Assert.InRange(counts.Sum(c => (c - 1000) * (c - 1000) / 1000), 0.2, 20.5); // 5 degrees of freedom, 0.1 % on each side
        Assert.Equal(0, rng.Shuffle(Tensor.Zeros(0)).Size);
    }

    [Fact]
    public void Numbers_depend_on_the_seed_alone_and_positions_resume()
    {
        var old = Threads.Count;
        var results = new List<double[]>();
        foreach (var threads in new[] { 1, 3 })
        {
            Threads.Count = threads;
            var rng = new Rng(7);
            results.Add([.. rng.Exponential(70_000).ToDoubles(), .. rng.Gamma(50, 0.4).ToDoubles(), .. rng.Poisson(50, 12).ToDoubles(), .. rng.Bernoulli(70_000, 0.1).ToDoubles()]);
        }

        Threads.Count = old;
        Assert.Equal(results[0], results[1]);
        var first = new Rng(8);
        first.Gamma(3, 2);
        var resumed = new Rng(8) { Position = first.Position };
        Assert.Equal(first.Poisson(9, 30).ToDoubles(), resumed.Poisson(9, 30).ToDoubles());
    }

    [Fact]
    public void Parameters_out_of_range_are_refused()
    {
        var rng = new Rng(9);
        Assert.Contains("probability 1.5 is not in [0, 1]", Assert.Throws<ArgumentException>(() => rng.Bernoulli(2, 1.5)).Message);
        Assert.Contains("mean 0 is not positive", Assert.Throws<ArgumentException>(() => rng.Exponential(2, 0)).Message);
        Assert.Contains("k -1 is not positive", Assert.Throws<ArgumentException>(() => rng.Gamma(2, -1)).Message);
        Assert.Contains("not I32", Assert.Throws<ArgumentException>(() => rng.Gamma(2, 1, dtype: DType.I32)).Message);
        Assert.Contains("mean NaN", Assert.Throws<ArgumentException>(() => rng.Poisson(2, double.NaN)).Message);
    }

    private static double Distance(Tensor x, Func<double, double> law)
    {
        var sorted = x.Flatten().Sort().ToDoubles();
        return sorted.Select((v, i) => Math.Abs(law(v) - (i + 0.5) / sorted.Length)).Max() * Math.Sqrt(sorted.Length);
    }
}
