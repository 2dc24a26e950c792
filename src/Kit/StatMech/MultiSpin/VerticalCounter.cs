using System.Runtime.Intrinsics;

namespace Kit.StatMech.MultiSpin;

/// <summary>Adds up bits, 512 counts side by side: level l of the sum holds bit l of every count.</summary>
/// <remarks>
/// A carry-save adder of three bits of weight 2ˡ gives a sum and a carry of weight 2ˡ⁺¹. Level l waits with every other bit that comes to it, so that n vectors cost about n adders in all.
/// Who adds many bits does the lowest levels in registers, and brings what is left of them here.
/// </remarks>
internal unsafe ref struct VerticalCounter(Span<Vector512<ulong>> room)
{
    /// <summary>Levels of a counter, for 2²⁸ bits, and the vectors of room it needs.</summary>
    public const int Levels = 28, Room = 2 * Levels;

    private readonly Span<Vector512<ulong>> sums = room[..Levels], waiting = room[Levels..Room];
    private uint count;

    /// <summary>Adds one bit of weight 2^level to each count.</summary>
    public void Add(Vector512<ulong> bits, int level = 0)
    {
        var n = count >> level;
        count += 1u << level;
        for (; (n & 1) != 0; n >>= 1, level++)
        {
            var (sum, other) = (sums[level], waiting[level]);
            sums[level] = sum ^ other ^ bits;
            bits = (sum & other) | (bits & (sum | other));
        }

        waiting[level] = bits;
    }

    /// <summary>The counts: lane after lane, lowest bit first.</summary>
    public readonly void Read(Span<int> counts)
    {
        counts.Clear();
        for (var level = 0; level < Levels && count >> level != 0; level++)
        {
            Spread(sums[level], level, counts);
            if ((count >> level & 1) != 0) Spread(waiting[level], level, counts);
        }
    }

    /// <summary>Adds 2^level to the counts whose bit is set, sixteen at a time.</summary>
    private static void Spread(Vector512<ulong> bits, int level, Span<int> counts)
    {
        const int width = 16;
        var (places, weight) = (Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768), Vector512.Create(1 << level));
        for (var k = 0; k < 512; k += width)
        {
            var part = Vector512.Create((int)(bits[k / 64] >> k % 64)) & places;
            (Vector512.LoadUnsafe(ref counts[k]) + (Vector512.Equals(part, places) & weight)).StoreUnsafe(ref counts[k]);
        }
    }
}
