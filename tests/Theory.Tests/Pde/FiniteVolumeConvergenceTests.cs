using Kit.Theory.Pde;

namespace Kit.Theory.Tests.Pde;

public sealed class FiniteVolumeConvergenceTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new FiniteVolumeConvergence().Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(2, result.Findings.Figures.Count);
    }

    [Fact]
    public void An_order_check_can_fail()
    {
        var result = new FiniteVolumeConvergence { Cells = [10, 12] }.Run();
        Assert.Contains(result.Findings.Checks, check => !check.Passed);
    }
}
