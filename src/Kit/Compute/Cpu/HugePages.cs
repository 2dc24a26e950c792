using System.Runtime.InteropServices;

namespace Kit.Compute.Cpu;

/// <summary>Asks Linux for pages of 2 MiB under large blocks, where it gives them on request only.</summary>
/// <remarks>With pages of 4 KiB the processor loses more time in finding where the next page is than in reading it: an image, a band of rows or a line of a matrix ends after a page or few.</remarks>
internal static unsafe partial class HugePages
{
    /// <summary>Bytes of a page, and of the smallest block that gets one.</summary>
    public const long Bytes = 2L << 20;

    private const int Advice = 14; // MADV_HUGEPAGE

    /// <summary>A block at the beginning of a page. A system that does not know the request leaves the block as it is.</summary>
    public static byte* Allocate(long size)
    {
        var block = (byte*)NativeMemory.AlignedAlloc((nuint)size, (nuint)Bytes);
        // Whole pages only: a part of one would take the memory of all of it.
        if (OperatingSystem.IsLinux()) Advise(block, (nuint)(size / Bytes * Bytes), Advice);
        return block;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* address, nuint bytes, int advice);
}
