using Kit.StatMech.Estimators;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Estimators;

public class BlocksTests
{
    [Fact]
    public void Jackknife_of_a_mean_is_the_error_of_the_mean_and_of_a_square_has_no_bias()
    {
        double[] x = [1, 4, 2, 8, 5, 7, 3, 0];
        var blocks = Blocks.Of(8, x);
        var (mean, variance) = (x.Average(), x.Sum(y => Math.Pow(y - x.Average(), 2)) / 7);
        var estimate = blocks.Jackknife(m => m[0]);
        Assert.Equal(mean, estimate.Value, 1e-13);
        Assert.Equal(Math.Sqrt(variance / 8), estimate.Error, 1e-13);
        // E[x̄²] = μ² + σ²/n; the jackknife takes the unbiased σ²/n away exactly.
        Assert.Equal(mean * mean - variance / 8, blocks.Jackknife(m => m[0] * m[0]).Value, 1e-12);
        Assert.Equal(blocks.Of(0, ..).Error, estimate.Error, 1e-13);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Errors_of_a_ratio_cover_the_truth(bool bootstrap)
    {
        List<double> deviations = [];
        for (var run = 0; run < 200; run++)
        {
            // ⟨x⁴⟩/⟨x²⟩² = 3 of a normal law.
            var x = Chains.Autoregressive(0.6, 8192, new Rng(21).Stream(run));
            var blocks = Blocks.Of(64, Array.ConvertAll(x, y => y * y), Array.ConvertAll(x, y => y * y * y * y));
            Func<double[], double> ratio = m => m[1] / (m[0] * m[0]);
            var estimate = bootstrap ? blocks.Bootstrap(ratio, new Rng(22).Stream(run)) : blocks.Jackknife(ratio);
            deviations.Add((estimate.Value - 3) / estimate.Error);
        }

        Chains.AssertNormal(deviations);
    }

    [Fact]
    public void Rows_that_do_not_divide_make_blocks_that_differ_by_one()
    {
        var blocks = Blocks.Of(4, Enumerable.Range(0, 10).Select(i => (double)i).ToArray());
        Assert.Equal(10, blocks.Rows);
        Assert.Equal(4.5, blocks.Mean()[0]);
        Assert.Equal(4.5, blocks.Jackknife(m => m[0]).Value, 1e-13); // a mean has no bias, whatever the lengths
        var joined = Blocks.Join(blocks, blocks);
        Assert.Equal((8, 20L, 4.5), (joined.Count, joined.Rows, joined.Mean()[0]));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("1 blocks of 3", Assert.Throws<ArgumentException>(() => new Blocks(1, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("5 blocks of 3 rows", Assert.Throws<ArgumentException>(() => Blocks.Of(5, [1.0, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("lengths 3, 2", Assert.Throws<ArgumentException>(() => Blocks.Of(2, [1.0, 2, 3], [1.0, 2])).Message, StringComparison.Ordinal);
    }
}
