using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class HyperPinnsTests
{
    [Fact]
    public void Few_steps_solve_nothing()
    {
        var result = new HyperPinns { Steps = 4, Share = 2, Hidden = 16, Tests = 4, Width = 8, FineSteps = 4 }.Run(seed: 1);
        Assert.Equal(4, result.Findings.Checks.Count);
        Assert.False(result.Findings.Checks[0].Passed);
        Assert.Equal(2, result.Findings.Figures.Count);
    }
}
