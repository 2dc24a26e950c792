using Kit.Plotting.Svg;

namespace Kit.Tests.Plotting.Svg;

public sealed class TicksTests
{
    [Fact]
    public void Linear_RandomRanges_GiveFourToNineRoundTicksInside()
    {
        Random random = new(7);
        for (var trial = 0; trial < 3000; trial++)
        {
            var span = Math.Pow(10, random.Next(-12, 12)) * (1 + 9 * random.NextDouble());
            var low = (random.NextDouble() - 0.5) * 20 * span;
            var high = low + span;
            var (ticks, _) = Ticks.Linear(low, high, random.Next(4, 9));

            Assert.InRange(ticks.Length, 4, 9);
            Assert.All(ticks, t => Assert.InRange(t.At, low, high));
            var step = ticks[1].At - ticks[0].At;
            var mantissa = step / Math.Pow(10, Math.Floor(Math.Log10(step) + 1e-6));
            // A difference of two ticks loses up to log₁₀(20) of sixteen digits.
            Assert.Contains(new[] { 1, 2, 2.5, 5 }, m => Math.Abs(m - mantissa) < 1e-6);
            for (var i = 1; i < ticks.Length; i++) Assert.Equal(step, ticks[i].At - ticks[i - 1].At, step * 1e-6);
            Assert.Equal(ticks.Length, ticks.Select(t => t.Label).Distinct().Count());
        }
    }

    [Theory]
    [InlineData(0, 10, "0 2 4 6 8 10", 0)]
    [InlineData(-1, 1, "−1 −0.5 0 0.5 1", 0)]
    [InlineData(0, 250000, "0 0.5 1 1.5 2 2.5", 5)]
    [InlineData(0, 3e-7, "0 0.5 1 1.5 2 2.5 3", -7)]
    public void Linear_Labels_AreShortAndShareAFactor(double low, double high, string labels, int power)
    {
        var (ticks, factor) = Ticks.Linear(low, high, 6);
        Assert.Equal(labels, string.Join(' ', ticks.Select(t => t.Label)));
        Assert.Equal(power, factor);
    }

    [Theory]
    [InlineData(-1e300, 1e300)]
    [InlineData(1e-300, 2e-300)]
    [InlineData(-8e307, 8e307)]
    [InlineData(1e15, 1e15 + 8)]
    public void Linear_ExtremeRanges_StayFinite(double low, double high)
    {
        var (ticks, _) = Ticks.Linear(low, high, 6);
        Assert.InRange(ticks.Length, 3, 9);
        Assert.All(ticks, t => Assert.True(t.At >= low && t.At <= high));
    }

    [Fact]
    public void Log_LabelsAreWholeDecades_AndMinorTicksLieBetween()
    {
        var ticks = Ticks.Log(-3.2, 2.1, 7);
        Assert.Equal([-3.0, -2, -1, 0, 1, 2], ticks.Where(t => !t.IsMinor).Select(t => t.At));
        Assert.Equal("10<sup>−3</sup>", ticks.First(t => !t.IsMinor).Label);
        Assert.Contains(ticks, t => t.IsMinor && Math.Abs(t.At - Math.Log10(0.05)) < 1e-12);
        Assert.All(ticks, t => Assert.InRange(t.At, -3.2, 2.1));
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(-300, 300)]
    [InlineData(2, 14.5)]
    public void Log_ManyDecades_AreLabelledEveryNth(double low, double high)
    {
        var labelled = Ticks.Log(low, high, 7).Where(t => !t.IsMinor).ToArray();
        Assert.InRange(labelled.Length, 3, 8);
        Assert.All(labelled, t => Assert.Equal(Math.Round(t.At), t.At));
    }

    [Fact]
    public void Log_LessThanADecade_UsesRoundNumbers()
    {
        var labelled = Ticks.Log(Math.Log10(2), Math.Log10(5), 6).Where(t => !t.IsMinor).ToArray();
        Assert.Equal(["2", "2.5", "3", "3.5", "4", "4.5", "5"], labelled.Select(t => t.Label));
    }

    [Theory]
    [InlineData(-3.04, 3.04, 98)]
    [InlineData(0, 1000, 70)]
    [InlineData(-0.99, 0.99, 80)]
    public void AxisTicks_ShortAxis_StillHasTwoLabels(double low, double high, double length)
    {
        var axis = AxisTicks.For((low, high), log: false, [], length, horizontal: true, 12);
        Assert.InRange(axis.Ticks.Count(t => !t.IsMinor), 2, 5);
    }

    [Fact]
    public void AxisTicks_LabelsNeverTouch()
    {
        Random random = new(3);
        for (var trial = 0; trial < 300; trial++)
        {
            double low = -Math.Pow(10, random.Next(-9, 9)), high = low + Math.Pow(10, random.Next(-9, 9)), length = random.Next(60, 900);
            (low, high) = Scale.Widen(low, high);
            var axis = AxisTicks.For((low, high), log: false, [], length, horizontal: true, 12);
            var before = double.NegativeInfinity;
            foreach (var tick in axis.Ticks.Where(t => !t.IsMinor))
            {
                var (center, half) = ((tick.At - low) / (high - low) * length, new Label(tick.Label).Width(12) / 2);
                Assert.True(center - half > before);
                before = center + half;
            }
        }
    }
}
