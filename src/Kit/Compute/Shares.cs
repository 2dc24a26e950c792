namespace Kit.Compute;

/// <summary>The pieces of a parallel loop that are still to be done: a share of neighbours for each thread, which takes its own from the front and those of others from the back.</summary>
/// <remarks>A core that other programs use does less, and nobody waits for it. Who does a piece makes no difference to what comes out. Without locks: a share is one word, changed by compare and exchange.</remarks>
internal sealed class Shares
{
    /// <summary>Words from one share to the next: two cache lines, since processors fetch them in pairs.</summary>
    private const int Stride = 16;

    /// <summary>The first piece of each share in the upper half of a word, the end in the lower.</summary>
    private readonly long[] ranges;

    public Shares(int pieces, int threads)
    {
        ranges = new long[threads * Stride];
        for (var t = 0; t < threads; t++) ranges[t * Stride] = (long)t * pieces / threads << 32 | (long)(t + 1) * pieces / threads;
    }

    /// <summary>The next piece for thread t, or −1 when all are taken.</summary>
    public int Next(int t)
    {
        if (Take(t, front: true) is >= 0 and var own) return own;
        for (var other = 0; other < ranges.Length / Stride; other++)
            if (Take(other, front: false) is >= 0 and var piece) return piece;
        return -1;
    }

    private int Take(int t, bool front)
    {
        ref var range = ref ranges[t * Stride];
        while (true)
        {
            var seen = Volatile.Read(ref range);
            var (next, end) = ((int)(seen >> 32), (int)seen);
            if (next >= end) return -1;
            if (Interlocked.CompareExchange(ref range, front ? seen + (1L << 32) : seen - 1, seen) == seen) return front ? next : end - 1;
        }
    }
}
