using Kit.Compute;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>The next words of a stream, many at a time, for loops in which a call for each would count.</summary>
internal static class RandomWords
{
    /// <summary>Words taken at a time: few enough that small clusters do not pay for what they leave.</summary>
    public const int Batch = 64;

    /// <summary>Fills a span, a multiple of 16 long, from the next whole block on.</summary>
    public static void Take(Rng rng, Span<ulong> words)
    {
        rng.Position = (rng.Position + 1) & ~1UL;
        Philox.Words(rng.Seed, rng.StreamId, rng.Position >> 1, words);
        rng.Position += (ulong)words.Length;
    }

    /// <summary>Gives back the last words, which nobody used.</summary>
    public static void Return(Rng rng, int unused) => rng.Position -= (ulong)unused;
}
