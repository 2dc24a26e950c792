namespace Kit.Compute.Cpu;

/// <summary>Native memory of the host, aligned to 64 bytes and padded to whole blocks of 256 elements.</summary>
public sealed unsafe class HostStorage : Storage
{
    private byte* pointer;

    private HostStorage(byte* pointer, long bytes) : base(bytes) => this.pointer = pointer;

    /// <summary>The finalizer is the safety net of a tensor that nobody disposed.</summary>
    ~HostStorage() => Return();

    internal byte* Pointer => pointer;

    /// <summary>Uninitialised room for <paramref name="count"/> elements.</summary>
    /// <exception cref="OutOfMemoryException">The system has no such room.</exception>
    public static HostStorage Rent(long count, DType type)
    {
        var bytes = checked((Math.Max(count, 1) + 255) / 256 * 256 * type.Bytes());
        return new(Pool.Rent(bytes), bytes);
    }

    /// <inheritdoc/>
    protected override void Free()
    {
        Return();
        GC.SuppressFinalize(this);
    }

    private void Return()
    {
        if (pointer == null) return;
        Pool.Return(pointer, Bytes);
        pointer = null;
    }
}
