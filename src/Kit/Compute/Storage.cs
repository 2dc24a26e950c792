namespace Kit.Compute;

/// <summary>A piece of device memory, counted by the tensors that look at it and given back when the last lets go.</summary>
public abstract class Storage(long bytes)
{
    private int owners = 1;

    /// <summary>Usable bytes.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Number of writes in place, so that who saved the contents can tell that they changed.</summary>
    internal int Version { get; set; }

    /// <summary>The operation that wrote in place last.</summary>
    internal string? Writer { get; set; }

    /// <summary>True while one tensor looks at it.</summary>
    internal bool IsSole => Volatile.Read(ref owners) == 1;

    internal void Retain() => Interlocked.Increment(ref owners);

    internal void Release()
    {
        if (Interlocked.Decrement(ref owners) == 0) Free();
    }

    /// <summary>Gives the memory back; called once.</summary>
    protected abstract void Free();
}
