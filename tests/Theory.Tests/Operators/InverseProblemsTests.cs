using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class InverseProblemsTests
{
    [Fact]
    public void The_solver_has_the_least_spread()
    {
        var result = new InverseProblems { Draws = 3, Points = 40, Iterations = 2 }.Run(seed: 1);
        Assert.Equal(6, result.Findings.Checks.Count);
        foreach (var k in new[] { 0, 3 }) Assert.True(result.Findings.Checks[k].Passed, result.Findings.Checks[k].ToString());
    }

    [Fact]
    public void A_network_that_is_hardly_trained_fails() =>
        Assert.False(new InverseProblems { Draws = 3, Points = 10, Iterations = 1, Noise = 1e-4 }.Run(seed: 1).Findings.Checks[5].Passed);
}
