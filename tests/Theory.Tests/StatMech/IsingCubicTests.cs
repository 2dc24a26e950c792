using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class IsingCubicTests
{
    private static readonly IsingCubic Small = new() { Lengths = [4, 5, 6, 8], Sweeps = 3000, Points = 5 };

    [Fact]
    public void Quick_holds()
    {
        var result = Small.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(2, result.Findings.Figures.Count);
    }

    [Fact]
    public void Runs_that_are_too_short_fail_by_per_cents() =>
        Assert.Contains((Small with { Lengths = [3, 4], Sweeps = 500 }).Run(seed: 1).Findings.Checks, check => !check.Passed);
}
