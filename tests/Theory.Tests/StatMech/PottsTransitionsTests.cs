using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class PottsTransitionsTests
{
    [Fact]
    public void Small_lattices_of_three_colours_hold_and_a_valley_that_fills_up_with_L_does_not()
    {
        var result = new PottsTransitions { Sides = [8, 12, 16], Sweeps = 4000, LargeSides = [20, 10], LongSweeps = 8000, Chains = 3 }.Run(seed: 1);
        Assert.All(result.Findings.Checks.Take(2), check => Assert.True(check.Passed, check.ToString()));
        // Sides in falling order: the valley of the last is the shallower one.
        Assert.False(result.Findings.Checks.Single(check => check.Name.StartsWith("ln of peak over valley", StringComparison.Ordinal)).Passed);
        Assert.Equal(4, result.Findings.Figures.Count);
    }
}
