using Kit.Theory.Pde;

namespace Kit.Theory.Tests.Pde;

public sealed class CornerSingularityTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new CornerSingularity().Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(2, result.Findings.Figures.Count);
    }

    [Fact]
    public void The_order_checks_can_fail()
    {
        // Two meshes that are too coarse for the corner's order to show.
        var result = new CornerSingularity { Cells = [2, 3] }.Run();
        Assert.Contains(result.Findings.Checks, check => !check.Passed);
    }
}
