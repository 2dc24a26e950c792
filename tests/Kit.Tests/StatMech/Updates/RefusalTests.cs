using Kit.StatMech;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Updates;

public class RefusalTests
{
    [Fact]
    public void ClusterUpdates_RefuseFieldsFrustrationAndRepellingColors()
    {
        Assert.Contains("field 0.5 at site 0", Message(() => new Wolff(new Ising(Graph.Square(4), 1, 0.5))));
        Assert.Contains("is frustrated", Message(() => new Wolff(new Ising(Graph.Triangular(4), -1))));
        Assert.Contains("odd number of negative couplings", Message(() => new SwendsenWang(new Ising(Graph.Square(5), -1))));
        Assert.Contains("equal colours", Message(() => new SwendsenWang(new Potts(Graph.Square(4), 3, -1))));
        Assert.Contains("takes Ising and Potts", Message(() => new Wolff(new Clock(Graph.Square(4), 5))));
        Assert.Contains("0 clusters", Message(() => new Wolff(new Ising(Graph.Square(4)), 0)));
        Assert.Contains("is frustrated", Message(() => new VectorWolff(VectorModel.XY(Graph.Triangular(4), -1))));
        // Negative couplings alone are no frustration.
        Assert.Equal("Wolff", new Wolff(new Ising(Graph.Square(4), -1)).Name);
        Assert.Equal("Wolff", new VectorWolff(VectorModel.XY(Graph.Square(4), -1)).Name);
    }

    [Fact]
    public void Gauge_OfAModelWithoutFrustration_MakesAllCouplingsPositive()
    {
        var model = ExactnessTests.Gauged(9);
        var gauge = Gauge.Find(model.Graph, model.Couplings, out var closing);
        Assert.Equal(-1, closing);
        for (var b = 0; b < model.Graph.BondCount; b++) Assert.True(model.Couplings[b] * gauge![model.Graph.From[b]] * gauge[model.Graph.To[b]] > 0);
        Assert.Null(Gauge.Find(Graph.Chain(5), [1, -1, 1, 1, 1], out _));
        Assert.NotNull(Gauge.Find(Graph.Chain(5), [1, -1, 1, 0, 1], out _));
    }

    [Fact]
    public void Checkerboard_RefusesOddLoops() =>
        Assert.Contains("odd length", Assert.Throws<InvalidOperationException>(() => new Checkerboard(new Ising(Graph.Square(5)))).Message);

    [Fact]
    public void Parameters_OutOfRange_AreNamed()
    {
        Assert.Contains("ε = -1", Message(() => new HybridMonteCarlo<VectorConfiguration>(VectorModel.XY(Graph.Chain(3)), -1, 3)));
        Assert.Contains("time step of 0", Message(() => new Mala<VectorConfiguration>(VectorModel.XY(Graph.Chain(3)), 0)));
        var free = VectorModel.XY(Graph.Chain(3));
        Assert.Contains("a finite number is needed", Message(() => new HybridMonteCarlo<VectorConfiguration>(free, 0.1, 3).Sweep(free.Start(new Rng(0)), double.PositiveInfinity, new Rng(1))));
        Assert.Contains("a sweep of time 0", Message(() => new NFoldWay(new Ising(Graph.Chain(3)), 0)));
        Assert.Contains("no updates", Message(() => new Combined<VectorConfiguration>()));
        Assert.Contains("made no clusters", Assert.Throws<InvalidOperationException>(() => new SwendsenWang(new Ising(Graph.Square(4))).Sizes(new Ising(Graph.Square(4)).Start(new Rng(0)))).Message);
    }

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
}
