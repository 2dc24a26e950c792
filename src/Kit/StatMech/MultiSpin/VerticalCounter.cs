using System.Runtime.Intrinsics;

namespace Kit.StatMech.MultiSpin;

/// <summary>Adds up bits, 512 counts side by side: level l of the sum holds bit l of every count.</summary>
/// <remarks>
/// A carry-save adder of three bits of weight 2ˡ gives a sum and a carry of weight 2ˡ⁺¹. Level l waits with every other bit that comes to it, so that n vectors cost about n adders in all.
/// </remarks>
internal unsafe ref struct VerticalCounter(Span<Vector512<ulong>> room)
{
    /// <summary>Levels of a counter, for 2²⁸ bits, and the vectors of room it needs.</summary>
    public const int Levels = 28, Room = 2 * Levels;

    private readonly Span<Vector512<ulong>> sums = room[..Levels], waiting = room[Levels..Room];
    private uint count;

    /// <summary>Adds one bit to each count.</summary>
    public void Add(Vector512<ulong> bits)
    {
        var level = 0;
        for (var n = count++; (n & 1) != 0; n >>= 1, level++)
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

    private static void Spread(Vector512<ulong> bits, int level, Span<int> counts)
    {
        for (var lane = 0; lane < 8; lane++)
        {
            var word = bits[lane];
            for (var bit = 0; bit < 64 && word != 0; bit++, word >>= 1) counts[64 * lane + bit] += (int)(word & 1) << level;
        }
    }
}
