using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class ImplicitNeuralSpaceTests
{
    [Fact]
    public void A_few_steps_hold()
    {
        // Ten steps of the pulse and two of the bar; a grid has hardly begun to smear then, and networks of width 6 are too small for the vortex, so these two are left to the whole.
        var result = new ImplicitNeuralSpace { Steps = 10, VortexSteps = 1, BarSteps = 2, Points = 600, Width = 6 }.Run(seed: 1);
        var checks = result.Findings.Checks;
        foreach (var k in new[] { 0, 2, 4 }) Assert.True(checks[k].Passed, checks[k].ToString());
        Assert.Equal(3, result.Findings.Figures.Count);
    }
}
