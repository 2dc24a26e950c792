using Kit.StatMech.Memories;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Memories;

public class PatternsTests
{
    [Fact]
    public void Diluted_HasTheProbabilitiesAskedFor()
    {
        var patterns = Patterns.Diluted(100, 1000, 0.3, new Rng(1));
        var counts = new double[3];
        for (var i = 0; i < 1000; i++)
            foreach (var x in patterns.Of(i)) counts[x + 1]++;
        // 10⁵ entries: one standard error is 0.0015; four of them, of three numbers.
        Assert.Equal(0.35, counts[0] / 1e5, 0.006);
        Assert.Equal(0.30, counts[1] / 1e5, 0.006);
        Assert.Equal(0.35, counts[2] / 1e5, 0.006);
    }

    [Fact]
    public void MeanOfExamples_HasTheMomentsOfTheData()
    {
        var (data, rng) = (new NoisyExamples(0.6, 5), new Rng(2));
        var patterns = Patterns.Random(20, 5000, rng);
        var sums = patterns.SumsOfExamples(data, rng);
        var (first, second) = (0.0, 0.0);
        for (var i = 0; i < 5000; i++)
            for (var k = 0; k < 20; k++)
            {
                first += patterns[k, i] * sums[k, i] / 5.0 / 1e5;
                second += Math.Pow(sums[k, i] / 5.0, 2) / 1e5;
            }

        // Standard errors √((R − r²)/10⁵) = 0.0012 and less than 0.0012.
        Assert.Equal(0.6, first, 0.005);
        Assert.Equal(data.MeanSquare, second, 0.005);
        Assert.Equal(0.36 + 0.64 / 5, data.MeanSquare, 14);
        Assert.Equal(data.MeanSquare / 0.36 - 1, data.Entropy, 14);
    }

    [Fact]
    public void SumsOfExamples_AreSumsOfTheExamplesOfTheSameNumbers()
    {
        var data = new NoisyExamples(0.5, 7);
        var patterns = Patterns.Diluted(3, 40, 0.2, new Rng(3));
        var (each, sums) = (patterns.Examples(data, new Rng(4)), patterns.SumsOfExamples(data, new Rng(4)));
        for (var i = 0; i < 40; i++)
            for (var k = 0; k < 3; k++)
            {
                var sum = 0;
                for (var a = 0; a < 7; a++) sum += each[k * 7 + a, i];
                Assert.Equal(sum, sums[k, i]);
            }
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        var rng = new Rng(0);
        Assert.Contains("0 patterns of 5", Assert.Throws<ArgumentException>(() => Patterns.Random(0, 5, rng)).Message);
        Assert.Contains("dilution 1 ", Assert.Throws<ArgumentException>(() => Patterns.Diluted(2, 5, 1, rng)).Message);
        Assert.Contains("0 < r ≤ 1", Assert.Throws<ArgumentException>(() => new NoisyExamples(0, 3)).Message);
        Assert.Contains("does not fit a byte", Assert.Throws<ArgumentException>(() => Patterns.Random(2, 5, rng).SumsOfExamples(new(0.5, 200), rng)).Message);
        Assert.Contains("4 spins", Assert.Throws<ArgumentException>(() => Patterns.Random(2, 5, rng).Overlap(new sbyte[4], 0)).Message);
    }
}
