using Kit.StatMech;
using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class IsingScalingTests
{
    private static readonly IsingScaling Small = new() { Lengths = [8, 12, 16, 24], Sweeps = 6000 };

    [Fact]
    public void Quick_holds()
    {
        var result = Small.Run(seed: 1);
        Assert.Equal(10, result.Findings.Checks.Count);
        // All that is said in standard errors; per cents of β and γ need the sizes of the preset.
        Assert.All(result.Findings.Checks.Where(check => check.Name.Contains("standard errors", StringComparison.Ordinal)), check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(4, result.Findings.Figures.Count);
    }

    [Fact]
    public void Runs_that_are_too_short_fail_by_per_cents()
    {
        var checks = (Small with { Lengths = [6, 8, 12], Sweeps = 500, Points = 5 }).Run(seed: 1).Findings.Checks;
        Assert.Contains(checks, check => !check.Passed);
    }

    [Fact]
    public void A_power_law_is_fitted_with_the_error_of_its_points()
    {
        double[] x = [1, 2, 4];
        var law = PowerLaw.Fit(x, [.. x.Select(at => new Estimate(3 * Math.Pow(at, 1.5), 0.03 * Math.Pow(at, 1.5)))]);
        Assert.Equal(1.5, law.Exponent.Value, 12);
        Assert.Equal(3 * Math.Pow(8, 1.5), law.At(8), 10);
        // Equal relative errors of 1 %: 0.01/√Σ(u − ū)² with u = 0, ln 2, 2 ln 2.
        Assert.Equal(0.01 / (Math.Log(2) * Math.Sqrt(2)), law.Exponent.Error, 12);
    }
}
