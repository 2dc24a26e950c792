using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.MeanField;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.Tests.StatMech.MeanField;

public class BeliefPropagationTests
{
    [Fact]
    public void Trees_AreExact()
    {
        var rng = new Rng(5);
        const int n = 12;
        var graph = Graph.FromEdges(n, Enumerable.Range(1, n - 1).Select(i => (rng.NextInt(0, i), i)));
        var model = new Ising(graph, rng.Normal(n - 1).ToDoubles(), rng.Normal(n).ToDoubles());
        var (all, passing, beta) = (new Enumeration(model), new BeliefPropagation(model), 0.8);
        var beliefs = passing.Solve(beta);
        Assert.Equal(all.LogPartition(beta), beliefs.LogPartition, 1e-9);
        Assert.Equal(all.Mean(beta, s => s.Energy), beliefs.Energy, 1e-8);
        for (var i = 0; i < n; i++) Assert.Equal(all.Mean(beta, s => s.Values[i]), beliefs.Magnetizations[i], 1e-9);
        for (var p = 0; p < passing.Pairs.Count; p++)
        {
            var (i, j) = passing.Pairs[p];
            Assert.Equal(all.Mean(beta, s => s.Values[i] * s.Values[j]), beliefs.Correlations[p], 1e-9);
        }
    }

    [Fact]
    public void RandomRegularGraphs_HaveTheBethePeierlsSolution()
    {
        // All sites alike: the messages are one number, whatever the loops.
        var (theory, beta) = (new BethePeierls(3), 0.7);
        var beliefs = new BeliefPropagation(new Ising(Graph.RandomRegular(50, 3, new Rng(1)), 1, 0.05)).Solve(beta);
        Assert.Equal(theory.Magnetization(beta, 0.05), beliefs.Magnetizations.Average(), 1e-9);
        Assert.Equal(theory.FreeEnergy(beta, 0.05), -beliefs.LogPartition / beta / 50, 1e-10);
    }

    [Fact]
    public void BadInput_IsNamed() => Assert.Contains("β = -1", Assert.Throws<ArgumentException>(() => new BeliefPropagation(new Ising(Graph.Chain(3))).Solve(-1)).Message);
}
