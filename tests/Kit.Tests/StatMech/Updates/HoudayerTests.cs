using Kit.StatMech;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Updates;

public class HoudayerTests
{
    [Fact]
    public void Swaps_KeepTheSumOfEnergies()
    {
        var model = new Ising(Graph.Square(6), new Rng(1).Normal(72).ToDoubles(), new Rng(2).Normal(36).ToDoubles());
        var (replicas, update, rng) = (new TwoReplicas(model), new Houdayer(model), new Rng(3));
        var pair = replicas.Start(rng);
        for (var k = 0; k < 20; k++)
        {
            var (before, overlap) = (replicas.Energy(pair), TwoReplicas.Overlap(pair));
            Assert.InRange(update.Swap(pair, rng), 1, 36);
            Assert.Equal(before, replicas.Energy(pair), 9);
            Assert.Equal(before, pair.First.Energy + pair.Second.Energy, 9);
            Assert.Equal(overlap, TwoReplicas.Overlap(pair), 12);
        }

        Assert.Equal(0, update.Swap(new(pair.First, pair.First), rng));
    }

    [Fact]
    public void Energies_OfBothReplicas_AreThoseOfTheEnumeration()
    {
        var model = Ising.Gaussian(Graph.Square(3), new Rng(4));
        var (exact, replicas, rng) = (new Enumeration(model), new TwoReplicas(model), new Rng(5));
        var update = new Combined<ReplicaPair>(new EachReplica(new HeatBath(model)), new Houdayer(model));
        var pair = replicas.Start(rng);
        var second = new List<double>();
        var first = Batches.Of(20_000, () =>
        {
            update.Sweep(pair, 0.7, rng);
            second.Add(pair.Second.Energy);
            return pair.First.Energy;
        });
        var k = 0;
        var other = Batches.Of(20_000, () => second[k++]);
        var mean = exact.Mean(0.7, state => state.Energy);
        // Two comparisons with 40 batches: four standard errors are 3·10⁻⁴ each.
        Assert.InRange(Math.Abs(first.Mean - mean), 0, 4 * first.Error);
        Assert.InRange(Math.Abs(other.Mean - mean), 0, 4 * other.Error);
        Assert.InRange(first.Error, 0, 0.1);
    }
}
