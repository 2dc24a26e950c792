namespace Kit.Learning.Online;

/// <summary>In which order samples come and are drawn, whatever the speed of machines.</summary>
public sealed record StreamSchedule
{
    /// <summary>Simulations under way at a time, from which samples come in turn. Simulation i is the (i / Streams)-th of stream i mod Streams.</summary>
    public int Streams { get; init; } = 8;

    /// <summary>Simulations in all.</summary>
    public long Simulations { get; init; } = long.MaxValue;

    /// <summary>Samples of a batch.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>New samples before each batch but the first.</summary>
    public int Fresh { get; init; } = 16;

    /// <summary>New samples before the first batch.</summary>
    public int WarmUp { get; init; } = 256;

    /// <summary>Most samples held.</summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>The law of the reservoir.</summary>
    public Eviction Eviction { get; init; } = Eviction.Seen;

    /// <summary>Samples that a thread may be ahead of the training.</summary>
    public int Ahead { get; init; } = 64;

    internal void Check()
    {
        if (Streams < 1 || Simulations < 1 || Batch < 1 || Fresh < 1 || WarmUp < 1 || Ahead < 1) throw new ArgumentException($"ScheduledStream: {this}; all numbers are 1 at least");
        if (WarmUp > Capacity || Fresh > Capacity) throw new ArgumentException($"ScheduledStream: a warm-up of {WarmUp} and {Fresh} fresh samples a batch do not go into a capacity of {Capacity}");
        if (Eviction != Eviction.Seen && (Fresh != Batch || WarmUp < Batch))
            throw new ArgumentException($"ScheduledStream: {Eviction} draws every sample once, so a batch of {Batch} needs {Batch} fresh samples and a warm-up of {Batch} at least, but they are {Fresh} and {WarmUp}");
    }
}
