using Kit.StatMech;
using Kit.StatMech.Estimators;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.MultiSpin;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech;

/// <summary>What people get wrong, and that the message says with which number and what would be right.</summary>
public class BadInputTests
{
    private static readonly Ising Even = new(Graph.Square(4));
    private static readonly Ising Frustrated = new(Graph.Triangular(4), -1);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Temperatures_that_are_none(double t)
    {
        Says(() => MonteCarlo.Run(Even, new Metropolis(Even), new() { Temperatures = [2, t] }), $"temperature {t} is not positive and finite", "for a ground state");
        Says(() => new ParallelTempering<Configuration>(Even, new Metropolis(Even), [2, t], new Rng(0)), $"temperature {t} is not positive");
        Says(() => new Reweighting([t], [[1, 2, 3]], new Dictionary<string, IReadOnlyList<double[]>>(), 2), $"temperature {t} is not positive");
        Says(() => new EdwardsAndersonBits(4, 64, [t], new Rng(0)), "above 0");
        if (t > 0) return; // T → ∞ is a start that annealing may have
        Says(() => SimulatedAnnealing.Run(Even, new Metropolis(Even), [t], 1, new Rng(0)), $"temperature {t}", "must be positive");
        Says(() => new TemperatureLadder([t, 1], new Rng(0)), $"temperature 0 is {t}", "positive and ascending");
    }

    [Fact]
    public void Inverse_temperatures_that_are_none()
    {
        IUpdate<Configuration>[] updates = [new Metropolis(Even), new HeatBath(Even), new Checkerboard(Even), new NFoldWay(Even)];
        var state = Even.Start(new Rng(1));
        foreach (var beta in new[] { double.NaN, double.PositiveInfinity, 1 / 0.0 })
        {
            // At β = ∞ a flip without a change of energy has β ΔE = NaN.
            foreach (var update in updates) Says(() => update.Sweep(state, beta, new Rng(0)), $"β = {beta}", "T = 1/β > 0", "lower T towards 0");
            Says(() => new VectorHeatBath(VectorModel.XY(Graph.Chain(3))).Sweep(VectorModel.XY(Graph.Chain(3)).Start(new Rng(0)), beta, new Rng(0)), $"β = {beta}");
        }

        Says(() => new Wolff(Even).Sweep(state, -1, new Rng(0)), "β = -1", "β ≥ 0");
        Says(() => new SwendsenWang(Even).Sweep(state, double.NaN, new Rng(0)), "β = NaN");
        Says(() => PopulationAnnealing.Run(Even, new Metropolis(Even), [0, double.NaN], 10, 1, new Rng(0)), "β = NaN as number 1", "must rise");
    }

    [Fact]
    public void Graphs_in_several_parts()
    {
        Says(() => Graph.FromEdges(5, [(0, 1), (2, 3), (3, 4)]), "falls into 2 parts, the largest of 3, 2 sites", "connected: false");
        Assert.Equal(2, Graph.FromEdges(5, [(0, 1), (2, 3), (3, 4)], connected: false).Parts);
    }

    [Fact]
    public void Clusters_of_what_has_none()
    {
        foreach (var bind in new Action<IGraphModel>[] { model => _ = new Wolff(model), model => _ = new SwendsenWang(model) })
        {
            Says(() => bind(Frustrated), "is frustrated", "odd number of negative couplings", "take HeatBath with parallel tempering, or Houdayer");
            Says(() => bind(Ising.PlusMinus(Graph.Cubic(4), new Rng(1))), "is frustrated");
            Says(() => bind(new Ising(Graph.Square(4), 1, 0.5)), "field 0.5 at site 0", "Metropolis or HeatBath");
            Says(() => bind(new Potts(Graph.Square(4), 3, -1)), "coupling -1 of bond 0", "J ≥ 0", "Metropolis or HeatBath");
        }
    }

    [Fact]
    public void Lattices_without_two_colours_and_updates_that_need_them()
    {
        Assert.Contains("odd length", Assert.Throws<InvalidOperationException>(() => new Checkerboard(new Ising(Graph.Square(5)))).Message, StringComparison.Ordinal);
        var triangles = Assert.Throws<InvalidOperationException>(() => new Checkerboard(Frustrated)).Message;
        Assert.Contains("even lengths of periodic sides, or an update that needs no colours", triangles, StringComparison.Ordinal);
        Says(() => new MultiSpinLattice(5), "even sides");
        Assert.Equal("checkerboard heat bath", new Checkerboard(new Ising(Graph.Square(5, Wrap.Open))).Name);
    }

    [Fact]
    public void Horizons_of_time_that_overflow()
    {
        Says(() => Run(new() { Temperatures = [2], Sweeps = long.MaxValue / 16 + 1, Bins = 2 }), "sweeps of 16 sites are more attempts than 2⁶³ − 1");
        Says(() => Run(new() { Temperatures = [2], Sweeps = 1L << 50, Thermalization = long.MaxValue, Bins = 2 }), "9223372036854775807 + 1125899906842624 sweeps");
        Says(() => Run(new() { Temperatures = [2], Sweeps = 1L << 58, Bins = 1 << 6 }), "times 64 bins are more than 2⁶³ − 1");
        Says(() => Run(new() { Temperatures = [2], Sweeps = 1L << 40, KeepSeries = true }), "2²⁸ at most", "Measure less often");
        Says(() => Run(new() { Temperatures = [2], Sweeps = 30, Bins = 64 }), "30 measurements", "do not fill 64 bins", "more sweeps, or fewer bins");
        Assert.Contains("lasts longer than any number", Assert.Throws<InvalidOperationException>(() =>
        {
            var (update, state) = (new NFoldWay(Even), Even.Start(new Rng(1)));
            for (var k = 0; k < 1000; k++) update.Next(state, 1e3, new Rng(k));
        }).Message, StringComparison.Ordinal);

        static void Run(Plan plan) => MonteCarlo.Run(Even, new Metropolis(Even), plan);
    }

    private static void Says(Action act, params string[] parts)
    {
        var message = Assert.Throws<ArgumentException>(act).Message;
        foreach (var part in parts) Assert.Contains(part, message, StringComparison.Ordinal);
    }
}
