using Kit.Theory.StatMech;

namespace Kit.Theory.Tests.StatMech;

public sealed class ModernHopfieldRetrievalTests
{
    [Fact]
    public void Quick_holds()
    {
        var result = new ModernHopfieldRetrieval { Patterns = [100, 1000], Cues = 100 }.Run(seed: 1);
        Assert.All(result.Findings.Checks, check => Assert.True(check.Passed, check.ToString()));
        Assert.Equal(3, result.Findings.Figures.Count);
    }
}
