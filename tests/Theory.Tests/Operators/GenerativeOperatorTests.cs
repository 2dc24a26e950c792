using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class GenerativeOperatorTests
{
    [Fact]
    public void Few_steps_do_not_learn_the_equation()
    {
        var result = new GenerativeOperator { Nodes = 12, Waves = 4, Samples = 20, Tests = 4, Steps = 5, Batch = 4, Latent = 4, Width = 8, InverseSteps = 5 }.Run(seed: 1);
        Assert.Equal(4, result.Findings.Checks.Count);
        Assert.All(result.Findings.Checks.Take(2), check => Assert.False(check.Passed));
        Assert.Equal(2, result.Findings.Figures.Count);
    }
}
