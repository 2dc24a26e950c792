using System.Collections.Concurrent;
using Kit.Tensors;

namespace Kit.Learning.Online;

/// <summary>A reservoir fed by a fixed schedule: the batch of step k is a function of k, with the same bits for any number of threads.</summary>
/// <remarks>
/// Samples are consumed from the streams in turn, whoever is ready first, and a reservoir that is full of unseen samples takes no new ones until the next batch. A thread serves the streams s with
/// s mod threads = its number, in the order of consumption, so that none waits for another.
/// </remarks>
public sealed class ScheduledStream : IDataStream, IDisposable
{
    private readonly Func<long, IEnumerable<Tensor[]>> simulate;
    private readonly SampleLayout layout;
    private readonly StreamSchedule schedule;
    private readonly Rng rng;
    private readonly int threads;
    private readonly List<int> active = [];
    private SamplePool pool = null!;
    private Worker[] workers = [];
    private long next;
    private int turn;
    private bool disposed;

    /// <param name="layout">Of a sample.</param>
    /// <param name="simulate">Simulation i as a sequence of samples, a function of i alone; it is called on several threads at once.</param>
    /// <param name="schedule">The order.</param>
    /// <param name="rng">Of draws and evictions.</param>
    /// <param name="threads">Threads that simulate.</param>
    /// <exception cref="ArgumentException">The numbers of the schedule contradict each other.</exception>
    public ScheduledStream(SampleLayout layout, Func<long, IEnumerable<Tensor[]>> simulate, StreamSchedule schedule, Rng rng, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(simulate);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        schedule.Check();
        (this.layout, this.simulate, this.schedule, this.rng, this.threads) = (layout, simulate, schedule, rng, Math.Min(threads, schedule.Streams));
    }

    /// <inheritdoc/>
    public long? BatchesPerEpoch => null;

    /// <summary>Samples that came in.</summary>
    public long Received { get; private set; }

    /// <summary>Samples drawn and those drawn again.</summary>
    public (long Drawn, long Repeats) Uses => (pool?.Drawn ?? 0, pool?.Repeats ?? 0);

    /// <summary>Unseen and seen samples that are held.</summary>
    public (int Unseen, int Seen) Occupancy => (pool?.Unseen ?? 0, pool?.Seen ?? 0);

    /// <summary>The batch of step k; one before the last that was asked for begins all simulations again.</summary>
    /// <exception cref="InvalidOperationException">A simulation failed, with its message, or all have ended and nothing is left.</exception>
    public Tensor[] Batch(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ObjectDisposedException.ThrowIf(disposed, this);
        if (pool is null || step < next) Begin();
        byte[][] samples;
        do samples = Advance(next++);
        while (next <= step);
        return layout.Stack(samples);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        disposed = true;
        Stop();
    }

    private void Stop()
    {
        foreach (var worker in workers) worker.Dispose();
        workers = [];
    }

    private void Begin()
    {
        Stop();
        (pool, next, turn, Received) = (new(schedule.Capacity, schedule.Eviction), 0, 0, 0);
        active.Clear();
        active.AddRange(Enumerable.Range(0, schedule.Streams));
        workers = [.. Enumerable.Range(0, threads).Select(w => new Worker(simulate, layout, schedule, [.. active.Where(s => s % threads == w)]))];
    }

    private byte[][] Advance(long step)
    {
        var stream = rng.Stream(step);
        for (var wanted = step == 0 ? schedule.WarmUp : schedule.Fresh; wanted > 0 && active.Count > 0 && !pool.IsFull;)
        {
            turn %= active.Count;
            if (workers[active[turn] % threads].Take() is { } sample)
            {
                pool.Add(sample, stream);
                Received++;
                wanted--;
                turn++;
            }
            else
            {
                active.RemoveAt(turn);
            }
        }

        if (pool.Count < (schedule.Eviction == Eviction.Seen ? 1 : schedule.Batch))
            throw new InvalidOperationException($"ScheduledStream: all {schedule.Simulations} simulations ended after {Received} samples, and {pool.Count} are left for the {schedule.Batch} of step {step}");
        return [.. Enumerable.Range(0, schedule.Batch).Select(_ => pool.Draw(stream))];
    }

    /// <summary>A thread that runs some of the streams, sample by sample in turn.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly BlockingCollection<(byte[]? Sample, string? Failure)> ready;
        private readonly CancellationTokenSource stop = new();
        private readonly Thread thread;

        public Worker(Func<long, IEnumerable<Tensor[]>> simulate, SampleLayout layout, StreamSchedule schedule, IReadOnlyList<int> streams)
        {
            ready = new(schedule.Ahead);
            thread = new(() => Run(simulate, layout, schedule, streams)) { IsBackground = true, Name = $"streams {streams[0]}…" };
            thread.Start();
        }

        /// <summary>The next sample of the stream whose turn it is; null when that stream has ended.</summary>
        public byte[]? Take() => ready.Take() is var (sample, failure) && failure is null ? sample : throw new InvalidOperationException($"ScheduledStream: {failure}");

        public void Dispose()
        {
            stop.Cancel();
            thread.Join();
            ready.Dispose();
            stop.Dispose();
        }

        private void Run(Func<long, IEnumerable<Tensor[]>> simulate, SampleLayout layout, StreamSchedule schedule, IReadOnlyList<int> streams)
        {
            var simulating = 0L;
            var running = streams.Select(s => Samples(s)).ToList();
            try
            {
                for (var turn = 0; running.Count > 0; turn++)
                {
                    turn %= running.Count;
                    var samples = running[turn];
                    try
                    {
                        var more = samples.MoveNext();
                        ready.Add((more ? samples.Current : null, null), stop.Token);
                        if (!more) running.RemoveAt(turn--);
                    }
                    catch (Exception e) when (e is not OperationCanceledException)
                    {
                        ready.Add((null, $"simulation {simulating}: {e.Message}"), stop.Token);
                        return;
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The stream was disposed, or begins again.
            }

            IEnumerator<byte[]> Samples(long first)
            {
                for (var simulation = first; simulation < schedule.Simulations; simulation += schedule.Streams)
                {
                    simulating = simulation;
                    using var samples = simulate(simulation).GetEnumerator();
                    while (true)
                    {
                        simulating = simulation;
                        if (!samples.MoveNext()) break;
                        yield return layout.Pack(samples.Current);
                    }
                }
            }
        }
    }
}
