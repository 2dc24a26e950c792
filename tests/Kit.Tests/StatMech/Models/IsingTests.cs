using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Models;

public class IsingTests
{
    [Fact]
    public void Partition_OfARing_IsThatOfItsTransferMatrix()
    {
        // Z = λ₊ᴺ + λ₋ᴺ, λ± = e^{K} cosh b ± √(e^{2K} sinh² b + e^{−2K}), K = βJ, b = βh; antiperiodic without field: λ₊ᴺ − λ₋ᴺ.
        const int n = 9;
        var (beta, j, h) = (0.7, 1.3, 0.4);
        var (k, b) = (beta * j, beta * h);
        var root = Math.Sqrt(Math.Exp(2 * k) * Math.Pow(Math.Sinh(b), 2) + Math.Exp(-2 * k));
        var (plus, minus) = (Math.Exp(k) * Math.Cosh(b) + root, Math.Exp(k) * Math.Cosh(b) - root);
        Assert.Equal(Math.Log(Math.Pow(plus, n) + Math.Pow(minus, n)), new Enumeration(new Ising(Graph.Chain(n), j, h)).LogPartition(beta), 11);
        Assert.Equal(Math.Log(Math.Pow(2 * Math.Cosh(k), n) - Math.Pow(2 * Math.Sinh(k), n)), new Enumeration(new Ising(Graph.Chain(n, Wrap.Antiperiodic), j)).LogPartition(beta), 11);
    }

    [Fact]
    public void EnergyAndFields_KeptUpToDate_AreThoseComputedAnew()
    {
        var rng = new Rng(1);
        var graph = Graph.RandomRegular(30, 5, rng);
        var model = new Ising(graph, rng.Normal(graph.BondCount).ToDoubles(), rng.Normal(30).ToDoubles());
        var state = model.Start(rng);
        for (var step = 0; step < 1000; step++)
        {
            var (site, before) = (rng.NextInt(0, 30), state.Energy);
            var change = model.Change(state, site, (sbyte)-state.Values[site]);
            model.Set(state, site, (sbyte)-state.Values[site]);
            Assert.Equal(before + change, state.Energy, 10);
        }

        // 1000 additions of numbers below 100 with 16 digits.
        Assert.Equal(model.Energy(state), state.Energy, 10);
        var kept = state.Cache.ToArray();
        model.Refresh(state);
        for (var i = 0; i < 30; i++) Assert.Equal(state.Cache[i], kept[i], 10);
    }

    [Fact]
    public void SaveAndLoad_GiveTheSameBits_AndForeignStatesAreRefused()
    {
        var model = new Ising(Graph.Square(4), 1, 0.1);
        var state = model.Start(new Rng(5));
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true)) model.Save(state, writer);
        stream.Position = 0;
        var back = model.Load(new BinaryReader(stream));
        Assert.Equal(state.Energy, back.Energy);
        Assert.Equal(state.Values, back.Values);
        Assert.Equal(state.Cache, back.Cache);
        stream.Position = 0;
        Assert.Contains("16 variables", Assert.Throws<InvalidDataException>(() => new Ising(Graph.Square(6)).Load(new BinaryReader(stream))).Message);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("3 couplings for 4 bonds", Assert.Throws<ArgumentException>(() => new Ising(Graph.Chain(4), [1.0, 1, 1])).Message);
        Assert.Contains("2 fields for 4 sites", Assert.Throws<ArgumentException>(() => new Ising(Graph.Chain(4), [1.0, 1, 1, 1], [1.0, 2])).Message);
        Assert.Contains("not a finite number", Assert.Throws<ArgumentException>(() => new Ising(Graph.Chain(4), double.NaN)).Message);
        Assert.Contains("states", Assert.Throws<ArgumentException>(() => new Enumeration(new Ising(Graph.Square(6)))).Message);
    }
}
