using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class SpinGlassOverlapTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new SpinGlassOverlap { Lengths = [3, 5], Samples = [512, 256], Sweeps = [512, 1024] }.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(3, result.Findings.Figures.Count);
    }

    [Fact]
    public void Too_short_a_run_in_the_cold_is_not_in_equilibrium()
    {
        var result = new SpinGlassOverlap { Lengths = [4, 6], Samples = [256, 256], Sweeps = [64, 64], Temperatures = [0.6, 0.7, 0.82, 0.96, 1.1, 1.3, 1.5, 1.8, 2.1] }.Run(seed: 1);
        Assert.Contains(result.Findings.Checks, check => check.Name.Contains("L = 6: change", StringComparison.Ordinal) && !check.Passed);
    }
}
