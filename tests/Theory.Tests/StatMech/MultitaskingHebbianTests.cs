using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class MultitaskingHebbianTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = (new MultitaskingHebbian() with { Strong = [0.7, 0.85], Warm = [0.1, 0.4, 0.6], Sweeps = 40 }).Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(3, result.Findings.Figures.Count);
    }

    [Fact]
    public void Hot_points_where_equal_overlaps_are_unstable_are_no_parallel_regime()
    {
        // λ > 0.9 at both, so that nothing is inside and the checks of the regime cannot pass.
        var result = (new MultitaskingHebbian() with { Sites = 2000, Strong = [0.7], Warm = [0.1, 0.2], Sweeps = 30, Dilutions = [0.1, 0.2] }).Run(seed: 1);
        Assert.Contains(result.Findings.Checks, check => !check.Passed && check.Name.Contains("λ < 0.9", StringComparison.Ordinal));
    }
}
