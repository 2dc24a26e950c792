using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class MultigridOperatorTests
{
    private static readonly MultigridOperator Tiny = new() { Points = 16, Train = 24, Test = 4, Epochs = 1, Batch = 8, Layers = 2, Width = 6, Modes = 4, FnoWidth = 12 };

    [Fact]
    public void A_layer_with_poissons_stencils_is_a_v_cycle_and_training_runs()
    {
        var result = Tiny.Run(seed: 1);
        // One epoch teaches nobody; what does not depend on training holds.
        Assert.All(result.Findings.Checks.Where(c => c.Name.Contains("Poisson", StringComparison.Ordinal) || c.Name.Contains("numbers", StringComparison.Ordinal)), check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(6, result.Findings.Checks.Count);
        Assert.Equal(4, result.Findings.Figures.Count);
        Assert.Equal(2, result.Findings.Tables[0].Rows.Count);
    }

    [Fact]
    public void The_error_check_can_fail()
    {
        var result = (Tiny with { Bound = 1e-3 }).Run(seed: 1);
        Assert.Contains(result.Findings.Checks, check => !check.Passed && check.Name.StartsWith("relative", StringComparison.Ordinal));
    }
}
