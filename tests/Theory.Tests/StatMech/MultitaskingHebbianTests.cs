using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class MultitaskingHebbianTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new MultitaskingHebbian().Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(2, result.Findings.Figures.Count);
    }
}
