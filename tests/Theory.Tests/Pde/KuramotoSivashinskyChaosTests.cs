using Kit.Theory.Pde;

namespace Kit.Theory.Tests.Pde;

public sealed class KuramotoSivashinskyChaosTests
{
    [Fact]
    public void A_small_run_holds()
    {
        var result = new KuramotoSivashinskyChaos { Trajectories = 8 }.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(2, result.Findings.Figures.Count);
    }

    [Fact]
    public void Too_few_points_show_in_the_spectrum()
    {
        var result = new KuramotoSivashinskyChaos { Time = 200, Trajectories = 2, Points = 32, Length = 40 }.Run(seed: 1);
        Assert.Contains(result.Findings.Checks, check => !check.Passed);
    }
}
