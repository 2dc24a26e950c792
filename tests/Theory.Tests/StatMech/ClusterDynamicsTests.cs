using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class ClusterDynamicsTests
{
    private static readonly ClusterDynamics Small = new() { Local = [8, 12, 16], Span = 60, Lengths = [8, 12, 16, 24, 32], Clusters = 15_000 };

    [Fact]
    public void Quick_holds()
    {
        var result = Small.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Single(result.Findings.Figures);
    }

    /// <summary>From 4 × 4 to 8 × 8 clusters still slow down faster than they do later.</summary>
    [Fact]
    public void Tiny_lattices_do_not_tell_the_exponents()
    {
        var checks = (Small with { Local = [4, 6], Lengths = [4, 8], Span = 12, Clusters = 1000 }).Run(seed: 1).Findings.Checks;
        Assert.Equal([false, false, false, true], checks.Select(check => check.Passed));
    }
}
