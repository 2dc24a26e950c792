using Kit.StatMech.Lattices;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Lattices;

public class GraphTests
{
    [Theory]
    [InlineData("chain", 10, 10, 2)]
    [InlineData("square", 36, 72, 4)]
    [InlineData("cubic", 64, 192, 6)]
    [InlineData("triangular", 36, 108, 6)]
    [InlineData("honeycomb", 72, 108, 3)]
    public void PeriodicLattice_HasTheBondsAndDegreesOfItsKind(string kind, int sites, int bonds, int degree)
    {
        var graph = Of(kind);
        Assert.Equal((sites, bonds, 1), (graph.Sites, graph.BondCount, graph.Parts));
        Assert.All(Enumerable.Range(0, sites), i => Assert.Equal(degree, graph.Degree(i)));
        // Every bond stands in the rows of both its ends.
        for (var i = 0; i < sites; i++)
            for (var k = graph.Starts[i]; k < graph.Starts[i + 1]; k++)
                Assert.Equal((Math.Min(i, graph.Neighbors[k]), Math.Max(i, graph.Neighbors[k])),
                    (Math.Min(graph.From[graph.Bonds[k]], graph.To[graph.Bonds[k]]), Math.Max(graph.From[graph.Bonds[k]], graph.To[graph.Bonds[k]])));
    }

    [Theory]
    [InlineData("square", 1)]
    [InlineData("cubic", 1)]
    [InlineData("triangular", 1)]
    [InlineData("honeycomb", 0.57735026918962576)]
    public void Steps_HaveTheLengthOfABond_AndJoinPositionsWhereNoSideIsCrossed(string kind, double length)
    {
        var graph = Of(kind);
        var (positions, steps, joined) = (graph.Geometry!.Positions, graph.Geometry.Steps, 0);
        for (var b = 0; b < graph.BondCount; b++)
        {
            Assert.Equal(length, Functions.Sqrt(steps[b].Square().Sum()).Item(), 12);
            if ((positions[graph.To[b]] - positions[graph.From[b]] - steps[b]).Abs().Max().Item() < 1e-12) joined++;
        }

        Assert.InRange(joined, graph.BondCount / 2, graph.BondCount - 1);
    }

    [Fact]
    public void OpenLattice_LosesTheBondsAcrossItsSides_AndAntiperiodicOnesGetASign()
    {
        Assert.Equal(2 * 6 * 5, Graph.Square(6, Wrap.Open).BondCount);
        var mixed = Graph.Hypercubic([4, 5], [Wrap.Antiperiodic, Wrap.Open]);
        Assert.Equal((4 * 5 + 4 * 4, 5), (mixed.BondCount, mixed.Signs.ToArray().Count(s => s < 0)));
    }

    [Fact]
    public void Coloring_IsFoundWhereThereIsOne()
    {
        foreach (var graph in new[] { Graph.Square(6), Graph.Honeycomb(3), Graph.Square(5, Wrap.Open), Graph.Cubic(4) })
            for (var b = 0; b < graph.BondCount; b++) Assert.NotEqual(graph.Coloring[graph.From[b]], graph.Coloring[graph.To[b]]);
        foreach (var graph in new[] { Graph.Square(5), Graph.Triangular(4), Graph.Complete(3) })
        {
            Assert.False(graph.IsBipartite);
            Assert.Contains("odd length", Assert.Throws<InvalidOperationException>(() => graph.Coloring.Length).Message);
        }
    }

    [Fact]
    public void RandomRegular_HasEqualDegrees_NoDoubleBonds_AndManyShapes()
    {
        foreach (var (n, degree) in new[] { (10, 3), (50, 4), (40, 7), (6, 5) })
        {
            var graph = Graph.RandomRegular(n, degree, new Rng(n));
            Assert.All(Enumerable.Range(0, n), i => Assert.Equal(degree, graph.Degree(i)));
            Assert.Equal(graph.BondCount, Pairs(graph).Distinct().Count());
        }

        Assert.NotEqual(Pairs(Graph.RandomRegular(20, 3, new Rng(1))), Pairs(Graph.RandomRegular(20, 3, new Rng(2))));
    }

    [Fact]
    public void ErdosRenyi_HasBinomialBonds_WithoutDoubles()
    {
        const int n = 60;
        const double c = 5;
        var counts = Enumerable.Range(0, 400).Select(seed => Graph.ErdosRenyi(n, c, new Rng(seed))).Select(graph =>
        {
            Assert.Equal(graph.BondCount, Pairs(graph).Distinct().Count());
            return (double)graph.BondCount;
        }).ToArray();
        // Mean n c/2 = 150, variance 150 (1 − p): the mean of 400 has the standard error 0.59; five of them.
        var (mean, p) = (counts.Average(), c / (n - 1));
        Assert.InRange(mean, 150 - 3, 150 + 3);
        // The variance of 400 has the relative standard error √(2/400) = 7 %.
        Assert.InRange(counts.Average(x => (x - mean) * (x - mean)) / (150 * (1 - p)), 0.7, 1.35);
        Assert.Equal(0, Graph.ErdosRenyi(10, 0, new Rng(0)).BondCount);
        Assert.Equal(45, Graph.ErdosRenyi(10, 9, new Rng(0)).BondCount);
    }

    [Fact]
    public void Diluted_KeepsBondsWithTheirSteps()
    {
        var whole = Graph.Cubic(8);
        var half = whole.Diluted(0.5, new Rng(3));
        Assert.InRange(half.BondCount, 768 - 100, 768 + 100); // five standard errors of √(1536/4) ≈ 20
        var kept = Pairs(whole).Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        for (var b = 0; b < half.BondCount; b++)
            Assert.True((half.Geometry!.Steps[b] - whole.Geometry!.Steps[kept[(half.From[b], half.To[b])]]).Abs().Max().Item() == 0);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("edge 1 joins 0 and 7", Assert.Throws<ArgumentException>(() => Graph.FromEdges(3, [(0, 1), (0, 7)])).Message);
        Assert.Contains("with itself", Assert.Throws<ArgumentException>(() => Graph.FromEdges(3, [(1, 1)])).Message);
        Assert.Contains("2 parts, the largest of 2, 1 sites", Assert.Throws<ArgumentException>(() => Graph.FromEdges(3, [(0, 1)])).Message);
        Assert.Equal(2, Graph.FromEdges(3, [(0, 1)], connected: false).Parts);
        Assert.Contains("length 1 along direction 0", Assert.Throws<ArgumentException>(() => Graph.Chain(1)).Message);
        Assert.Contains("must be even", Assert.Throws<ArgumentException>(() => Graph.RandomRegular(5, 3, new Rng(0))).Message);
        Assert.Contains("mean degree", Assert.Throws<ArgumentException>(() => Graph.ErdosRenyi(5, 7, new Rng(0))).Message);
    }

    private static Graph Of(string kind) => kind switch
    {
        "chain" => Graph.Chain(10),
        "square" => Graph.Square(6),
        "cubic" => Graph.Cubic(4),
        "triangular" => Graph.Triangular(6),
        _ => Graph.Honeycomb(6),
    };

    private static (int, int)[] Pairs(Graph graph) => [.. graph.From.ToArray().Zip(graph.To.ToArray())];
}
