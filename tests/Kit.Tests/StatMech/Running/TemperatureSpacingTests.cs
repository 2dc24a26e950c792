using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;

namespace Kit.Tests.StatMech.Running;

public class TemperatureSpacingTests
{
    [Fact]
    public void Suggested_temperatures_reach_the_acceptance()
    {
        var model = new Ising(Graph.Square(12));
        var first = MonteCarlo.Run(model, new Metropolis(model), new() { Temperatures = [2, 2.2, 2.4, 2.7, 3, 3.5, 4], Sweeps = 3000, Thermalization = 500, Seed = 1 });
        var temperatures = first.SuggestTemperatures(model.Sites, 0.4);
        Assert.Equal((2.0, 4.0), (temperatures[0], temperatures[^1]));
        var second = MonteCarlo.Run(model, new Metropolis(model), new() { Temperatures = temperatures, Exchange = 1, Sweeps = 3000, Thermalization = 500, Seed = 2 });
        // Steps are rounded down to a whole number of them, so a little more than 0.4; energies of 144 spins are not quite normal, and σ is joined by straight lines: ±0.12.
        foreach (var acceptance in second.Exchanges!.Acceptance) Assert.InRange(acceptance, 0.33, 0.57);
        Assert.InRange(second.Exchanges.RoundTrips, 10, 100_000);
    }

    [Fact]
    public void Constant_fluctuations_make_equal_steps_of_beta()
    {
        // ∫ σ dβ = 6 (1 − ½) = 3; steps of 2 erfcinv(½) = 0.9539: four of them.
        var t = TemperatureSpacing.Suggest([1, 2], [6, 6], 0.5);
        Assert.Equal(5, t.Length);
        for (var i = 0; i < 5; i++) Assert.Equal(1 - i / 8.0, 1 / t[i], 1e-12);
    }

    [Theory]
    [InlineData("2 deviations at 1 temperatures", new[] { 1.0 }, 0.3)]
    [InlineData("1 follows 2", new[] { 2.0, 1.0 }, 0.3)]
    [InlineData("the acceptance 1 is not", new[] { 1.0, 2.0 }, 1.0)]
    public void Bad_input_is_named(string message, double[] temperatures, double acceptance) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => TemperatureSpacing.Suggest(temperatures, [1, 1], acceptance)).Message, StringComparison.Ordinal);
}
