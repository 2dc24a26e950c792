using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.MultiSpin;
using Kit.Tensors;

namespace Kit.Tests.StatMech.MultiSpin;

[Collection("threads")]
public class ReplicaUpdateTests
{
    public static TheoryData<string, AcceptanceRule> Cases()
    {
        var cases = new TheoryData<string, AcceptanceRule>();
        foreach (var graph in new[] { "square", "regular", "complete" })
            foreach (var rule in new[] { AcceptanceRule.Metropolis, AcceptanceRule.HeatBath }) cases.Add(graph, rule);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void StatesOfIndependentReplicas_HaveTheWeightsOfBoltzmann(string name, AcceptanceRule rule)
    {
        // 32,768 replicas at one time are as many independent states. Four times √(2f) of χ², for six cases.
        var (graph, coupling, beta) = System(name);
        var model = Replicas(graph, 32_768, coupling);
        var (update, state, rng, exact) = (new ReplicaUpdate(model, rule), model.Start(new Rng(1)), new Rng(2), Enumerated(model));
        for (var sweep = 0; sweep < 100; sweep++) update.Sweep(state, beta, rng);
        var (counts, spins) = (new int[1 << graph.Sites], model.Spins(state).ToDoubles());
        for (var r = 0; r < model.Replicas; r++) counts[Enumerable.Range(0, graph.Sites).Sum(i => spins[r * graph.Sites + i] > 0 ? 1 << i : 0)]++;
        Assert.InRange(Series.ChiSquare(counts, exact.Probabilities(beta)), -4, 4);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void StatesOfOneReplicaInTime_HaveTheWeightsOfBoltzmann_WhenNoiseIsShared(string name, AcceptanceRule rule)
    {
        var (graph, coupling, beta) = System(name);
        var model = Replicas(graph, 576, coupling);
        var (update, state, rng, exact) = (new ReplicaUpdate(model, rule, ReplicaNoise.Shared), model.Start(new Rng(3)), new Rng(4), Enumerated(model));
        var counts = new[] { new int[1 << graph.Sites], new int[1 << graph.Sites] };
        for (var sweep = 0; sweep < 160_000; sweep++)
        {
            update.Sweep(state, beta, rng);
            // 40 sweeps at these temperatures leave correlations of a few per cent at most.
            if (sweep % 40 == 0)
                foreach (var (counted, replica) in counts.Zip([3, 570])) counted[Enumerable.Range(0, graph.Sites).Sum(i => model.Spin(state, i, replica) > 0 ? 1 << i : 0)]++;
        }

        foreach (var counted in counts) Assert.InRange(Series.ChiSquare(counted, exact.Probabilities(beta)), -4, 4);
    }

    [Theory]
    [InlineData(ReplicaNoise.Independent)]
    [InlineData(ReplicaNoise.Shared)]
    public void EnergiesOfSamples_AreThoseOfTheEnumeration(ReplicaNoise noise)
    {
        var model = BitReplicas.Disordered(Graph.Square(3), 64, 0.5, new Rng(5));
        var (update, state, rng) = (new ReplicaUpdate(model, AcceptanceRule.Metropolis, noise), model.Start(new Rng(6)), new Rng(7));
        var energies = Enumerable.Range(0, 64).Select(_ => new List<double>()).ToArray();
        for (var sweep = 0; sweep < 4100; sweep++)
        {
            update.Sweep(state, 0.5, rng);
            if (sweep < 100) continue;
            var now = model.Energies(state);
            for (var r = 0; r < 64; r++) energies[r].Add(9 * now[r]);
        }

        for (var r = 0; r < 64; r += 9)
        {
            // 100 sweeps a bin; four standard errors for 16 comparisons in all.
            var scalar = new Ising(model.Graph, [.. Enumerable.Range(0, model.Graph.BondCount).Select(b => (double)model.Sign(b, r))]);
            Assert.InRange(Series.Deviation(energies[r], new Enumeration(scalar).Mean(0.5, s => s.Energy)), 0, 4);
        }
    }

    [Fact]
    public void SharedNoise_CorrelatesReplicas_AndIndependentNoiseDoesNot()
    {
        // R var(mean over R replicas) / var(one replica) is 1 for independent replicas, within four times √(2/400), and R for equal ones: here the shared heat bath makes all the same up to a sign.
        var model = new BitReplicas(Graph.Square(4), 512);
        double Ratio(ReplicaNoise noise)
        {
            var (update, state, rng) = (new ReplicaUpdate(model, AcceptanceRule.HeatBath, noise), model.Start(new Rng(8)), new Rng(9));
            var (means, single) = (new List<double>(), 0.0);
            for (var time = 0; time < 400; time++)
            {
                for (var sweep = 0; sweep < 20; sweep++) update.Sweep(state, 0.3, rng);
                var e = model.Energies(state);
                means.Add(e.Average());
                single += e.Sum(x => x * x) / 512 / 400;
            }

            var mean = means.Average();
            return 512 * means.Average(x => (x - mean) * (x - mean)) / (single - mean * mean);
        }

        Assert.InRange(Ratio(ReplicaNoise.Independent), 0.72, 1.28);
        Assert.InRange(Ratio(ReplicaNoise.Shared), 500, 513);
    }

    [Theory]
    [InlineData(ReplicaNoise.Independent)]
    [InlineData(ReplicaNoise.Shared)]
    public void Sweeps_AreTheSameForAnyNumberOfThreads(ReplicaNoise noise)
    {
        var model = new BitReplicas(Graph.Square(6), 2048);
        var runs = Series.WithThreads(() =>
        {
            var (update, state, rng) = (new ReplicaUpdate(model, AcceptanceRule.Metropolis, noise), model.Start(new Rng(1)), new Rng(2));
            for (var sweep = 0; sweep < 5; sweep++) update.Sweep(state, 0.44, rng);
            return Series.Bytes(model, state);
        });
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
        var fresh = model.Start(new Rng(1));
        Assert.Contains("T = 1/β > 0", Assert.Throws<ArgumentException>(() => new ReplicaUpdate(model).Sweep(fresh, -0.1, new Rng(1))).Message);
    }

    private static (Graph Graph, double Coupling, double Beta) System(string name) => name switch
    {
        "square" => (Graph.Hypercubic([2, 4]), 1, 0.2),
        "regular" => (Graph.RandomRegular(8, 3, new Rng(11)), -0.5, 0.8),
        _ => (Graph.Complete(9), 1, 0.12),
    };

    /// <summary>The square lattice without signs, the others with signs of one sample.</summary>
    private static BitReplicas Replicas(Graph graph, int replicas, double coupling) =>
        graph.Degree(0) == 4 ? new(graph, replicas, coupling)
            : BitReplicas.WithSigns(graph, replicas, [.. Enumerable.Range(0, graph.BondCount).Select(b => (sbyte)(b % 3 == 0 ? -1 : 1))], coupling);

    private static Enumeration Enumerated(BitReplicas model) =>
        new(new Ising(model.Graph, [.. Enumerable.Range(0, model.Graph.BondCount).Select(b => model.Coupling * model.Sign(b, 0))]));
}
