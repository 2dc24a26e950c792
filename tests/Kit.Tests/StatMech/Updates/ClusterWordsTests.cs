using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Updates;

/// <summary>Clusters of lattices that are large enough to grow 64 sites at a time, in words that lie across rows, end in part, and have other neighbours at sides.</summary>
public class ClusterWordsTests
{
    public static TheoryData<string> Lattices => ["square", "strip", "open", "triangular", "cubic"];

    [Theory]
    [MemberData(nameof(Lattices))]
    public void AtZeroTemperature_TheClusterIsTheWholeDomain(string name)
    {
        var graph = Of(name);
        var (model, rng) = (new Ising(graph), new Rng(5));
        var (update, state) = (new Wolff(model), model.Start(rng));
        for (var i = 0; i < model.Sites; i++) model.Set(state, i, rng.NextDouble() < 0.7 ? (sbyte)1 : (sbyte)-1);
        for (var large = 0; large < 4;)
        {
            var before = (sbyte[])state.Values.Clone();
            var turned = update.Turn(state, 1000, rng);
            var seed = Enumerable.Range(0, before.Length).First(i => before[i] != state.Values[i]);
            var domain = Domain(graph, before, seed);
            for (var i = 0; i < before.Length; i++) Assert.Equal(domain[i] ? -before[i] : before[i], state.Values[i]);
            Assert.Equal(domain.Count(member => member), turned);
            if (turned > model.Sites / 16) large++;
        }

        var (cache, energy) = ((double[])state.Cache.Clone(), state.Energy);
        model.Refresh(state);
        Assert.Equal(state.Cache, cache);
        Assert.Equal(state.Energy, energy);
    }

    [Theory]
    [InlineData(128, 128, 0.44)]
    [InlineData(131, 127, 0.46)]
    public void Energy_IsThatOfTheTorus(int width, int height, double beta)
    {
        var model = new Ising(Graph.Hypercubic([width, height]));
        var (update, rng) = (new Wolff(model, 2), new Rng(3));
        var state = model.Start(rng);
        for (var i = 0; i < model.Sites; i++) model.Set(state, i, 1);
        for (var k = 0; k < 300; k++) update.Sweep(state, beta, rng);
        var mean = Batches.Of(6000, () =>
        {
            update.Sweep(state, beta, rng);
            return state.Energy / model.Sites;
        });
        // Batches of many correlation times; four standard errors, of two comparisons.
        Assert.InRange(Math.Abs(mean.Mean - new IsingTorus(width, height).Energy(beta)) / mean.Error, 0, 4);
    }

    [Fact]
    public void SameSeed_GivesTheSameSpins_WithAnyUpdateObjectBesides()
    {
        var model = new Ising(Graph.Square(128));
        var shared = new Wolff(model, 3);
        var states = new sbyte[4][];
        Parallel.For(0, states.Length, k =>
        {
            var rng = new Rng(8);
            var state = model.Start(rng);
            var update = k % 2 == 0 ? shared : new Wolff(model, 3);
            for (var sweep = 0; sweep < 60; sweep++) update.Sweep(state, 0.45, rng);
            states[k] = state.Values;
        });
        for (var k = 1; k < states.Length; k++) Assert.Equal(states[0], states[k]);
    }

    private static Graph Of(string name) => name switch
    {
        "square" => Graph.Square(128),
        "strip" => Graph.Hypercubic([523, 33]),
        "open" => Graph.Square(131, Wrap.Open),
        "triangular" => Graph.Triangular(130),
        _ => Graph.Cubic(27),
    };

    private static bool[] Domain(Graph graph, sbyte[] values, int seed)
    {
        var (members, stack) = (new bool[values.Length], new Stack<int>([seed]));
        members[seed] = true;
        while (stack.TryPop(out var site))
            foreach (var j in graph.Neighbors[graph.Starts[site]..graph.Starts[site + 1]])
                if (!members[j] && values[j] == values[seed])
                {
                    members[j] = true;
                    stack.Push(j);
                }

        return members;
    }
}
