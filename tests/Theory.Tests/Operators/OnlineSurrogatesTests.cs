using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class OnlineSurrogatesTests
{
    [Fact]
    public void Quick_holds()
    {
        // The perceptron's part is shorter, with each fixed sample seen as often.
        var result = new OnlineSurrogates { HeatSimulations = 10, HeatSteps = 600 }.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(3, result.Findings.Figures.Count);
    }

    [Fact]
    public void A_training_too_short_for_repeats_shows_no_gain()
    {
        // 50 batches of 32 of the 2000 samples of 200 simulations: nothing is repeated in either training.
        var result = new OnlineSurrogates { HeatSimulations = 200, HeatSteps = 50, BurgersSimulations = 80, BurgersSteps = 50, Seeds = 1 }.Run(seed: 1);
        Assert.Contains(result.Findings.Checks, check => !check.Passed);
    }
}
