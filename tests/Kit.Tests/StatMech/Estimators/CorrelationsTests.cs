using Kit.StatMech.Estimators;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Estimators;

public class CorrelationsTests
{
    [Fact]
    public void Correlations_are_those_of_direct_sums()
    {
        var spins = new Rng(1).Normal([2, 3, 4]);
        var (g, s) = (Correlations.Function(spins, 2).ToArray<double>(), spins.ToArray<double>());
        for (var b = 0; b < 2; b++)
            for (var i = 0; i < 12; i++)
            {
                var sum = 0.0;
                for (var x = 0; x < 3; x++)
                    for (var y = 0; y < 4; y++) sum += s[b * 12 + x * 4 + y] * s[b * 12 + (x + i / 4) % 3 * 4 + (y + i) % 4];
                Assert.Equal(sum / 12, g[b * 12 + i], 1e-13);
            }

        // Parseval: Σ_k S(k) = Σ_r s_r².
        Assert.Equal(spins.Square().Sum().Item(), Correlations.StructureFactor(spins, 2).Sum().Item(), 1e-11);
    }

    [Fact]
    public void The_chain_has_its_exact_correlations_and_length()
    {
        var graph = Graph.Chain(24);
        var (model, length) = (new Ising(graph), new CorrelationLength(graph));
        var results = MonteCarlo.Run(model, new Metropolis(model), new() { Temperatures = [1.5], Sweeps = 20_000, Thermalization = 500, Replicas = 2 },
            [Correlations.Along(graph), .. length.Observables], [length.Quantity]);
        // G(r) = (tʳ + t^{L−r})/(1 + t^L) with t = tanh β; thirteen numbers that hang together: four standard errors.
        var t = Math.Tanh(1 / 1.5);
        var g = results.Vector("G(r)", 0);
        Assert.Equal(13, g.Count);
        Assert.Equal(1, g[0].Value, 1e-12);
        for (var r = 1; r < g.Count; r++) Assert.InRange(g[r].Deviation((Math.Pow(t, r) + Math.Pow(t, 24 - r)) / (1 + Math.Pow(t, 24))), 0, 4);
        // S(k) = (1 − t²)/(1 − 2t cos k + t²) up to t^L = 5·10⁻⁶, which gives ξ = √t/(1 − t) exactly.
        Assert.InRange(results["correlation length"][0].Deviation(Math.Sqrt(t) / (1 - t)), 0, 4);
    }

    [Fact]
    public void Graphs_without_translations_are_refused()
    {
        Assert.Contains("no lattice with periodic sides", Assert.Throws<ArgumentException>(() => Correlations.Along(Graph.Square(4, Wrap.Open))).Message, StringComparison.Ordinal);
        Assert.Contains("direction 2", Assert.Throws<ArgumentException>(() => Correlations.Along(Graph.Square(4), 2)).Message, StringComparison.Ordinal);
    }
}
