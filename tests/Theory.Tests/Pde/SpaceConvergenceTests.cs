using Kit.Theory.Pde;

namespace Kit.Theory.Tests.Pde;

public sealed class SpaceConvergenceTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new SpaceConvergence().Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(2, result.Findings.Figures.Count);
    }

    [Fact]
    public void The_rate_check_can_fail()
    {
        // Beyond 80 points rounding is all that is left of the error.
        var result = new SpaceConvergence { SpectralPoints = [120, 160] }.Run();
        Assert.Contains(result.Findings.Checks, check => !check.Passed);
    }
}
