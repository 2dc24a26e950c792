using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class SherringtonKirkpatrickGlassTests
{
    [Fact]
    public void Quick_holds()
    {
        // So few samples cannot tell the theories apart by eight standard errors; everything else holds.
        var result = new SherringtonKirkpatrickGlass { Sizes = [32, 64, 96], Samples = [100, 50, 30] }.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed || check.Name.StartsWith("distance to the symmetric", StringComparison.Ordinal), check.ToString()));
        Assert.Equal(3, result.Findings.Figures.Count);
    }

    [Fact]
    public void Warm_runs_do_not_find_ground_states()
    {
        var result = new SherringtonKirkpatrickGlass { Sizes = [64, 128], Samples = [20, 10], SweepsPerSpin = 1, Temperatures = [0.7, 0.9, 1.3] }.Run(seed: 1);
        Assert.Contains(result.Findings.Checks, check => check.Name.Contains("still found a better state", StringComparison.Ordinal) && !check.Passed);
    }
}
