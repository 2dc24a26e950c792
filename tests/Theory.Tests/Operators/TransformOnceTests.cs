using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class TransformOnceTests
{
    private static readonly TransformOnce Tiny = new() { Points = 128, Train = 96, Test = 16, Epochs = 6, Width = 16 };

    [Fact]
    public void What_does_not_depend_on_training_holds_at_any_size()
    {
        var checks = Tiny.Run(seed: 1).Findings.Checks;
        Assert.Equal(4, checks.Count);
        Assert.True(checks.Single(c => c.Name.Contains("variance")).Passed);
        Assert.True(checks.Single(c => c.Name.Contains("back")).Passed);
    }

    [Fact]
    public void Too_few_modes_are_seen()
    {
        // Truncation alone costs more than an FNO's whole error.
        var check = (Tiny with { Energy = 0.9, Epochs = 12 }).Run(seed: 1).Findings.Checks.First(c => c.Name.Contains("error of T1"));
        Assert.False(check.Passed, check.ToString());
    }
}
