using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class DenseReplicaSymmetryBreakingTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new DenseReplicaSymmetryBreaking().Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(4, result.Findings.Figures.Count);
    }
}
