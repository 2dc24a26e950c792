using Kit.Theory.Pde;

namespace Kit.Theory.Tests.Pde;

public sealed class MultigridConvergenceTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new MultigridConvergence { Cells = [32, 64, 128] }.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(5, result.Findings.Figures.Count);
    }

    [Fact]
    public void The_factor_check_can_fail()
    {
        // Sixteen cells are too few for the factors of an infinite plane.
        var result = new MultigridConvergence { Cells = [16], Refinement = [8, 9] }.Run();
        Assert.Contains(result.Findings.Checks, check => !check.Passed);
    }
}
