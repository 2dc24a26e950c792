using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class MessagePassingBurgersTests
{
    [Fact]
    public void Without_training_finite_volumes_are_better_and_the_checks_say_so()
    {
        var result = new MessagePassingBurgers { Samples = 8, Steps = 2, Windows = 4 }.Run(seed: 1);
        Assert.Equal(3, result.Findings.Checks.Count);
        Assert.Contains(result.Findings.Checks, check => !check.Passed && check.Name.Contains("WENO5", StringComparison.Ordinal));
        Assert.Equal(2, result.Findings.Figures.Count);
        // Finite volumes of either order stay near the truth on 32 cells.
        Assert.All(result.Findings.Tables[0].Rows.Skip(2), row => Assert.InRange((double)row[1]!, 1e-4, 0.3));
    }
}
