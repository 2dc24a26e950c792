using System.Numerics;
using System.Runtime.InteropServices;

namespace Kit.Compute.Cpu;

/// <summary>Caches native blocks by size class, so that a loop of tensor operations asks the system for memory only once.</summary>
/// <remarks>
/// Four classes a power of two waste at most a quarter. The garbage collector does not see native memory: when a block must be
/// made and live tensors hold more than twice what survived the last look, the pool asks the collector for dropped ones first.
/// </remarks>
internal static unsafe class Pool
{
    private const long Slack = 64L << 20;
    private const long CacheLimit = 2L << 30;
    private static readonly Lock Gate = new();
    private static readonly Stack<nint>[] Free = new Stack<nint>[256];
    private static long inUse, peak, cached, survived;

    public static long InUse => Volatile.Read(ref inUse);

    public static long Peak => Volatile.Read(ref peak);

    public static long Cached => Volatile.Read(ref cached);

    public static void ResetPeak()
    {
        lock (Gate) peak = inUse;
    }

    public static byte* Rent(long bytes)
    {
        var (index, size) = Class(bytes);
        if (TryTake(index, size, out var block)) return block;
        if (InUse > Slack + 2 * Volatile.Read(ref survived))
        {
            Collect();
            if (TryTake(index, size, out block)) return block;
        }

        // The system lends more than it has and kills later: say it now.
        if (size > 1L << 30 && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is var all && size > all)
            throw new OutOfMemoryException($"a tensor of {size >> 20} MiB does not fit this machine's {all >> 20} MiB");
        block = size >= HugePages.Bytes ? HugePages.Allocate(size) : (byte*)NativeMemory.AlignedAlloc((nuint)size, 64);
        lock (Gate) Count(size);
        return block;
    }

    public static void Return(byte* block, long bytes)
    {
        var (index, size) = Class(bytes);
        lock (Gate)
        {
            inUse -= size;
            if (cached + size <= CacheLimit)
            {
                cached += size;
                (Free[index] ??= new()).Push((nint)block);
                return;
            }
        }

        NativeMemory.AlignedFree(block);
    }

    public static void Trim()
    {
        lock (Gate)
        {
            foreach (var stack in Free)
                while (stack is not null && stack.TryPop(out var block)) NativeMemory.AlignedFree((void*)block);
            cached = 0;
        }
    }

    private static bool TryTake(int index, long size, out byte* block)
    {
        lock (Gate)
        {
            if (Free[index] is { } stack && stack.TryPop(out var found))
            {
                cached -= size;
                Count(size);
                block = (byte*)found;
                return true;
            }
        }

        block = null;
        return false;
    }

    private static void Count(long size)
    {
        inUse += size;
        if (inUse > peak) peak = inUse;
    }

    private static void Collect()
    {
        var before = InUse;
        GC.Collect(0);
        GC.WaitForPendingFinalizers();
        if (InUse > before / 2)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Volatile.Write(ref survived, InUse);
    }

    /// <summary>The class of a size: 2ᵏ·{4,5,6,7}/4 rounded up.</summary>
    private static (int Index, long Size) Class(long bytes)
    {
        var k = Math.Max(BitOperations.Log2((ulong)bytes), 2);
        var quarter = 1L << (k - 2);
        var steps = (bytes + quarter - 1) / quarter;
        return (4 * k + (int)(steps - 4), steps * quarter);
    }
}
