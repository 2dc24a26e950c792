using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class DeepOnetRatesTests
{
    [Fact]
    public void A_short_training_shows_the_rate_but_not_the_accuracy()
    {
        var result = new DeepOnetRates { Functions = [10, 40], Steps = 600, Tests = 50 }.Run(seed: 1);
        Assert.Equal([false, false, true, true], result.Findings.Checks.Select(check => check.Passed));
        Assert.Equal(3, result.Findings.Figures.Count);
    }
}
