using Kit.Compute;
using Kit.StatMech;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;

namespace Kit.Tests.StatMech.Running;

public class MonteCarloDisorderTests
{
    private static readonly Graph Ring = Graph.Chain(8);
    private static readonly Plan Quick = new() { Temperatures = [0.8, 1.5], Sweeps = 1500, Thermalization = 200, Seed = 9 };

    [Fact]
    public void Averages_over_samples_are_those_of_all_couplings()
    {
        var results = Run(Quick with { Exchange = 1 }, 60);
        // Of couplings ±1 on a ring only the sign of their product matters: half of the samples are frustrated.
        double[] couplings = [.. Enumerable.Repeat(1.0, 8)], frustrated = [.. couplings[1..], -1];
        Enumeration[] exact = [new(new Ising(Ring, couplings)), new(new Ising(Ring, frustrated))];
        foreach (var (t, temperature) in Quick.Temperatures.Index())
        {
            var energy = exact.Average(one => one.Mean(1 / temperature, s => s.Energy / 8));
            var heat = exact.Average(one => 8 / (temperature * temperature) * (one.Mean(1 / temperature, s => Math.Pow(s.Energy / 8, 2)) - Math.Pow(one.Mean(1 / temperature, s => s.Energy / 8), 2)));
            Assert.InRange(results["energy"][t].Deviation(energy), 0, 3.5);
            Assert.InRange(results["specific heat"][t].Deviation(heat), 0, 3.5);
            // Two kinds of samples, one half each: their distance over 2√60, and thermal noise.
            var spread = Math.Abs(exact[0].Mean(1 / temperature, s => s.Energy / 8) - exact[1].Mean(1 / temperature, s => s.Energy / 8)) / 2 / Math.Sqrt(60);
            Assert.InRange(results["energy"][t].Error, 0.8 * spread, 1.6 * spread);
        }

        Assert.Equal(60, results.Series("energy", 0)[0].Length);
        Assert.InRange(results.Exchanges!.Acceptance[0], 0.1, 0.9);
        // [e²] − [e]² holds the scatter between samples, the average of what each sample fluctuates does not.
        Assert.True(results.Of(new("all", (_, mean) => mean["energy^2"] - mean["energy"] * mean["energy"]), 0).Value * 8 / 0.64 > results["specific heat"][0].Value);
    }

    [Fact]
    public void A_cancelled_run_goes_on_and_threads_do_not_matter()
    {
        using var file = new TemporaryFile();
        var threads = Threads.Count;
        try
        {
            Threads.Count = 1;
            var whole = Run(Quick, 6).ToTable().ToCsv();
            Threads.Count = 2;
            using var source = new CancellationTokenSource();
            var plan = Quick with { Checkpoint = file.Path, CheckpointEvery = TimeSpan.Zero };
            var drawn = 0;
            Assert.Throws<OperationCanceledException>(() => Run(plan, 6, source.Token, () =>
            {
                if (Interlocked.Increment(ref drawn) == 5) source.Cancel();
            }));
            Assert.True(File.Exists(file.Path));
            drawn = 0;
            Assert.Equal(whole, Run(plan, 6, default, () => Interlocked.Increment(ref drawn)).ToTable().ToCsv());
            Assert.InRange(drawn, 2, 6); // the first model, which names the run, and the samples that were missing
        }
        finally
        {
            Threads.Count = threads;
        }
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("1 samples", Assert.Throws<ArgumentException>(() => Run(Quick, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("series are not kept", Assert.Throws<ArgumentException>(() => Run(Quick with { KeepSeries = true }, 3)).Message, StringComparison.Ordinal);
    }

    private static Results Run(Plan plan, int samples, CancellationToken token = default, Action? drawn = null) => MonteCarlo.Run<Ising, Configuration>(rng =>
    {
        drawn?.Invoke();
        return new Ising(Ring, Enumerable.Range(0, 8).Select(_ => rng.NextDouble() < 0.5 ? -1.0 : 1.0).ToArray());
    }, model => new Metropolis(model), samples, plan, token: token);
}
