using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class MonotoneMeanFieldTests
{
    private static readonly MonotoneMeanField Small = new() { Training = 300, Test = 100, Steps = 10, Hidden = 4, Seeds = 1 };

    [Fact]
    public void One_mean_field_holds_and_the_comparison_with_a_restricted_machine_does_not()
    {
        var checks = Small.Run(seed: 1).Findings.Checks;
        Assert.Equal(7, checks.Count);
        Assert.All(checks.Take(5), check => Assert.True(check.Passed, check.ToString()));
        // The gain of one mean field is bounded: see the remarks of the experiment. Ten steps say nothing of accuracy.
        Assert.Contains("squared error", checks[5].Name, StringComparison.Ordinal);
        Assert.InRange(checks[5].Measured, 0.8, 3);
    }
}
