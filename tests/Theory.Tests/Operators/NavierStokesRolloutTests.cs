using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class NavierStokesRolloutTests
{
    private static readonly NavierStokesRollout Tiny = new() { Points = 16, Given = 2, Asked = 4, Train = 24, Test = 4, Step = 0.05, Epochs = 40, Width = 8, Modes = 4 };

    [Fact]
    public void Quick_holds_on_a_coarse_grid()
    {
        var findings = Tiny.Run(seed: 1).Findings;
        Assert.All(findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(2, findings.Figures.Count);
    }

    [Fact]
    public void An_operator_that_was_hardly_trained_fails() =>
        Assert.Contains((Tiny with { Epochs = 1, Train = 2 }).Run(seed: 1).Findings.Checks, check => !check.Passed);
}
