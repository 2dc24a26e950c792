using Kit.StatMech.Estimators;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;

namespace Kit.Tests.StatMech.Estimators;

public class ReweightingTests
{
    private static readonly Ising Model = new(Graph.Square(4));
    private static readonly Enumeration Exact = new(Model);

    [Theory]
    [InlineData(new[] { 2.6 }, new[] { 2.4, 2.6, 2.9 })]
    [InlineData(new[] { 1.6, 2.2, 3.0, 4.5 }, new[] { 1.5, 1.8, 2.5, 3.6, 5.0 })]
    public void Means_between_temperatures_are_those_of_the_enumeration(double[] from, double[] to)
    {
        var results = MonteCarlo.Run(Model, new Metropolis(Model), new() { Temperatures = from, Sweeps = 8000, Thermalization = 200, Replicas = 2, KeepSeries = true, Seed = 5 });
        var all = results.Reweight(Model.Sites);
        var heat = Model.Quantities.Single(one => one.Name == "specific heat");
        foreach (var t in to)
        {
            var (e, e2) = (Exact.Mean(1 / t, s => s.Energy / 16), Exact.Mean(1 / t, s => s.Energy * s.Energy / 256));
            // Three numbers at eight temperatures: 3.5 standard errors.
            Assert.InRange(all["energy", t].Deviation(e), 0, 3.5);
            Assert.InRange(all["|m|", t].Deviation(Exact.Mean(1 / t, s => Math.Abs(Ising.Magnetization(s)))), 0, 3.5);
            Assert.InRange(all.Of(heat, t).Deviation(16 * (e2 - e * e) / (t * t)), 0, 3.5);
            Assert.InRange(all["energy", t].Error, 1e-4, 0.05);
            // E varies by some 10 % of σ/T between series of 16 000; ln Z/Z₀ = −∫ E dβ.
            var log = Exact.LogPartition(1 / t) - Exact.LogPartition(1 / from.Max());
            Assert.InRange(Math.Abs(all.LogPartition(t) - log), 0, 0.05);
        }

        Assert.InRange(all.EffectiveSamples(from[0]), 4000, 16_000 * from.Length);
        Assert.True(all.EffectiveSamples(0.3) < all.EffectiveSamples(from[0]));
    }

    [Fact]
    public void At_the_only_temperature_nothing_changes()
    {
        double[] e = [.. Enumerable.Range(0, 64).Select(i => i * 37 % 10 - 3.0)];
        var one = new Reweighting([2], [e], new Dictionary<string, IReadOnlyList<double[]>> { ["e"] = [e] });
        Assert.Equal(e.Average(), one["e", 2].Value, 1e-12);
        Assert.Equal(64, one.EffectiveSamples(2), 1e-9);
        Assert.Equal(0, one.LogPartition(2), 1e-12);
    }

    [Fact]
    public void Errors_of_combined_series_cover_the_truth()
    {
        var model = new Ising(Graph.Chain(6));
        var truth = new Enumeration(model).Mean(1 / 1.5, state => state.Energy / 6);
        List<double> deviations = [];
        for (var run = 0; run < 200; run++)
        {
            var results = MonteCarlo.Run(model, new Metropolis(model), new() { Temperatures = [1.2, 2], Sweeps = 1500, Thermalization = 50, KeepSeries = true, Seed = run });
            var estimate = results.Reweight(6)["energy", 1.5];
            deviations.Add((estimate.Value - truth) / estimate.Error);
        }

        Chains.AssertNormal(deviations);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var none = new Dictionary<string, IReadOnlyList<double[]>>();
        double[] e = new double[40];
        Says("the temperature 0 is not positive", () => new Reweighting([0], [e], none));
        Says("1 series of energies at 2", () => new Reweighting([1, 2], [e], none));
        Says("32 blocks of series of 40, 3 numbers", () => new Reweighting([1, 2], [e, [1, 2, 3]], none));
        Says("an energy is not finite", () => new Reweighting([1], [[.. e, double.NaN]], none));
        Says("series of 'm' have 2 numbers", () => new Reweighting([1], [e], new Dictionary<string, IReadOnlyList<double[]>> { ["m"] = [[1, 2]] }));
        Assert.Contains("nobody measured 'm'", Assert.Throws<KeyNotFoundException>(() => new Reweighting([1], [e], none)["m", 1]).Message, StringComparison.Ordinal);

        static void Says(string message, Action act) => Assert.Contains(message, Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);
    }
}
