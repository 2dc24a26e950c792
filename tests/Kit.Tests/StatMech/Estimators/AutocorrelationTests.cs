using Kit.StatMech.Estimators;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Estimators;

public class AutocorrelationTests
{
    [Fact]
    public void Function_is_that_of_direct_sums()
    {
        double[] x = [1, 4, 2, 8, 5, 7, 3];
        var mean = x.Average();
        var rho = Autocorrelation.Function(3, x);
        for (var t = 0; t <= 3; t++)
        {
            var sum = Enumerable.Range(0, x.Length - t).Average(s => (x[s] - mean) * (x[s + t] - mean));
            Assert.Equal(sum / x.Average(y => (y - mean) * (y - mean)), rho[t], 1e-13);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Times_of_200_chains_cover_the_true_one(double a)
    {
        var exact = 0.5 * (1 + a) / (1 - a);
        List<double> wolff = [], sokal = [], means = [];
        for (var run = 0; run < 200; run++)
        {
            var series = Chains.Autoregressive(a, 1 << 13, new Rng(8).Stream(run));
            var (one, two, mean) = (Autocorrelation.Wolff(1.5, series), Autocorrelation.Sokal(6, series), Autocorrelation.Mean(series));
            wolff.Add((one.Value - exact) / one.Error);
            sokal.Add((two.Value - exact) / two.Error);
            means.Add(mean.Value / mean.Error);
        }

        Chains.AssertNormal(wolff);
        Chains.AssertNormal(sokal);
        Chains.AssertNormal(means);
    }

    [Fact]
    public void Replicas_share_one_mean()
    {
        var series = Enumerable.Range(0, 16).Select(i => Chains.Autoregressive(0.8, 4096, new Rng(4).Stream(i))).ToArray();
        var time = Autocorrelation.Wolff(1.5, series);
        Assert.InRange(Math.Abs(time.Value - 4.5), 0, 4 * time.Error);
        Assert.InRange(time.Error, 0, 0.3);
    }

    [Fact]
    public void Bad_series_are_named()
    {
        Assert.Contains("no series", Assert.Throws<ArgumentException>(() => Autocorrelation.Function(null)).Message, StringComparison.Ordinal);
        Assert.Contains("a series of 1 numbers", Assert.Throws<ArgumentException>(() => Autocorrelation.Function(null, [1.0])).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Autocorrelation.Function(null, [1, double.NaN])).Message, StringComparison.Ordinal);
    }
}
