using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class IsingExactTests
{
    private static readonly IsingExact Small = new() { Length = 48, Sweeps = 800, Cold = [1.6, 1.8, 2.0, 2.05, 2.1] };

    [Fact]
    public void Quick_holds()
    {
        var result = Small.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(3, result.Findings.Figures.Count);
    }

    /// <summary>At T = 2.24 walls cross a lattice of 16 × 16 all the time, so that it is far from Yang's infinite plane; its energy is still Kaufman's.</summary>
    [Fact]
    public void A_lattice_shorter_than_its_correlations_is_not_the_infinite_one()
    {
        var checks = (Small with { Length = 16, Cold = [2.24] }).Run(seed: 1).Findings.Checks;
        Assert.True(checks[0].Passed, checks[0].ToString());
        Assert.False(checks[2].Passed, checks[2].ToString());
    }
}
