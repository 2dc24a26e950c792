using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class LagrangianPinnTests
{
    // One speed and few steps: a small version of the same claim.
    private static readonly LagrangianPinn Small = new() { Speeds = [30], Width = 10, Points = 127, Adam = 50, LBfgs = 150, GaussNewton = 0, Viscosity = 1 };

    [Fact]
    public void Networks_of_space_and_time_fail_where_snapshots_need_many_modes()
    {
        var result = Small.Run(seed: 1);
        var checks = result.Findings.Checks;
        Assert.Equal(4, checks.Count);
        Assert.True(checks[1].Passed, checks[1].ToString());
        Assert.True(checks[2].Passed, checks[2].ToString());
        Assert.True(checks[0].Measured < checks[1].Measured / 3, $"{checks[0]}, {checks[1]}");
        Assert.Equal(3, result.Findings.Figures.Count);
    }

    [Fact]
    public void Slow_transport_is_no_failure() =>
        Assert.False((Small with { Speeds = [0.1], LBfgs = 50 }).Run(seed: 1).Findings.Checks[1].Passed);
}
