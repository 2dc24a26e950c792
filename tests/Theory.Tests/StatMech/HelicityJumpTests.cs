using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class HelicityJumpTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new HelicityJump { Sides = [8, 12, 16], Sweeps = 4000 }.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(3, result.Findings.Figures.Count);
    }

    [Fact]
    public void Spin_waves_fail_where_they_interact()
    {
        var result = new HelicityJump { Sides = [8, 12], Cold = [0.3], Temperatures = [0.85, 0.9, 0.95], Sweeps = 1000 }.Run(seed: 1);
        Assert.False(result.Findings.Checks.Single(check => check.Name.StartsWith("standard error", StringComparison.Ordinal)).Passed);
    }
}
