using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Models;

public class TwoReplicasTests
{
    [Fact]
    public void Overlaps_of_a_glass_are_those_of_all_pairs_of_states()
    {
        var graph = Graph.Hypercubic([2, 4], [Wrap.Open, Wrap.Periodic]);
        var model = new Ising(graph, new Rng(4).Normal(graph.BondCount).ToDoubles());
        var pair = new TwoReplicas(model, graph, bins: 9);
        var results = MonteCarlo.Run(pair, new EachReplica(new Metropolis(model)), new() { Temperatures = [0.7, 1.2, 2], Exchange = 1, Sweeps = 20_000, Thermalization = 500, Seed = 2 });
        var exact = new Enumeration(model);
        var spins = Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Select(i => (n >> i & 1) * 2 - 1).ToArray()).ToArray();
        var p = exact.Probabilities(1 / 0.7);
        double q2 = 0, q4 = 0, link = 0;
        var density = new double[9];
        for (var a = 0; a < 256; a++)
            for (var b = 0; b < 256; b++)
            {
                var q = Enumerable.Range(0, 8).Sum(i => spins[a][i] * spins[b][i]) / 8.0;
                var l = 0.0;
                for (var k = 0; k < graph.BondCount; k++) l += spins[a][graph.From[k]] * spins[a][graph.To[k]] * spins[b][graph.From[k]] * spins[b][graph.To[k]];
                (q2, q4, link) = (q2 + p[a] * p[b] * q * q, q4 + p[a] * p[b] * Math.Pow(q, 4), link + p[a] * p[b] * l / graph.BondCount);
                density[Math.Min((int)((q + 1) / 2 * 9), 8)] += p[a] * p[b] * 4.5;
            }

        // Fourteen numbers: four standard errors.
        Assert.InRange(results["q^2"][0].Deviation(q2), 0, 4);
        Assert.InRange(results["link overlap"][0].Deviation(link), 0, 4);
        Assert.InRange(results["Binder of q"][0].Deviation(0.5 * (3 - q4 / (q2 * q2))), 0, 4);
        Assert.InRange(results["q"][0].Deviation(0), 0, 4);
        Assert.InRange(results["energy"][0].Deviation(exact.Mean(1 / 0.7, s => s.Energy / 8)), 0, 4);
        for (var b = 0; b < 9; b++) Assert.InRange(results.Vector("P(q)", 0)[b].Deviation(density[b]), 0, 4);
        Assert.Equal(1, results.Vector("P(q)", 0).Sum(one => one.Value) * 2 / 9, 1e-12);
        Assert.Equal(0, pair.BinCenters[4], 1e-15);
    }

    [Fact]
    public void Saved_pairs_come_back()
    {
        var model = new Ising(Graph.Chain(5));
        var pair = new TwoReplicas(model);
        var state = pair.Start(new Rng(1));
        using var stream = new MemoryStream();
        pair.Save(state, new(stream));
        stream.Position = 0;
        var back = pair.Load(new(stream));
        Assert.Equal(TwoReplicas.Overlap(state), TwoReplicas.Overlap(back));
        Assert.Equal(pair.Energy(state), back.First.Energy + back.Second.Energy, 1e-12);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var model = new Ising(Graph.Chain(5));
        Assert.Contains("a graph of 4 sites for 5", Assert.Throws<ArgumentException>(() => new TwoReplicas(model, Graph.Chain(4))).Message, StringComparison.Ordinal);
        Assert.Contains("0 bins", Assert.Throws<ArgumentException>(() => new TwoReplicas(model, bins: 0)).Message, StringComparison.Ordinal);
    }
}
