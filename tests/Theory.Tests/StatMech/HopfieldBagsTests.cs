using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class HopfieldBagsTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new HopfieldBags { Sizes = [20], Seeds = 3, Steps = 300 }.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
    }

    [Fact]
    public void Without_learning_the_pooling_does_not_win() =>
        Assert.Contains(new HopfieldBags { Sizes = [20], Seeds = 1, Steps = 10 }.Run(seed: 1).Findings.Checks, check => !check.Passed);
}
