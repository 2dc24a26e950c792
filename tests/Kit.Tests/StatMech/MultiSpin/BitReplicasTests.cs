using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.MultiSpin;
using Kit.Tensors;

namespace Kit.Tests.StatMech.MultiSpin;

public class BitReplicasTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(576)]
    public void Energies_OfSamples_AreThoseOfTheIsingModel(int replicas)
    {
        var rng = new Rng(1);
        var graph = Graph.RandomRegular(20, 5, rng);
        var model = BitReplicas.Disordered(graph, replicas, 0.3, rng, 2);
        var state = model.Start(rng);
        var (energies, magnetizations, spins) = (model.Energies(state), model.Magnetizations(state), model.Spins(state).ToDoubles());
        for (var r = 0; r < replicas; r += 31)
        {
            var own = r;
            var scalar = new Ising(graph, [.. Enumerable.Range(0, graph.BondCount).Select(b => 2.0 * model.Sign(b, own))]);
            var one = scalar.Start(rng);
            for (var i = 0; i < 20; i++) scalar.Set(one, i, (sbyte)spins[r * 20 + i]);
            Assert.Equal(scalar.Energy(one) / 20, energies[r], 12);
            Assert.Equal(Ising.Magnetization(one), magnetizations[r], 12);
        }

        // Share of −J among all bonds of all samples: 0.7 within five standard errors.
        var negative = Enumerable.Range(0, graph.BondCount * replicas).Count(k => model.Sign(k / replicas, k % replicas) < 0) / (double)(graph.BondCount * replicas);
        Assert.InRange(negative, 0.7 - 5 * Math.Sqrt(0.21 / (graph.BondCount * replicas)), 0.7 + 5 * Math.Sqrt(0.21 / (graph.BondCount * replicas)));
        Assert.Equal(energies.Average(), Vector(model, "energy", state)[0], 12);
        Assert.Equal(energies, Vector(model, "replica energies", state));
    }

    [Fact]
    public void SignsOfAntiperiodicSides_Count()
    {
        var graph = Graph.Square(4, Wrap.Antiperiodic);
        var model = new BitReplicas(graph, 64);
        for (var b = 0; b < graph.BondCount; b++) Assert.Equal(graph.Signs[b], model.Sign(b, 5));
    }

    [Fact]
    public void SaveAndLoad_GiveTheSameBits()
    {
        var model = new BitReplicas(Graph.Square(3), 128);
        var state = model.Start(new Rng(1));
        var bytes = Series.Bytes(model, state);
        Assert.Equal(bytes, Series.Bytes(model, model.Load(new BinaryReader(new MemoryStream(bytes)))));
        Assert.Contains("128 replicas of 9", Assert.Throws<InvalidDataException>(() => new BitReplicas(Graph.Square(4), 64).Load(new BinaryReader(new MemoryStream(bytes)))).Message);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        var graph = Graph.Square(4);
        Assert.Contains("multiple", Assert.Throws<ArgumentException>(() => new BitReplicas(graph, 100)).Message);
        Assert.Contains("not 0", Assert.Throws<ArgumentException>(() => new BitReplicas(graph, 64, 0)).Message);
        Assert.Contains("15 bonds; 14 at most", Assert.Throws<ArgumentException>(() => new BitReplicas(Graph.Complete(16), 64)).Message);
        Assert.Contains("3 signs for 32 bonds", Assert.Throws<ArgumentException>(() => BitReplicas.WithSigns(graph, 64, [1, 1, 1])).Message);
        Assert.Contains("not ±1", Assert.Throws<ArgumentException>(() => BitReplicas.WithSigns(graph, 64, new sbyte[32])).Message);
        Assert.Contains("[0, 1]", Assert.Throws<ArgumentException>(() => BitReplicas.Disordered(graph, 64, 1.5, new Rng(1))).Message);
    }

    private static double[] Vector(BitReplicas model, string name, ReplicaPlanes state)
    {
        var observable = model.Observables.First(o => o.Name == name);
        var values = new double[observable.Count];
        observable.Measure(state, values);
        return values;
    }
}
