using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class HopfieldCapacityTests
{
    private static readonly HopfieldCapacity Small = new() { Sites = 1000, Loads = [0.04, 0.08, 0.13, 0.16, 0.2, 0.25], Temperatures = [0.2, 0.3, 0.7, 0.9], Points = 5, Sweeps = 100, Sizes = [500, 1000, 2000], Tries = 16 };

    [Fact]
    public void Quick_holds()
    {
        var result = Small.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(4, result.Findings.Figures.Count);
    }

    [Fact]
    public void Where_nothing_is_beyond_the_limit_there_is_nothing_that_holds()
    {
        var result = (Small with { Loads = [0.02, 0.04], Points = 3, Sizes = [300, 400], Tries = 8 }).Run(seed: 1);
        Assert.Contains(result.Findings.Checks, check => !check.Passed && check.Name.Contains("remanent", StringComparison.Ordinal));
        Assert.Contains(result.Findings.Checks, check => !check.Passed && double.IsNaN(check.Measured));
    }
}
