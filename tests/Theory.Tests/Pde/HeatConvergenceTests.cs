using Kit.Theory.Pde;

namespace Kit.Theory.Tests.Pde;

public sealed class HeatConvergenceTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new HeatConvergence().Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(2, result.Findings.Figures.Count);
    }

    [Fact]
    public void The_order_check_can_fail()
    {
        // Two coarse grids far from the asymptotic regime: mode (2, 1) has four points a wavelength.
        var result = new HeatConvergence { Cells = [4, 5], FinalTime = 0.5 }.Run();
        Assert.Contains(result.Findings.Checks, check => !check.Passed);
    }

    [Fact]
    public void A_cancelled_token_stops_it() =>
        Assert.Throws<OperationCanceledException>(() => new HeatConvergence().Run(token: new(canceled: true)));
}
