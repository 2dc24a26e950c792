using Kit.Theory.Pde;

namespace Kit.Theory.Tests.Pde;

public sealed class ShockTubesTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new ShockTubes().Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(4, result.Findings.Figures.Count);
    }

    [Fact]
    public void The_comparison_of_schemes_can_fail()
    {
        // Waves that neither scheme resolves.
        var result = new ShockTubes { Cells = 60, Reference = 1200 }.Run();
        Assert.Contains(result.Findings.Checks, check => !check.Passed);
    }
}
