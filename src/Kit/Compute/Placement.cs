using System.Runtime.InteropServices;

namespace Kit.Compute;

/// <summary>Moves a worker off the processor of the thread that waits for it.</summary>
/// <remarks>
/// Linux likes to wake a thread on the processor of the one that woke it. Two threads that wait for each other awake then share that
/// processor for many milliseconds, since neither sleeps, while another is idle: a 128 x 128 product took four times as long.
/// </remarks>
internal static unsafe partial class Placement
{
    private const int Bytes = 128;
    private static readonly bool Movable = OperatingSystem.IsLinux() && Environment.ProcessorCount > 1;

    /// <summary>The processor of the calling thread, or −1. The runtime's own answer is remembered for many calls and would be that of another time.</summary>
    public static int Here => Movable ? CurrentProcessor() : -1;

    /// <summary>Goes to another processor when the calling thread is on <paramref name="processor"/>; where it may run stays as it was.</summary>
    public static void Leave(int processor)
    {
        if (!Movable || processor < 0 || processor >= 8 * Bytes || CurrentProcessor() != processor) return;
        byte* allowed = stackalloc byte[Bytes], others = stackalloc byte[Bytes];
        new Span<byte>(allowed, Bytes).Clear();
        if (GetAffinity(0, Bytes, allowed) < 0) return;
        new Span<byte>(allowed, Bytes).CopyTo(new Span<byte>(others, Bytes));
        others[processor / 8] &= (byte)~(1 << (processor % 8));
        if (new Span<byte>(others, Bytes).ContainsAnyExcept((byte)0) && SetAffinity(0, Bytes, others) == 0) SetAffinity(0, Bytes, allowed);
    }

    [LibraryImport("libc", EntryPoint = "sched_getcpu"), SuppressGCTransition]
    private static partial int CurrentProcessor();

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nuint bytes, byte* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint bytes, byte* mask);
}
