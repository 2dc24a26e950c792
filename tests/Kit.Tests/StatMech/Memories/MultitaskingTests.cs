using Kit.StatMech.Exact;
using Kit.StatMech.Memories;

namespace Kit.Tests.StatMech.Memories;

public class MultitaskingTests
{
    [Theory]
    [InlineData(2, 0.3)]
    [InlineData(3, 0.5)]
    [InlineData(3, 0.6)]
    [InlineData(5, 0.4)]
    public void ColdStates_AreHierarchicalBelowTheThreshold(int count, double dilution)
    {
        var expected = Multitasking.Hierarchical(count, dilution);
        var n = new Multitasking(count, dilution).Solve(1e-3, expected);
        // The smallest difference of fields is well above T = 10⁻³ for these.
        for (var k = 0; k < count; k++) Assert.Equal(expected[k], n[k], 1e-6);
        Assert.True(dilution < Multitasking.Threshold(count));
    }

    [Fact]
    public void Threshold_OfThreePatterns_IsTheGoldenSection_AndTheStateIsNoMoreBeyond()
    {
        Assert.Equal((Math.Sqrt(5) - 1) / 2, Multitasking.Threshold(3), 10);
        var start = Multitasking.Hierarchical(3, 0.65);
        var n = new Multitasking(3, 0.65).Solve(1e-3, start);
        Assert.True(Math.Abs(n[0] - start[0]) > 0.01);
        Assert.Equal(1, Multitasking.Threshold(2));
    }

    [Fact]
    public void StrongDilution_MakesAllOverlapsEqual()
    {
        var n = new Multitasking(3, 0.8).Ground(0.1);
        Assert.True(n[0] > 0.05);
        for (var k = 1; k < 3; k++) Assert.Equal(n[0], Math.Abs(n[k]), 1e-6);
    }

    [Fact]
    public void FreeEnergy_IsStationaryAtTheState()
    {
        var theory = new Multitasking(3, 0.4, Signal.Of(new(0.6, 5)));
        var n = theory.Solve(0.2, [0.5, 0.2, 0.1]);
        for (var k = 0; k < 3; k++)
        {
            double[] up = [.. n], down = [.. n];
            (up[k], down[k]) = (up[k] + 1e-5, down[k] - 1e-5);
            Assert.Equal(0, (theory.FreeEnergy(0.2, up) - theory.FreeEnergy(0.2, down)) / 2e-5, 1e-7);
        }
    }

    [Fact]
    public void FreeEnergy_IsThatOfTheEnumeration_InTheLimit()
    {
        // Patterns with exactly the law of K = 1, d = 1/3: a third of the entries each.
        var (n, t) = (18, 0.5);
        var model = new HopfieldModel(Patterns.From(1, n, (_, i) => (sbyte)(i % 3 - 1)));
        var exact = -t * new Enumeration(model).LogPartition(1 / t) / n;
        var theory = new Multitasking(1, 1.0 / 3);
        // Two states ±m and Gaussian fluctuations: O(ln N/N) below.
        Assert.InRange(theory.FreeEnergy(t, theory.Ground(t)) - exact, 0, t * Math.Log(n) / n);
    }

    [Fact]
    public void TemperatureOfOnset_IsOneLessTheDilution()
    {
        var theory = new Multitasking(2, 0.3);
        Assert.True(theory.Solve(0.68, [0.7, 0])[0] > 0.05);
        Assert.True(theory.Solve(0.72, [0.7, 0])[0] < 1e-4);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("dilution 1;", Assert.Throws<ArgumentException>(() => new Multitasking(2, 1)).Message);
        Assert.Contains("10⁶ at most", Assert.Throws<ArgumentException>(() => new Multitasking(20, 0.5)).Message);
        Assert.Contains("2 overlaps are needed", Assert.Throws<ArgumentException>(() => new Multitasking(2, 0.5).Solve(0.1, [1])).Message);
    }
}
