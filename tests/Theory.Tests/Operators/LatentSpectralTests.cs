using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class LatentSpectralTests
{
    private static readonly LatentSpectral Tiny = new() { Points = 16, Train = 16, Test = 4, Epochs = 1, Batch = 8, Width = 8, Modes = 4, Bound = 1e-3, Timed = [32, 64], Runs = 1 };

    [Fact]
    public void Sizes_match_the_cost_is_linear_and_the_error_check_can_fail()
    {
        var result = Tiny.Run(seed: 1);
        var checks = result.Findings.Checks;
        Assert.All(checks.Where(c => c.Name.Contains("numbers", StringComparison.Ordinal) || c.Name.Contains("multiplications", StringComparison.Ordinal)), check => Assert.True(check.Passed, check.ToString()));
        // One epoch on sixteen samples cannot come to a thousandth; times of two runs are not looked at.
        Assert.Contains(checks, check => !check.Passed && check.Name.StartsWith("relative", StringComparison.Ordinal));
        Assert.Equal(5, checks.Count);
        Assert.Equal(4, result.Findings.Figures.Count);
        Assert.Equal(3, result.Findings.Tables[0].Rows.Count);
    }
}
