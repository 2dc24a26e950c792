namespace Kit.Compute;

/// <summary>A piece of device memory, counted by the tensors that look at it and given back when the last lets go.</summary>
public abstract class Storage(long bytes)
{
    private int owners = 1;

    /// <summary>Usable bytes.</summary>
    public long Bytes { get; } = bytes;

    internal void Retain() => Interlocked.Increment(ref owners);

    internal void Release()
    {
        if (Interlocked.Decrement(ref owners) == 0) Free();
    }

    /// <summary>Gives the memory back; called once.</summary>
    protected abstract void Free();
}
