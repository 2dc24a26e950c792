using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class DenseHebbianSupervisedTests
{
    [Fact]
    public void Quick_holds_but_for_few_examples_without_labels_and_for_large_loads()
    {
        var result = (new DenseHebbianSupervised() with { LoadedSites = 50, Loads = [0.02, 0.1, 0.2, 0.4, 0.6], Sweeps = 90 }).Run(seed: 1);
        string[] lost = ["unsupervised: largest |m − theory| where examples that are alike are stable", "largest |m − theory| among loads with retrieval", "largest |m| among loads without, from the pattern"];
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed != lost.Contains(check.Name), check.ToString()));
        Assert.Equal(8, result.Findings.Checks.Count);
        Assert.Equal(4, result.Findings.Figures.Count);
    }
}
