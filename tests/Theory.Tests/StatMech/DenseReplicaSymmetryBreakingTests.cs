using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class DenseReplicaSymmetryBreakingTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = (new DenseReplicaSymmetryBreaking() with { Temperatures = [0.1, 0.3, 0.6], Degrees = [3, 6, 20], Loads = [0.05, 0.1, 0.6], Sweeps = 200 }).Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(5, result.Findings.Figures.Count);
    }
}
