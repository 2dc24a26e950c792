using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class FunctionSpaceRecipeTests
{
    [Fact]
    public void A_short_training_is_measured_on_all_grids_and_attention_has_the_order_of_its_quadrature()
    {
        var result = new FunctionSpaceRecipe { Samples = 40, Epochs = 2, Width = 8, Tests = [32, 64, 128] }.Run(seed: 1);
        Assert.Equal(8, result.Findings.Checks.Count);
        Assert.All(result.Findings.Checks.Where(check => check.Name.Contains("attention", StringComparison.Ordinal)), check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(14, result.Findings.Tables[0].Rows.Count);
        // After two passes nothing is learned, so nothing is lost on other grids: the claim about points fails.
        Assert.Contains(result.Findings.Checks, check => !check.Passed && check.Name.Contains("in points", StringComparison.Ordinal));
    }
}
