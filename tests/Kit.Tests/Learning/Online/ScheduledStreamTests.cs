using Kit.Compute;
using Kit.Learning.Online;
using Kit.Tensors;

namespace Kit.Tests.Learning.Online;

public sealed class ScheduledStreamTests
{
    private static readonly SampleLayout Pair = new((DType.F64, 2));

    /// <summary>Simulations of different lengths and speeds.</summary>
    private static IEnumerable<Tensor[]> Simulate(long simulation)
    {
        for (var i = 0; i < 3 + simulation % 4; i++)
        {
            if (simulation % 3 == 0) Thread.Sleep(1);
            yield return [Tensor.Of([simulation, (double)i])];
        }
    }

    private static double[][] Batches(int threads, StreamSchedule schedule, params long[] steps)
    {
        using var stream = new ScheduledStream(Pair, Simulate, schedule, new Rng(7), threads);
        return [.. steps.Select(k => stream.Batch(k)[0].ToDoubles())];
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        var schedule = new StreamSchedule { Streams = 5, Batch = 4, Fresh = 3, WarmUp = 6, Capacity = 12, Ahead = 2 };
        long[] steps = [.. Enumerable.Range(0, 30)];
        Assert.Equal(Batches(1, schedule, steps), Batches(threads, schedule, steps));
    }

    [Fact]
    public void Batch_k_is_a_function_of_k()
    {
        var schedule = new StreamSchedule { Streams = 3, Batch = 4, Fresh = 2, WarmUp = 4, Capacity = 8 };
        var inOrder = Batches(2, schedule, 0, 1, 2, 3, 4, 5);
        Assert.Equal(inOrder[5], Batches(1, schedule, 5)[0]);
        Assert.Equal([inOrder[4], inOrder[1]], Batches(2, schedule, 4, 1));
    }

    [Fact]
    public void First_in_first_out_takes_the_streams_in_turn()
    {
        var schedule = new StreamSchedule { Streams = 2, Simulations = 2, Batch = 7, Fresh = 7, WarmUp = 7, Capacity = 7, Eviction = Eviction.FirstInFirstOut };
        // Simulation 0 has three samples, simulation 1 four.
        Assert.Equal([0, 0, 1, 0, 0, 1, 1, 1, 0, 2, 1, 2, 1, 3], Batches(2, schedule, 0)[0]);
        Assert.Contains("ended after 7 samples", Assert.Throws<InvalidOperationException>(() => Batches(2, schedule, 1)).Message);
    }

    [Fact]
    public void A_failing_simulation_is_named()
    {
        using var stream = new ScheduledStream(Pair, i => i == 4 ? throw new ArithmeticException("no step is short enough") : Simulate(i), new() { Streams = 2, Batch = 1, Fresh = 9, WarmUp = 9, Capacity = 9 }, new Rng(0));
        var e = Assert.Throws<InvalidOperationException>(() => stream.Batch(9));
        Assert.Contains("simulation 4: no step is short enough", e.Message);
    }

    [Fact]
    public void A_schedule_that_contradicts_itself_is_refused()
    {
        Assert.Contains("capacity of 8", Assert.Throws<ArgumentException>(() => Batches(1, new() { Capacity = 8 }, 0)).Message);
        Assert.Contains("every sample once", Assert.Throws<ArgumentException>(() => Batches(1, new() { Eviction = Eviction.FirstInRandomOut }, 0)).Message);
    }
}
