using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class ReplicaExchangeTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new ReplicaExchange { Samples = 2, Turns = 400, Between = [1, 16], Sweeps = 4000 }.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(4, result.Findings.Figures.Count);
    }

    [Fact]
    public void A_ladder_of_few_rungs_does_not_mix()
    {
        var result = new ReplicaExchange { Length = 6, Samples = 1, Rungs = 4, Turns = 300, Between = [1], Sweeps = 1000 }.Run(seed: 1);
        Assert.Contains(result.Findings.Checks, check => check.Name == "least acceptance" && !check.Passed);
    }
}
