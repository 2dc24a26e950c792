using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;

namespace Kit.Tests.StatMech.Exact;

public class IsingTorusTests
{
    [Theory]
    [InlineData(3, 3, 0.3)]
    [InlineData(4, 4, 0.44068679350977147)]
    [InlineData(3, 5, 0.7)]
    [InlineData(2, 6, 0.2)]
    public void LogPartition_IsThatOfAllStates(int m, int n, double beta)
    {
        var all = new Enumeration(new Ising(Graph.Hypercubic([m, n])));
        var (torus, p) = (new IsingTorus(m, n), all.Probabilities(beta));
        double energy = 0, square = 0;
        for (var k = 0; k < p.Length; k++) (energy, square) = (energy + p[k] * all.Energies[k], square + p[k] * all.Energies[k] * all.Energies[k]);
        Assert.Equal(all.LogPartition(beta), torus.LogPartition(beta), 1e-10);
        Assert.Equal(energy / (m * n), torus.Energy(beta), 1e-11);
        Assert.Equal(beta * beta * (square - energy * energy) / (m * n), torus.SpecificHeat(beta), 1e-10);
    }

    [Fact]
    public void LargeLattices_ApproachOnsager()
    {
        // Away from the transition by e^{−L/ξ}; ξ = 1.7 and 3.4 lattice constants here.
        foreach (var beta in new[] { 0.3, 0.55 })
        {
            Assert.Equal(Onsager.LogPartition(beta), new IsingTorus(128, 128).LogPartition(beta) / (128 * 128), 1.0 / (128 * 128));
            Assert.Equal(Onsager.Energy(beta), new IsingTorus(128, 128).Energy(beta), 1e-9);
            Assert.Equal(Onsager.SpecificHeat(beta), new IsingTorus(128, 128).SpecificHeat(beta), 1e-9);
        }
    }

    [Fact]
    public void AtTheTransition_SizeEffectsAreThoseOfFerdinandAndFisher()
    {
        // E = −√2 − 0.62248/L and C = 0.494538 ln L + 0.187903 + O((ln L)/L³, 1/L): Ferdinand, Fisher (1969), Ising energies in J, table for ξ = 1.
        var (beta, torus) = (1 / Onsager.CriticalTemperature, new IsingTorus(256, 256));
        var (small, large) = (new IsingTorus(64, 64).SpecificHeat(beta), torus.SpecificHeat(beta));
        Assert.Equal(0.494538 * Math.Log(4), large - small, 2e-3);
        Assert.Equal(-Math.Sqrt(2) - 0.62248 / 256, torus.Energy(beta), 1e-5);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("1 × 4", Assert.Throws<ArgumentException>(() => new IsingTorus(1, 4)).Message);
        Assert.Contains("0", Assert.Throws<ArgumentException>(() => new IsingTorus(4, 4).Energy(0)).Message);
    }
}
