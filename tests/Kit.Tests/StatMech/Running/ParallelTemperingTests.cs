using Kit.StatMech.Estimators;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Running;

public class ParallelTemperingTests
{
    [Fact]
    public void Exchanges_carry_a_cold_chain_over_the_barrier_between_two_magnetizations()
    {
        var model = new Ising(Graph.Square(4));
        var tempering = new ParallelTempering<Kit.StatMech.Configuration>(model, new Metropolis(model), [0.8, 1.4, 2.2, 3.4], new Rng(2));
        var m = new LogBinning();
        for (var i = 0; i < 20_000; i++)
        {
            tempering.Sweep();
            tempering.Exchange();
            m.Add(Ising.Magnetization(tempering.State(0)));
        }

        // At T = 0.8 a flip of all spins by single flips takes some e^{16/0.8} sweeps; by symmetry ⟨m⟩ = 0.
        Assert.InRange(Math.Abs(m.Mean), 0, 4 * m.Estimate.Error);
        Assert.InRange(m.Estimate.Error, 1e-4, 0.1);
        var (energy, exact) = (new LogBinning(), new Enumeration(model).Mean(1 / 1.4, state => state.Energy));
        for (var i = 0; i < 20_000; i++)
        {
            tempering.Sweep();
            tempering.Exchange();
            energy.Add(tempering.State(1).Energy);
        }

        Assert.InRange(Math.Abs(energy.Mean - exact), 0, 4 * energy.Estimate.Error);
    }

    [Fact]
    public void Exchange_without_an_order_of_temperatures_is_refused()
    {
        var model = new Ising(Graph.Square(4));
        var chains = new ParallelTempering<Kit.StatMech.Configuration>(model, new Metropolis(model), [2, 1], new Rng(2));
        chains.Sweep(3);
        Assert.Null(chains.Ladder);
        Assert.Contains("ascending", Assert.Throws<InvalidOperationException>(chains.Exchange).Message, StringComparison.Ordinal);
    }
}
