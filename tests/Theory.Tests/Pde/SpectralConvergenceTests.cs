using Kit.Theory.Pde;

namespace Kit.Theory.Tests.Pde;

public sealed class SpectralConvergenceTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new SpectralConvergence().Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(2, result.Findings.Figures.Count);
    }

    [Fact]
    public void The_order_check_can_fail()
    {
        // Steps far from the asymptotic regime.
        var result = new SpectralConvergence { Steps = [4, 5], FinalTime = 10, Points = [16, 24] }.Run();
        Assert.Contains(result.Findings.Checks, check => !check.Passed);
    }
}
