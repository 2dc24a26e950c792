using Kit.Theory.Pde;

namespace Kit.Theory.Tests.Pde;

public sealed class IntegratorConvergenceTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new IntegratorConvergence().Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(5, result.Findings.Figures.Count);
    }

    [Fact]
    public void The_order_checks_can_fail()
    {
        // A handful of paths and steps, and a bound far below what is left of the next term of the error.
        var result = new IntegratorConvergence { Refinement = [1, 2], StochasticSteps = [2, 4], Paths = 100, Tolerance = 0.002 }.Run();
        Assert.Contains(result.Findings.Checks, check => !check.Passed);
    }

    [Fact]
    public void A_cancelled_token_stops_it() =>
        Assert.Throws<OperationCanceledException>(() => new IntegratorConvergence().Run(token: new(canceled: true)));
}
