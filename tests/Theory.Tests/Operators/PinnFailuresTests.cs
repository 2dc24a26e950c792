using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class PinnFailuresTests
{
    [Fact]
    public void The_plain_network_fails_and_a_few_steps_cure_nothing()
    {
        // The ratio of convection needs thousands of steps, as the experiment says.
        var checks = new PinnFailures { Seeds = 1, Width = 8, Points = 100, Adam = 50, LBfgs = 50, GaussNewton = 5 }.Run(seed: 1).Findings.Checks;
        Assert.Equal(4, checks.Count);
        Assert.True(checks[0].Passed, checks[0].ToString());
        Assert.False(checks[1].Passed, checks[1].ToString());
    }
}
