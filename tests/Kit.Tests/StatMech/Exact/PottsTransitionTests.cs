using Kit.StatMech.Exact;

namespace Kit.Tests.StatMech.Exact;

public class PottsTransitionTests
{
    [Fact]
    public void TwoStates_AreIsing()
    {
        // δ = (1 + ss′)/2: half the coupling, and −1 − √2/2 a site.
        var transition = new PottsTransition(2);
        Assert.Equal(2 / Onsager.CriticalTemperature, transition.CriticalBeta, 1e-14);
        Assert.Equal(-1 - Math.Sqrt(2) / 2, transition.OrderedEnergy, 1e-14);
        Assert.False(transition.IsFirstOrder);
    }

    [Theory]
    [InlineData(5, 0.0529)]
    [InlineData(7, 0.3533)]
    [InlineData(10, 0.6961)]
    [InlineData(20, 1.1942)]
    public void LatentHeat_IsBaxters(int q, double heat)
    {
        var transition = new PottsTransition(q);
        Assert.Equal(heat, transition.LatentHeat, 1e-4);
        Assert.Equal(transition.LatentHeat, transition.DisorderedEnergy - transition.OrderedEnergy, 1e-14);
    }

    [Fact]
    public void BadInput_IsNamed() => Assert.Contains("q = 1", Assert.Throws<ArgumentException>(() => new PottsTransition(1)).Message);
}
