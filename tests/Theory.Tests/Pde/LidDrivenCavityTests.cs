using Kit.Theory.Pde;

namespace Kit.Theory.Tests.Pde;

public sealed class LidDrivenCavityTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new LidDrivenCavity().Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
    }

    [Fact]
    public void A_flow_that_is_not_steady_is_told() =>
        Assert.Contains(new LidDrivenCavity { Cells = 8, FinalTime = 0.5 }.Run().Findings.Checks, check => !check.Passed);
}
