using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class TransformOnceTests
{
    private static readonly TransformOnce Tiny = new() { Points = 128, Train = 96, Test = 16, Epochs = 6, Width = 16, Trajectories = 0 };

    [Fact]
    public void What_does_not_depend_on_training_holds_at_any_size()
    {
        // The variance is a mean over random weights: 8 channels of T1 come within a tenth, 4 do not.
        var checks = (Tiny with { Width = 32 }).Run(seed: 1).Findings.Checks;
        Assert.Equal(8, checks.Count);
        Assert.True(checks.Single(c => c.Name.Contains("operations")).Passed);
        Assert.True(checks.Single(c => c.Name.Contains("variance")).Passed);
        Assert.True(checks.Single(c => c.Name.Contains("back")).Passed);
    }

    [Fact]
    public void Vorticity_is_compared_beside_burgers_equation()
    {
        var findings = (Tiny with { Trajectories = 32, FlowPoints = 16, FlowTime = 1, FlowModes = 8, FlowWidth = 8, FlowLayers = 1, Epochs = 2 }).Run(seed: 1).Findings;
        Assert.Equal(12, findings.Checks.Count);
        Assert.True(findings.Checks.Single(c => c.Name.StartsWith("vorticity: operations", StringComparison.Ordinal)).Passed);
        Assert.Equal(4, findings.Figures.Count);
    }

    [Fact]
    public void Too_few_modes_are_seen()
    {
        // Truncation alone costs more than an FNO's whole error.
        var check = (Tiny with { Energy = 0.9, Epochs = 12 }).Run(seed: 1).Findings.Checks.First(c => c.Name.Contains("error of T1"));
        Assert.False(check.Passed, check.ToString());
    }
}
