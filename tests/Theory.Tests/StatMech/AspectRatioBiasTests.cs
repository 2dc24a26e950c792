using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class AspectRatioBiasTests
{
    [Fact]
    public void Windows_take_the_bias_away_and_pruning_by_exponents_does_not_pay()
    {
        var checks = new AspectRatioBias { Aspects = [1, 4, 16], Seeds = 2, Steps = 300 }.Run(seed: 1).Findings.Checks;
        Assert.All(checks.Take(checks.Count - 1), check => Assert.True(check.Passed, check.ToString()));
        // See the remarks of the experiment.
        Assert.Contains("70 % cut", checks[^1].Name, StringComparison.Ordinal);
        Assert.False(checks[^1].Passed, checks[^1].ToString());
    }
}
