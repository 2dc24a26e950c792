using System.Diagnostics;
using Kit.Tensors;

namespace Kit.Learning.Online;

/// <summary>A bounded place in memory where running solvers put samples and a training draws its batches, so that no data set is ever stored.</summary>
/// <remarks>
/// A producer waits while there is no room, a trainer while there are no samples. Which samples a batch has depends on how fast everybody is, so the batch of step k is not a function of k here:
/// where the same bits are wanted take <see cref="ScheduledStream"/>. Meyer, Schouler, Caulk, Ribés, Raffin, ICML 2023.
/// </remarks>
/// <example><code>
/// var reservoir = new Reservoir(layout, capacity: 4096, batch: 32, new Rng(0)) { Threshold = 1024 };
/// using var producers = new ProducerThreads(reservoir, Simulate, simulations: 500, threads: 2);
/// trainer.Fit(reservoir, steps: 5000);
/// </code></example>
public sealed class Reservoir : IDataStream
{
    private readonly Lock choosing = new();
    private readonly object gate = new();
    private readonly SamplePool pool;
    private readonly int capacity, batch;
    private readonly Rng rng;
    private readonly List<string> failures = [];
    private readonly List<(int, int)> occupancy = [];
    private readonly long made = Stopwatch.GetTimestamp();
    private volatile bool closed;
    private long received, firstBatch, lastBatch, starved, held;
    private bool complete;

    /// <param name="layout">Of a sample.</param>
    /// <param name="capacity">Most samples held: capacity · layout.Bytes of memory.</param>
    /// <param name="batch">Samples of a batch, drawn independently.</param>
    /// <param name="rng">Of the draws and evictions.</param>
    /// <param name="eviction">The law.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Reservoir(SampleLayout layout, int capacity, int batch, Rng rng, Eviction eviction = Eviction.Seen)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        (Layout, this.capacity, this.batch, this.rng, pool) = (layout, capacity, batch, rng, new(capacity, eviction));
    }

    /// <summary>Of a sample.</summary>
    public SampleLayout Layout { get; }

    /// <summary>Samples that must be here before one is drawn, as long as more are to come: more of them make batches more mixed.</summary>
    public int Threshold
    {
        get;
        init => field = value >= 1 && value <= capacity ? value : throw new ArgumentOutOfRangeException(nameof(value), $"Reservoir: a threshold of {value}; 1 to the capacity of {capacity} are right");
    } = 1;

    /// <summary>Failures of producers that do not stop the training.</summary>
    public int ToleratedFailures { get; init; }

    /// <summary>True once no more batches will be drawn.</summary>
    public bool IsClosed => closed;

    /// <inheritdoc/>
    public long? BatchesPerEpoch => null;

    /// <summary>What happened so far.</summary>
    public ReservoirReport Report
    {
        get
        {
            lock (gate)
                return new(received, pool.Unseen, pool.Seen, pool.Drawn, pool.Repeats, pool.Evicted, Seconds(firstBatch > 0 ? firstBatch - made : 0), Seconds(lastBatch - firstBatch), Seconds(starved), Seconds(held),
                    [.. failures], [.. occupancy]);
        }
    }

    /// <summary>Puts a sample in, waiting while there is no room; any thread may.</summary>
    /// <returns>False once the reservoir is closed: the producer should end.</returns>
    /// <exception cref="ArgumentException">The sample is not of the layout.</exception>
    public bool Put(params IReadOnlyList<Tensor> sample) => Put(Layout.Pack(sample));

    internal bool Put(byte[] sample)
    {
        lock (gate)
        {
            var since = Stopwatch.GetTimestamp();
            while (pool.IsFull && !closed) Monitor.Wait(gate);
            held += Stopwatch.GetTimestamp() - since;
            if (closed) return false;
            pool.Add(sample, rng);
            received++;
            Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>Notes that a producer failed; beyond <see cref="ToleratedFailures"/> the next batch throws.</summary>
    public void Fail(string producer, string message)
    {
        lock (gate)
        {
            failures.Add($"{producer}: {message}");
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Says that no more samples will come: the trainer no longer waits for them.</summary>
    public void Complete()
    {
        lock (gate)
        {
            complete = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Says that no more batches will be drawn: producers that wait go on, and are told to end.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>A batch of what is here, waiting while that is too little.</summary>
    /// <exception cref="InvalidOperationException">Producers failed, or all have ended and nothing is left to draw.</exception>
    public Tensor[] Batch(long step)
    {
        lock (choosing)
        {
            var samples = new byte[batch][];
            for (var i = 0; i < batch; i++) samples[i] = Draw(step);
            lock (gate)
            {
                lastBatch = Stopwatch.GetTimestamp();
                if (firstBatch == 0) (firstBatch, starved) = (lastBatch, 0);
                occupancy.Add((pool.Unseen, pool.Seen));
            }

            return Layout.Stack(samples);
        }
    }

    private byte[] Draw(long step)
    {
        lock (gate)
        {
            var since = Stopwatch.GetTimestamp();
            while (pool.Count < (complete ? 1 : Threshold) && !(complete && pool.Count == 0) && failures.Count <= ToleratedFailures) Monitor.Wait(gate);
            starved += Stopwatch.GetTimestamp() - since;
            if (failures.Count > ToleratedFailures)
                throw new InvalidOperationException($"Reservoir: {failures.Count} producers failed, {ToleratedFailures} are tolerated. {string.Join("; ", failures.Take(5))}");
            if (pool.Count == 0) throw new InvalidOperationException($"Reservoir: all producers ended after {received} samples, and step {step} finds none; simulate more, or keep seen samples with Eviction.Seen");
            var sample = pool.Draw(rng);
            Monitor.PulseAll(gate);
            return sample;
        }
    }

    private static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;
}
