using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.StatMech.Boltzmann;
using Kit.StatMech.Exact;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Boltzmann;

public class BoltzmannTests
{
    [Fact]
    public void Rbm_AsSpins_HasTheSameDifferencesOfEnergy_AndTheSamePartitionFunction()
    {
        var machine = Machine(5, 4, 1, 1.0);
        var spins = new Enumeration(machine.ToIsing());
        var states = AllStates(9);
        var energies = machine.Energy(states[.., ..5], states[.., 5..]);
        var shift = energies[0].Item() - spins.Energies[0];
        for (var n = 0; n < 512; n++) Assert.Equal(energies[n].Item() - shift, spins.Energies[n], 10);
        Assert.Equal(spins.LogPartition(1) - shift, machine.LogPartition(), 10);
        Assert.Equal(machine.LogPartition(), Transposed(machine).LogPartition(), 10);
        // F(v) is what is left of E when h is summed out.
        Assert.Equal(machine.LogPartition(), (-machine.FreeEnergy(AllStates(5))).LogSumExp().Item(), 10);
    }

    [Fact]
    public void ContrastiveDivergence_WithManySweeps_IsTheGradientOfTheLikelihood()
    {
        var machine = Machine(4, 3, 2, 0.7);
        var data = AllStates(4)[3..7];
        // Exactly: p(v) over all 16 states.
        var all = AllStates(4);
        var exact = Grad.Of(Grad.Over([machine.Weight], () => machine.FreeEnergy(data).Mean() + (-machine.FreeEnergy(all)).LogSumExp()))([machine.Weight])[0];
        var copies = data.Tile(5000, 1);
        var sampled = Grad.Of(Grad.Over([machine.Weight], () => machine.ContrastiveDivergence(copies, 30, new Rng(5))))([machine.Weight])[0];
        // 20,000 independent samples of numbers in [0, 1]: standard errors below 0.0036; 12 comparisons, four of them.
        Assert.True((exact - sampled).Abs().Max().Item() < 0.0145);
        Assert.True(exact.Abs().Max().Item() > 0.05);
    }

    [Fact]
    public void Training_ByEachDivergence_RaisesTheLikelihoodOfBarsAndStripes()
    {
        var data = BarsAndStripes();
        foreach (var kind in new[] { "CD", "PCD", "TAP" })
        {
            var machine = Model.Initialize(new Rbm(9, 12, DType.F64), new Rng(1));
            var (chains, rng) = (machine.Gibbs(Tensor.Zeros((64, 9)), 10, new Rng(3)), new Rng(2));
            var before = machine.LogLikelihood(data, machine.LogPartition());
            var trainer = new Trainer(machine, new Adam(machine, 0.02), batch => kind switch
            {
                "CD" => machine.ContrastiveDivergence(batch[0], 5, rng),
                "PCD" => machine.PersistentDivergence(batch[0], chains, 5, rng),
                _ => machine.TapDivergence(batch[0], 30),
            });
            trainer.Fit(DataStream.Of([data], 14), 1000);
            var after = machine.LogLikelihood(data, machine.LogPartition());
            // 14 patterns alike: −ln 14 = −2.6 at best; −9 ln 2 = −6.2 knowing nothing.
            Assert.True(after > before + 1.0, $"{kind}: {before} → {after}");
            Assert.True(after < -Math.Log(14));
        }
    }

    [Fact]
    public void TapFreeEnergy_IsStationaryAtItsMagnetisations_AndNearTheTruthForWeakWeights()
    {
        var machine = Machine(6, 5, 3, 0.3);
        var (v, h, change) = Tap.Solve(machine, Tensor.Full((1, 6), 0.5));
        Assert.InRange(change, 0, 1e-12);
        var slope = Grad.Of((Tensor[] m) => Tap.FreeEnergy(machine, m[0], m[1]).Sum())([v, h]);
        Assert.True(slope[0].Abs().Max().Item() < 1e-10 && slope[1].Abs().Max().Item() < 1e-10);
        // The next order is Σ W³ · (skewnesses ≤ 0.01): below 30 · 0.3³ · 0.01.
        Assert.InRange(Math.Abs(Tap.FreeEnergy(machine, v, h).Item() + machine.LogPartition()), 0, 0.008);
    }

    [Fact]
    public void AnnealedImportance_MeetsTheExactPartitionFunction()
    {
        var machine = Machine(12, 8, 4, 1.0);
        var estimate = AnnealedImportance.LogPartition(machine, 300, 400, new Rng(1));
        Assert.InRange(estimate.Error, 1e-4, 0.1);
        Assert.InRange(estimate.Deviation(machine.LogPartition()), 0, 3);
    }

    [Fact]
    public void Deep_WithTwoLayers_IsTheRestrictedMachine_AndGibbsMeetsTheEnumeration()
    {
        var (machine, deep) = (Machine(4, 3, 5, 0.8), new DeepBoltzmann([4, 3], DType.F64));
        deep.Weights[0].Assign(machine.Weight);
        deep.Biases[0].Assign(machine.VisibleBias);
        deep.Biases[1].Assign(machine.HiddenBias);
        var states = AllStates(7);
        Assert.True((deep.Energy([states[.., ..4], states[.., 4..]]) - machine.Energy(states[.., ..4], states[.., 4..])).Abs().Max().Item() < 1e-13);

        var three = Model.Initialize(new DeepBoltzmann([3, 4, 3], DType.F64), new Rng(6));
        foreach (var (l, w) in three.Weights.Index()) w.Assign(new Rng(7).Stream(l).Normal(w.Shape));
        var exact = new Enumeration(three.ToIsing());
        var sampled = three.Gibbs(three.RandomStates(20_000, new Rng(8)), 30, new Rng(9));
        for (var unit = 0; unit < 10; unit++)
        {
            var layer = unit < 3 ? 0 : unit < 7 ? 1 : 2;
            var mean = sampled[layer].Mean([0])[unit - new[] { 0, 3, 7 }[layer]].Item();
            var at = unit;
            // Standard errors of 20,000 are below 0.0036; ten comparisons, four of them.
            Assert.Equal((1 + exact.Mean(1, s => s.Values[at])) / 2, mean, 0.0145);
        }
    }

    [Fact]
    public void Deep_LowerBound_IsBelowTheTruth_AndTrainingRaisesIt()
    {
        var data = BarsAndStripes();
        var machine = Model.Initialize(new DeepBoltzmann([9, 4, 3], DType.F64), new Rng(1));
        foreach (var (l, w) in machine.Weights.Index()) w.Assign(new Rng(3).Stream(l).Normal(w.Shape, std: 0.3));
        double Bound() => (machine.LowerBound(data).Mean() - LogPartition(machine)).Item();
        double Truth() => data.ToDoubles().Chunk(9).Average(v => LogOf(machine, v)) - LogPartition(machine);
        Assert.True(Bound() <= Truth() + 1e-9);
        var before = Truth();
        var (chains, rng) = (machine.RandomStates(64, new Rng(4)), new Rng(5));
        new Trainer(machine, new Adam(machine, 0.02), batch => machine.PersistentDivergence(batch[0], chains, 5, rng)).Fit(DataStream.Of([data], 14), 300);
        Assert.True(Bound() <= Truth() + 1e-9);
        Assert.True(Truth() > before + 0.8, $"{before} → {Truth()}");
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("AnnealedImportance estimates", Assert.Throws<ArgumentException>(() => Machine(30, 25, 1, 0.1).LogPartition()).Message);
        Assert.Contains("two at least", Assert.Throws<ArgumentException>(() => new DeepBoltzmann([3])).Message);
        Assert.Contains("2 chains at least", Assert.Throws<ArgumentException>(() => AnnealedImportance.LogPartition(Machine(3, 3, 1, 1), 10, 1, new Rng(0))).Message);
    }

    private static double LogPartition(DeepBoltzmann machine)
    {
        var x = AllStates(16);
        return (-machine.Energy([x[.., ..9], x[.., 9..13], x[.., 13..]])).LogSumExp().Item();
    }

    private static double LogOf(DeepBoltzmann machine, double[] v)
    {
        var h = AllStates(7);
        return (-machine.Energy([Tensor.Of(v).BroadcastTo((128, 9)), h[.., ..4], h[.., 4..]])).LogSumExp().Item();
    }

    private static Rbm Machine(int visible, int hidden, int seed, double scale)
    {
        var (machine, rng) = (new Rbm(visible, hidden, DType.F64), new Rng(seed));
        machine.Weight.Assign(rng.Normal((visible, hidden), std: scale));
        machine.VisibleBias.Assign(rng.Normal(visible, std: scale));
        machine.HiddenBias.Assign(rng.Normal(hidden, std: scale));
        return machine;
    }

    private static Rbm Transposed(Rbm machine)
    {
        var other = new Rbm(machine.HiddenBias.Shape[0], machine.VisibleBias.Shape[0], DType.F64);
        other.Weight.Assign(machine.Weight.T);
        other.VisibleBias.Assign(machine.HiddenBias);
        other.HiddenBias.Assign(machine.VisibleBias);
        return other;
    }

    private static Tensor AllStates(int n) => Tensor.Stack([.. Enumerable.Range(0, n).Select(i => Tensor.Of([.. Enumerable.Range(0, 1 << n).Select(k => (double)(k >> i & 1))]))]).T.Copy();

    private static Tensor BarsAndStripes() => Tensor.Stack([.. Enumerable.Range(0, 8).SelectMany(k => new[] { true, false }.Select(rows => (k, rows))).Where(x => x.rows || x.k is > 0 and < 7)
        .Select(x => Tensor.Of([.. Enumerable.Range(0, 9).Select(i => (double)(x.k >> (x.rows ? i / 3 : i % 3) & 1))]))]);
}
