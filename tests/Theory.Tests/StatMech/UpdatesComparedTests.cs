using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class UpdatesComparedTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new UpdatesCompared().Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(3, result.Findings.Figures.Count);
        Assert.Single(result.Findings.Tables);
    }

    [Fact]
    public void In_the_ordered_phase_clusters_are_no_better() =>
        Assert.False(new UpdatesCompared { Side = 8, Temperature = 1.7, Sweeps = 4000 }.Run(seed: 1).Findings.Checks[^1].Passed);
}
