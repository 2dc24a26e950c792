using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Updates;

public class AnnealingTests
{
    [Fact]
    public void SimulatedAnnealing_FindsTheGroundStateOfAGlass()
    {
        var model = Ising.Gaussian(Graph.Square(4), new Rng(1));
        var result = SimulatedAnnealing.Run(model, new Metropolis(model), SimulatedAnnealing.Geometric(3, 0.1, 40), 20, new Rng(2));
        Assert.Equal(new Enumeration(model).Energies.ToArray().Min(), result.Best.Energy, 10);
        Assert.Equal(model.Energy(result.Best), result.Best.Energy, 10);
        Assert.True(result.Energies[^1] < result.Energies[0]);
        Assert.Contains("temperature 0", Assert.Throws<ArgumentException>(() => SimulatedAnnealing.Geometric(1, 0, 3)).Message);
    }

    [Fact]
    public void PopulationAnnealing_GivesTheFreeEnergy()
    {
        var model = Ising.SherringtonKirkpatrick(10, new Rng(3));
        var (exact, betas) = (new Enumeration(model), Enumerable.Range(0, 21).Select(k => 0.1 * k).ToArray());
        const int replicas = 4000;
        var result = PopulationAnnealing.Run(model, new HeatBath(model), betas, replicas, 2, new Rng(4));
        foreach (var step in result.Steps)
        {
            // ln Z has the variance of about ρ_t/R (Wang, Machta, Katzgraber 2015); four standard errors, the 20 are not independent.
            Assert.InRange(Math.Abs(step.LogPartition - exact.LogPartition(step.Beta)), 0, 1e-12 + 4 * Math.Sqrt(step.FamilySize / replicas));
            Assert.InRange(Math.Abs(step.Energy - exact.Mean(step.Beta, state => state.Energy)), 0, 4 * 2.5 * Math.Sqrt(step.FamilySize / replicas));
            Assert.InRange(step.FamilySize, 0.999, 100);
            Assert.InRange(step.FamilyEntropy, 0.999, step.FamilySize + 1e-9);
        }

        Assert.Contains("must rise", Assert.Throws<ArgumentException>(() => PopulationAnnealing.Run(model, new HeatBath(model), [0.2, 0.1], 10, 1, new Rng(0))).Message);
    }

    [Fact]
    public void WangLandau_GivesTheDensityOfStates_AndWhatFollows()
    {
        var model = new Ising(Graph.Square(4));
        var exact = new Enumeration(model);
        var found = WangLandau.Run(model, new(FinalCorrection: 2e-5), new Rng(5));
        var levels = exact.Energies.ToArray().CountBy(e => Math.Round(e)).OrderBy(pair => pair.Key).ToArray();
        Assert.Equal(levels.Select(pair => pair.Key), found.Energies.ToArray());
        // Errors of ln g are several √(ln f) = 0.0045.
        for (var k = 0; k < levels.Length; k++) Assert.Equal(Math.Log(levels[k].Value), found.LogDensity[k], 0.06);
        foreach (var temperature in new[] { 1.5, 2.27, 5 })
        {
            Assert.Equal(exact.LogPartition(1 / temperature), found.LogPartition(temperature), 0.06);
            var mean = exact.Mean(1 / temperature, state => state.Energy);
            Assert.InRange(found.Energy(temperature) / mean, 0.98, 1.02);
            Assert.InRange(found.SpecificHeat(temperature) * temperature * temperature / (exact.Mean(1 / temperature, state => state.Energy * state.Energy) - mean * mean), 0.93, 1.07);
            Assert.Equal((found.Energy(temperature) - found.FreeEnergy(temperature)) / temperature, found.Entropy(temperature), 10);
        }

        Assert.Contains("temperature 0", Assert.Throws<ArgumentException>(() => found.Energy(0)).Message);
        Assert.Contains("after", Assert.Throws<InvalidOperationException>(() => WangLandau.Run(model, new(MaxAttempts: 10_000), new Rng(5))).Message);
        Assert.Contains("bins of width", Assert.Throws<InvalidOperationException>(() => WangLandau.Run(model, new(BinWidth: 1e-6), new Rng(5))).Message);
    }
}
