using Kit.StatMech;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Models;

public class DiscreteModelTests
{
    public static TheoryData<string> Names => ["potts", "clock", "p-spin", "ising on a large lattice"];

    private static IDiscreteModel Of(string name) => name switch
    {
        "potts" => new Potts(Graph.Triangular(4), 5, new Rng(1).Normal(48).ToDoubles()),
        "clock" => new Clock(Graph.Hypercubic([4, 4], [Wrap.Antiperiodic, Wrap.Open]), 6, new Rng(2).Normal(28).ToDoubles()),
        "p-spin" => PSpin.FullyConnected(9, 4, new Rng(3)),
        _ => new Ising(Graph.Hypercubic([5, 26], [Wrap.Open, Wrap.Periodic]), 0.7, 0.3),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void EnergyAndCache_KeptUpToDate_AreThoseComputedAnew(string name)
    {
        var (model, rng) = (Of(name), new Rng(4));
        var state = model.Start(rng);
        Assert.Equal(model.Energy(state), state.Energy, 10);
        for (var step = 0; step < 500; step++)
        {
            var (site, before) = (rng.NextInt(0, model.Sites), state.Energy);
            var value = model.Alphabet[rng.NextInt(0, model.Alphabet.Length)];
            var change = model.Change(state, site, value);
            model.Set(state, site, value);
            Assert.Equal(value, state.Values[site]);
            Assert.Equal(before + change, state.Energy, 10);
        }

        // 500 additions of numbers below 100 with 16 digits.
        Assert.Equal(model.Energy(state), state.Energy, 10);
        var kept = state.Cache.ToArray();
        model.Refresh(state);
        for (var k = 0; k < kept.Length; k++) Assert.Equal(state.Cache[k], kept[k], 10);
    }

    [Fact]
    public void Potts_OnAChain_HasItsPartition()
    {
        // Open: q (e^{βJ} + q − 1)^{N−1}; a ring: λᴺ + (q − 1)(e^{βJ} − 1)ᴺ.
        var (beta, q) = (0.8, 4);
        var one = Math.Exp(beta) + q - 1;
        Assert.Equal(Math.Log(q * Math.Pow(one, 5)), new Enumeration(new Potts(Graph.Chain(6, Wrap.Open), q)).LogPartition(beta), 11);
        Assert.Equal(Math.Log(Math.Pow(one, 6) + (q - 1) * Math.Pow(Math.Exp(beta) - 1, 6)), new Enumeration(new Potts(Graph.Chain(6), q)).LogPartition(beta), 11);
    }

    [Fact]
    public void Clock_WithTwoAndThreeDirections_IsIsingAndPotts()
    {
        var graph = Graph.Square(3);
        Assert.Equal(new Enumeration(new Ising(graph)).LogPartition(0.4), new Enumeration(new Clock(graph, 2)).LogPartition(0.4), 10);
        // cos(2π/3) = −½: −J cos = −(3/2) J δ + J/2.
        Assert.Equal(new Enumeration(new Potts(graph, 3, 1.5)).LogPartition(0.4) - 0.4 * 18 / 2, new Enumeration(new Clock(graph, 3)).LogPartition(0.4), 10);
    }

    [Fact]
    public void PSpin_WithPairs_IsIsing_AndHasTheVarianceOfItsKind()
    {
        var model = PSpin.FullyConnected(8, 2, new Rng(1));
        Assert.Equal(28, model.TupleCount);
        Assert.Equal(new Enumeration(new Ising(Graph.Complete(8), model.Couplings)).LogPartition(0.9), new Enumeration(model).LogPartition(0.9), 10);
        var large = PSpin.FullyConnected(40, 3, new Rng(2));
        // p!/(2 N²) = 3/1600; the variance of 9880 numbers has the relative standard error √(2/9880) = 1.4 %; four of them.
        Assert.InRange(large.Couplings.ToArray().Average(j => j * j) / (3.0 / 1600), 0.943, 1.057);
    }

    [Fact]
    public void DisorderedIsingModels_HaveTheirMoments()
    {
        var rng = new Rng(7);
        var couplings = Ising.PlusMinus(Graph.Square(32), rng, 0.7).Couplings.ToArray();
        Assert.All(couplings, j => Assert.Equal(1, Math.Abs(j)));
        // 2048 signs of mean 0.4: a standard error of 0.02; four of them.
        Assert.InRange(couplings.Average(), 0.32, 0.48);
        // 19,900 numbers of variance 1/200: relative standard error 1 %.
        Assert.InRange(Ising.SherringtonKirkpatrick(200, rng).Couplings.ToArray().Average(j => j * j) * 200, 0.96, 1.04);
        Assert.InRange(Ising.RandomField(Graph.Square(64), rng, 2).Fields.ToArray().Average(h => h * h) / 4, 0.91, 1.09);
        Assert.InRange(Ising.Gaussian(Graph.Square(32), rng, 1, 0.5).Couplings.ToArray().Average(), 0.955, 1.045);
        Assert.InRange(Ising.Diluted(Graph.Cubic(8), rng, 0.5).Graph.BondCount, 768 - 80, 768 + 80);
    }

    [Fact]
    public void OrderParameters_OfOrderAndDisorder()
    {
        var potts = new Potts(Graph.Square(3), 3);
        var state = potts.Start(new Rng(1));
        for (var i = 0; i < 9; i++) potts.Set(state, i, 2);
        Assert.Equal((1.0, -18.0), (potts.OrderParameter(state), state.Energy));
        for (var i = 0; i < 9; i++) potts.Set(state, i, (sbyte)(i % 3));
        Assert.Equal(0, potts.OrderParameter(state), 12);
        Assert.Equal(["energy", "energy^2", "m", "|m|", "m^2", "m^4"], potts.Observables.Select(o => o.Name));
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("1 colours", Assert.Throws<ArgumentException>(() => new Potts(Graph.Chain(3), 1)).Message);
        Assert.Contains("antiperiodic", Assert.Throws<ArgumentException>(() => new Potts(Graph.Chain(4, Wrap.Antiperiodic), 3)).Message);
        Assert.Contains("128 directions", Assert.Throws<ArgumentException>(() => new Clock(Graph.Chain(3), 128)).Message);
        Assert.Contains("tuple 0 is (0, 0)", Assert.Throws<ArgumentException>(() => new PSpin(3, [[0, 0]], [1.0])).Message);
        Assert.Contains("tuples of 5 of 3", Assert.Throws<ArgumentException>(() => PSpin.FullyConnected(3, 5, new Rng(0))).Message);
        Assert.Contains("probability 2", Assert.Throws<ArgumentException>(() => Ising.PlusMinus(Graph.Chain(3), new Rng(0), 2)).Message);
    }
}
