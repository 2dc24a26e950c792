using Kit.StatMech.Estimators;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Estimators;

public class LogBinningTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public void Errors_cover_the_true_mean_of_an_autoregressive_chain(double a)
    {
        List<double> deviations = [];
        for (var run = 0; run < 200; run++)
        {
            var bins = new LogBinning();
            foreach (var x in Chains.Autoregressive(a, 20_000, new Rng(11).Stream(run))) bins.Add(x);
            Assert.True(bins.HasPlateau);
            deviations.Add(bins.Mean / bins.Estimate.Error);
        }

        Chains.AssertNormal(deviations);
    }

    [Fact]
    public void Errors_cover_the_true_energy_of_an_Ising_chain()
    {
        var model = new Ising(Graph.Chain(8));
        var update = new Metropolis(model);
        var exact = new Enumeration(model).Mean(0.6, state => state.Energy);
        List<double> deviations = [];
        for (var run = 0; run < 200; run++)
        {
            var (rng, bins) = (new Rng(3).Stream(run), new LogBinning());
            var state = model.Start(rng);
            for (var sweep = 0; sweep < 2100; sweep++)
            {
                update.Sweep(state, 0.6, rng);
                if (sweep >= 100) bins.Add(state.Energy);
            }

            deviations.Add((bins.Mean - exact) / bins.Estimate.Error);
        }

        Chains.AssertNormal(deviations);
    }

    [Fact]
    public void Time_is_that_of_the_autoregressive_chain()
    {
        var bins = new LogBinning();
        foreach (var x in Chains.Autoregressive(0.9, 1 << 20, new Rng(5))) bins.Add(x);
        // τ = 9.5; the criterion takes blocks of some 2000 numbers here, so 500 blocks: 2√(2/500) is 6 % for one standard error, three of them.
        Assert.InRange(bins.Estimate.AutocorrelationTime, 0.82 * 9.5, 1.18 * 9.5);
        Assert.Equal(21, bins.Levels);
    }

    [Fact]
    public void Errors_of_levels_are_those_of_blocks_by_hand()
    {
        var (bins, x) = (new LogBinning(), new double[] { 1, 3, 2, 6, 5, 9, 4 });
        foreach (var value in x) bins.Add(value);
        Assert.Equal(30.0 / 7, bins.Mean, 1e-15);
        // Blocks of two: 2, 4, 7, the last number has no partner: variance 19/3 of three.
        Assert.Equal(Math.Sqrt(19.0 / 3 / 3), bins.Error(1), 1e-15);
        Assert.Equal([7L, 3L, 1L], Enumerable.Range(0, bins.Levels).Select(bins.Blocks));
    }

    [Fact]
    public void A_run_shorter_than_its_memory_has_no_plateau()
    {
        var bins = new LogBinning();
        foreach (var x in Chains.Autoregressive(0.999, 2000, new Rng(5))) bins.Add(x); // τ = 1000
        Assert.False(bins.HasPlateau);
    }

    [Fact]
    public void A_constant_has_no_error_and_no_time()
    {
        var bins = new LogBinning();
        for (var i = 0; i < 100; i++) bins.Add(0.3);
        Assert.Equal(0, bins.Estimate.Error);
        Assert.True(bins.HasPlateau && double.IsNaN(bins.Estimate.AutocorrelationTime));
    }

    [Fact]
    public void Merged_chains_have_the_blocks_of_all()
    {
        LogBinning first = new(), second = new(), joined = new();
        foreach (var x in Chains.Autoregressive(0.5, 1024, new Rng(1)))
        {
            first.Add(x);
            joined.Add(x);
        }

        foreach (var x in Chains.Autoregressive(0.5, 1024, new Rng(2)))
        {
            second.Add(x);
            joined.Add(x);
        }

        var merged = LogBinning.Merge(first, second);
        for (var level = 0; level < merged.Levels; level++) Assert.Equal(joined.Error(level), merged.Error(level), 1e-14);
        Assert.Equal(2048, merged.Count);
    }

    [Fact]
    public void A_saved_series_goes_on_with_the_same_bits()
    {
        var (series, whole, part) = (Chains.Autoregressive(0.7, 999, new Rng(1)), new LogBinning(), new LogBinning());
        foreach (var x in series) whole.Add(x);
        foreach (var x in series[..333]) part.Add(x);
        using var stream = new MemoryStream();
        part.Save(new(stream));
        stream.Position = 0;
        part = LogBinning.Load(new(stream));
        foreach (var x in series[333..]) part.Add(x);
        Assert.Equal(whole.Estimate, part.Estimate);
        Assert.Throws<InvalidDataException>(() => LogBinning.Load(new(new MemoryStream([77, 0, 0]))));
    }
}
