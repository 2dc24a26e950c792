using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class ClusterDynamicsTests
{
    private static readonly ClusterDynamics Small = new() { Local = [6, 8, 12, 16], Lengths = [8, 12, 16, 24, 32], Clusters = 15_000 };

    [Fact]
    public void Quick_holds()
    {
        var result = Small.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Single(result.Findings.Figures);
    }

    [Fact]
    public void Two_tiny_lattices_do_not_tell_the_exponent_of_Metropolis() =>
        Assert.False((Small with { Local = [4, 5], Lengths = [8, 16], Span = 4, Clusters = 2000 }).Run(seed: 1).Findings.Checks[0].Passed);
}
