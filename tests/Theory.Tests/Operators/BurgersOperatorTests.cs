using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class BurgersOperatorTests
{
    private static readonly BurgersOperator Tiny = new() { Points = 256, Stride = 4, Train = 96, Test = 16, Epochs = 12, Width = 12 };

    [Fact]
    public void The_error_stays_on_a_finer_grid()
    {
        var findings = Tiny.Run(seed: 1).Findings;
        Assert.True(findings.Checks[1].Passed, findings.Checks[1].ToString());
        Assert.Equal(2, findings.Figures.Count);
    }

    [Fact]
    public void An_operator_that_was_hardly_trained_is_not_called_learned() =>
        Assert.False((Tiny with { Epochs = 1 }).Run(seed: 1).Findings.Checks[0].Passed);
}
