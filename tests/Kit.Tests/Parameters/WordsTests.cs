using Kit.Parameters;

namespace Kit.Tests.Parameters;

public sealed class WordsTests
{
    [Theory]
    [InlineData("HeatConvergence", "heat-convergence")]
    [InlineData("Ising2DModel", "ising-2d-model")]
    [InlineData("XYModel", "xy-model")]
    [InlineData("Pde", "pde")]
    [InlineData("StatMech", "stat-mech")]
    public void Kebab_splits_words(string name, string expected) => Assert.Equal(expected, Words.Kebab(name));

    [Fact]
    public void Near_offers_what_a_slip_may_have_meant()
    {
        string[] names = ["heat-convergence", "ising-2d", "wave-dispersion"];
        Assert.Equal(["heat-convergence"], Words.Near("heat-convergense", names));
        Assert.Equal(["heat-convergence"], Words.Near("heat", names));
        Assert.Equal(["ising-2d"], Words.Near("Isnig-2d", names));
        Assert.Empty(Words.Near("quicksort", names));
    }
}
