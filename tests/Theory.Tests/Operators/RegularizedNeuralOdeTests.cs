using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class RegularizedNeuralOdeTests
{
    [Fact]
    public void Quick_holds_but_for_the_work_of_the_spiral_which_its_data_determine()
    {
        var result = new RegularizedNeuralOde().Run(seed: 1);
        Assert.Equal(["spiral: evaluations ERNODE / vanilla"], result.Findings.Checks.Where(check => !check.Passed).Select(check => check.Name));
        Assert.Equal(2, result.Findings.Figures.Count);
    }

    [Fact]
    public void Without_a_penalty_nothing_is_saved()
    {
        var result = new RegularizedNeuralOde { Steps = 20, SpiralWeights = [0, 0, 0], RingWeights = [0, 0, 0] }.Run(seed: 1);
        var failing = result.Findings.Checks.Where(check => !check.Passed).Select(check => check.Name).ToArray();
        Assert.Equal(["spiral: evaluations ERNODE / vanilla", "rings: evaluations ERNODE / vanilla"], failing);
        Assert.All(result.Findings.Checks.Where(check => check.Name.Contains("vanilla")), check => Assert.Equal(1, check.Measured));
    }
}
