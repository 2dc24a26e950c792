using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class DeepConjugateDirectionsTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new DeepConjugateDirections().Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(4, result.Findings.Figures.Count);
    }

    [Fact]
    public void A_network_that_has_hardly_learnt_does_not_pass()
    {
        var result = new DeepConjugateDirections { TrainCells = 16, Cells = [16, 32], Steps = 10, Channels = 1, RitzVectors = 20, Geometries = 1 }.Run(seed: 1);
        Assert.Contains(result.Findings.Checks, check => !check.Passed);
    }
}
