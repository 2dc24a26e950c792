namespace Kit.Compute;

/// <summary>Counters of the host memory that tensors hold.</summary>
public static class Memory
{
    /// <summary>Bytes held by live tensors.</summary>
    public static long InUse => Cpu.Pool.InUse;

    /// <summary>The largest <see cref="InUse"/> since the start or the last <see cref="ResetPeak"/>.</summary>
    public static long Peak => Cpu.Pool.Peak;

    /// <summary>Bytes kept for reuse.</summary>
    public static long Cached => Cpu.Pool.Cached;

    /// <summary>Starts a new peak from the present use.</summary>
    public static void ResetPeak() => Cpu.Pool.ResetPeak();

    /// <summary>Gives the cached bytes back to the operating system.</summary>
    public static void Trim() => Cpu.Pool.Trim();
}
