using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class DenseHebbianSupervisedTests
{
    [Fact]
    public void Quick_holds_but_for_few_examples_without_labels_and_for_large_loads()
    {
        var result = (new DenseHebbianSupervised() with { LoadedSites = 50, Loads = [0.02, 0.1, 0.2, 0.4, 0.6], Sweeps = 90 }).Run(seed: 1);
        // With 50 spins loads above 0.2 are all at the transition, so that the claim of loads with retrieval holds; with the default 80 it does not.
        string[] lost = ["unsupervised: largest |m − theory| where examples that are alike are stable", "largest |m| among loads without, from the pattern"];
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed != lost.Contains(check.Name), check.ToString()));
        Assert.Equal(8, result.Findings.Checks.Count);
        Assert.Equal(4, result.Findings.Figures.Count);
    }
}
