using System.Runtime.CompilerServices;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Coins of one probability p, 64 at a time: the bits of a word are 1 with probability p, independent of each other.</summary>
/// <remarks>
/// Each coin compares the binary digits of a random number with those of p, from the highest on, and is decided where they first differ; random word k has digit k of all 64 numbers. After 8 words one coin in four words is still undecided.
/// </remarks>
internal sealed unsafe class BondCoins
{
    private const int Batch = 256, Digits = 32, Sure = 8;
    private readonly ulong[] words = new ulong[Batch];
    private Rng? rng;
    private uint threshold;
    private int next;

    /// <summary>Starts with coins of the probability <paramref name="threshold"/>/2³².</summary>
    public void Begin(Rng rng, uint threshold) => (this.rng, this.threshold, next) = (rng, threshold, Batch);

    /// <summary>Gives back the random words that nobody used.</summary>
    public void End() => RandomWords.Return(rng!, Batch - next);

    /// <summary>64 coins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
    {
        if (next > Batch - Digits) Refill();
        var (heads, undecided, digits) = (0UL, ulong.MaxValue, threshold);
        fixed (ulong* start = &words[next])
        {
            var k = 0;
            for (; k < Sure; k++, digits <<= 1) Compare(start[k], digits, ref heads, ref undecided);
            for (; undecided != 0 && k < Digits; k++, digits <<= 1) Compare(start[k], digits, ref heads, ref undecided);
            next += k;
        }

        return heads;
    }

    /// <summary>A coin alone.</summary>
    public bool One()
    {
        if (next == Batch) Refill();
        return words[next++] >> 32 < threshold;
    }

    /// <summary>A digit 0 of the random number where p has 1 makes it smaller: heads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Compare(ulong word, uint digits, ref ulong heads, ref ulong undecided)
    {
        var digit = (ulong)((int)digits >> 31);
        heads |= undecided & digit & ~word;
        undecided &= ~(word ^ digit);
    }

    private void Refill()
    {
        RandomWords.Return(rng!, Batch - next);
        RandomWords.Take(rng!, words);
        next = 0;
    }
}
