using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.MultiSpin;
using Kit.Tensors;

namespace Kit.Tests.StatMech.MultiSpin;

[Collection("threads")]
public class GlassTemperingTests
{
    private static readonly double[] Temperatures = [1.5, 2.2, 3, 4, 6];

    [Theory]
    [InlineData(ReplicaNoise.Independent, true)]
    [InlineData(ReplicaNoise.Independent, false)]
    [InlineData(ReplicaNoise.Shared, true)]
    public void EnergiesAndOverlaps_OfEverySample_AreThoseOfTheEnumeration(ReplicaNoise noise, bool exchange)
    {
        var model = new EdwardsAndersonBits(2, 64, Temperatures, new Rng(1));
        var (update, state, rng) = (new GlassTempering(model, noise, exchange), model.Start(new Rng(2)), new Rng(3));
        var (energies, squares) = (new List<double[,]>(), new List<double[,]>());
        for (var sweep = 0; sweep < 8200; sweep++)
        {
            update.Sweep(state, 1, rng);
            if (sweep < 200) continue;
            energies.Add(model.Energies(state));
            squares.Add(model.Overlaps(state));
        }

        foreach (var sample in new[] { 0, 17, 42, 63 })
        {
            var exact = new Enumeration(EdwardsAndersonBitsTests.Scalar(model, Graph.Cubic(2), sample));
            foreach (var t in new[] { 0, 2, 4 })
            {
                // ⟨q²⟩ = (1/N²) Σ_ij ⟨s_i s_j⟩², since the two replicas are independent. 200 sweeps a bin; 72 comparisons in all, 4.2 standard errors each.
                var beta = 1 / Temperatures[t];
                var q2 = Enumerable.Range(0, 64).Sum(k => Math.Pow(exact.Mean(beta, s => s.Values[k / 8] * s.Values[k % 8]), 2)) / 64;
                Assert.InRange(Series.Deviation([.. energies.Select(e => e[t, sample])], exact.Mean(beta, s => s.Energy) / 8), 0, 4.2);
                Assert.InRange(Series.Deviation([.. squares.Select(q => q[t, sample] * q[t, sample])], q2), 0, 4.2);
            }
        }

        if (exchange) Assert.All(state.ExchangeRates, rate => Assert.InRange(rate, 0.3, 0.99));
        else Assert.All(state.ExchangeRates, rate => Assert.Equal(double.NaN, rate));
    }

    [Theory]
    [InlineData(ReplicaNoise.Independent)]
    [InlineData(ReplicaNoise.Shared)]
    public void Sweeps_AreTheSameForAnyNumberOfThreads(ReplicaNoise noise)
    {
        var model = new EdwardsAndersonBits(5, 128, Temperatures, new Rng(1));
        var runs = Series.WithThreads(() =>
        {
            var (update, state, rng) = (new GlassTempering(model, noise), model.Start(new Rng(2)), new Rng(3));
            for (var sweep = 0; sweep < 5; sweep++) update.Sweep(state, 1, rng);
            return Series.Bytes(model, state);
        });
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
        var fresh = model.Start(new Rng(1));
        Assert.Contains("T = 1/β > 0", Assert.Throws<ArgumentException>(() => new GlassTempering(model).Sweep(fresh, -1, new Rng(1))).Message);
    }
}
