using Kit.Compute;
using Kit.StatMech;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;

namespace Kit.Tests.StatMech.Running;

public class MonteCarloTests
{
    private static readonly Ising Model = new(Graph.Hypercubic([3, 4]), 1, 0.2);
    private static readonly Plan Quick = new() { Temperatures = [2, 3, 5], Thermalization = 100, Sweeps = 2000, Seed = 3 };

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Everything_is_that_of_the_enumeration(int exchange)
    {
        // At T = 3 m turns over with τ = 8 sweeps. Lower down the field holds it up and it turns over rarely: with τ = 64 at T = 2 half of all seeds are told, rightly, that the run is too short.
        double[] temperatures = [3, 3.6, 5];
        var results = MonteCarlo.Run(Model, new Metropolis(Model), Quick with { Temperatures = temperatures, Sweeps = 20_000, Replicas = 3, Exchange = exchange });
        var exact = new Enumeration(Model);
        foreach (var (t, temperature) in temperatures.Index())
        {
            double Mean(Func<double, double> of, Func<Configuration, double> x) => exact.Mean(1 / temperature, state => of(x(state)));
            double E(Configuration state) => state.Energy / Model.Sites;
            var (e, e2) = (Mean(x => x, E), Mean(x => x * x, E));
            var (m2, m4, abs) = (Mean(x => x * x, Ising.Magnetization), Mean(x => Math.Pow(x, 4), Ising.Magnetization), Mean(Math.Abs, Ising.Magnetization));
            // Nine numbers at three temperatures, twice: one of them is outside of 4.5 standard errors for one seed of 2,500, or a few more since errors have a noise of their own.
            Near("energy", e);
            Near("energy^2", e2);
            Near("|m|", abs);
            Near("m^2", m2);
            Near("m^4", m4);
            Near("m", Mean(x => x, Ising.Magnetization));
            Near("specific heat", Model.Sites * (e2 - e * e) / (temperature * temperature));
            Near("susceptibility", Model.Sites * (m2 - abs * abs) / temperature);
            Near("Binder", 1 - m4 / (3 * m2 * m2));
            void Near(string name, double truth)
            {
                Assert.True(results[name][t].Deviation(truth) < 4.5, $"{name} at T = {temperature}: {results[name][t]}, exact {truth}");
                Assert.InRange(results[name][t].Error, 1e-5, 0.1);
            }
        }

        Assert.Empty(results.Warnings);
        Assert.InRange(results["m"][0].AutocorrelationTime, exchange > 0 ? 0.5 : 4, 16);
        Assert.Equal(exchange > 0, results.Exchanges is not null);
    }

    [Fact]
    public void Errors_of_functions_of_means_cover_the_truth()
    {
        var model = new Ising(Graph.Chain(8));
        var truth = new Enumeration(model);
        var (e, e2) = (truth.Mean(1, s => s.Energy / 8), truth.Mean(1, s => s.Energy * s.Energy / 64));
        List<double> deviations = [];
        for (var run = 0; run < 200; run++)
        {
            var one = MonteCarlo.Run(model, new Metropolis(model), new() { Temperatures = [1], Sweeps = 4000, Thermalization = 200, Seed = run })["specific heat"][0];
            deviations.Add((one.Value - 8 * (e2 - e * e)) / one.Error);
        }

        Estimators.Chains.AssertNormal(deviations);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Any_number_of_threads_gives_the_same_bits(int exchange)
    {
        var threads = Threads.Count;
        try
        {
            Results[] all = [.. new[] { 1, 2, 3 }.Select(n =>
            {
                Threads.Count = n;
                return MonteCarlo.Run(Model, new Metropolis(Model), Quick with { Exchange = exchange, Replicas = 2 });
            })];
            Assert.Equal(all[0].ToTable().ToCsv(), all[1].ToTable().ToCsv());
            Assert.Equal(all[0].ToTable().ToCsv(), all[2].ToTable().ToCsv());
        }
        finally
        {
            Threads.Count = threads;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_cancelled_run_goes_on_to_the_same_bits(int exchange)
    {
        using var file = new TemporaryFile();
        var plan = Quick with { Exchange = exchange, Replicas = 2, KeepSeries = true, CheckpointEvery = TimeSpan.Zero };
        var whole = MonteCarlo.Run(Model, new Metropolis(Model), plan);
        var cuts = 0;
        while (true)
        {
            using var source = new CancellationTokenSource();
            var left = 3 * 2 * (cuts == 0 ? 300 : 900); // measurements until the token falls
            var watch = new Observable<Configuration>("watch", state =>
            {
                if (Interlocked.Decrement(ref left) == 0) source.Cancel();
                return 0;
            });
            try
            {
                var resumed = MonteCarlo.Run(Model, new Metropolis(Model), plan with { Checkpoint = file.Path }, [watch], token: source.Token);
                foreach (var name in whole.Names) Assert.Equal(whole[name], resumed[name]);
                Assert.Equal(whole.Series("m", 1)[1], resumed.Series("m", 1)[1]);
                break;
            }
            catch (OperationCanceledException)
            {
                cuts++;
            }
        }

        Assert.True(exchange == 0 || cuts >= 2);
        Assert.True(File.Exists(file.Path));
        Assert.Equal(whole["energy"], MonteCarlo.Run(Model, new Metropolis(Model), plan with { Checkpoint = file.Path }, [new("watch", _ => 0)])["energy"]);
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused()
    {
        using var file = new TemporaryFile();
        var plan = Quick with { Checkpoint = file.Path };
        MonteCarlo.Run(Model, new Metropolis(Model), plan);
        Assert.Contains("seed 3", Assert.Throws<InvalidOperationException>(() => MonteCarlo.Run(Model, new Metropolis(Model), plan with { Seed = 4 })).Message, StringComparison.Ordinal);
        var other = new Ising(Graph.Hypercubic([3, 4]), 1, 0.3); // the same name, another field
        Assert.Throws<InvalidOperationException>(() => MonteCarlo.Run(other, new Metropolis(other), plan));
    }

    [Fact]
    public void Observables_and_quantities_of_the_caller_are_measured_too()
    {
        var results = MonteCarlo.Run(Model, new Metropolis(Model), Quick, [new("spins", 2, (state, values) => (values[0], values[1]) = (state.Values[0], state.Values[5]))],
            [new("sum of spins", (_, means) => means.Vector("spins")[0] + means.Vector("spins")[1])]);
        var spins = results.Vector("spins", 1);
        Assert.Equal(spins[0].Value + spins[1].Value, results["sum of spins"][1].Value, 1e-12);
        Assert.DoesNotContain("spins", results.Names);
        Assert.Equal(results["sum of spins"][2], results.Of(new("again", (_, means) => means.Vector("spins")[0] + means.Vector("spins")[1]), 2));
    }

    [Fact]
    public void A_run_that_is_too_short_or_not_in_equilibrium_says_so()
    {
        var cold = new Ising(Graph.Square(24));
        var results = MonteCarlo.Run(cold, new Metropolis(cold), new() { Temperatures = [1.2], Thermalization = 0, Sweeps = 400, Bins = 40, Seed = 1 });
        Assert.Contains(results.Warnings, text => text.StartsWith("energy: ", StringComparison.Ordinal));
        Assert.Contains("T = 1.2", string.Join(' ', results.Warnings), StringComparison.Ordinal);
        var far = MonteCarlo.Run(cold, new Metropolis(cold), new() { Temperatures = [1, 6], Exchange = 1, Thermalization = 0, Sweeps = 400, Seed = 1 });
        Assert.Contains(far.Warnings, text => text.Contains("of the exchanges between T = 1 and 6", StringComparison.Ordinal));
        Assert.Contains(far.Warnings, text => text.Contains("no walker went", StringComparison.Ordinal));
    }
}
