using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kit.Compute;

/// <summary>Philox4x32-10: a bijection of 128-bit counters, keyed by 64 bits, whose outputs pass every known statistical test.</summary>
/// <remarks>
/// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Kit's layout: key = seed (low word first),
/// counter = (block low, block high, stream low, stream high). A block gives two 64-bit words: w₀ = x₀ + 2³²x₁, w₁ = x₂ + 2³²x₃.
/// </remarks>
public static class Philox
{
    private const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57, W0 = 0x9E3779B9, W1 = 0xBB67AE85;

    /// <summary>The four words of one counter under one key.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < 10; round++)
        {
            var p0 = (ulong)M0 * c0;
            var p1 = (ulong)M1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += W0;
            k1 += W1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>The two 64-bit words of a block in Kit's layout.</summary>
    public static (ulong W0, ulong W1) Words(ulong seed, ulong stream, ulong block)
    {
        var (x0, x1, x2, x3) = Block((uint)block, (uint)(block >> 32), (uint)stream, (uint)(stream >> 32), (uint)seed, (uint)(seed >> 32));
        return (x0 | (ulong)x1 << 32, x2 | (ulong)x3 << 32);
    }

    /// <summary>The words of neighbouring blocks, eight blocks at a time: lane i of each vector is block + i.</summary>
    /// <param name="seed">The key.</param>
    /// <param name="stream">The upper half of the counter.</param>
    /// <param name="block">The lower half of the counter for the first block.</param>
    /// <param name="words">Room for two words a block; a multiple of 16 words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Words(ulong seed, ulong stream, ulong block, Span<ulong> words)
    {
        for (var i = 0; i < words.Length; i += 16, block += 8)
        {
            var counter = Vector512.Create(block) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
            var (c0, c1, c2, c3) = (counter, counter >> 32, Vector512.Create(stream), Vector512.Create(stream >> 32));
            var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
            for (var round = 0; round < 10; round++)
            {
                // Only the low halves of the lanes count; what stands above them is dropped by the product and at the end.
                var (p0, p1) = (LowProduct(c0, M0), LowProduct(c2, M1));
                (c0, c1, c2, c3) = ((p1 >> 32) ^ c1 ^ Vector512.Create((ulong)k0), p1, (p0 >> 32) ^ c3 ^ Vector512.Create((ulong)k1), p0);
                k0 += W0;
                k1 += W1;
            }

            var low = Vector512.Create((ulong)uint.MaxValue);
            var (first, second) = ((c0 & low) | (c1 << 32), (c2 & low) | (c3 << 32));
            if (Avx512F.IsSupported)
            {
                Avx512F.PermuteVar8x64x2(first, Vector512.Create(0UL, 8, 1, 9, 2, 10, 3, 11), second).CopyTo(words[i..]);
                Avx512F.PermuteVar8x64x2(first, Vector512.Create(4UL, 12, 5, 13, 6, 14, 7, 15), second).CopyTo(words[(i + 8)..]);
            }
            else
            {
                for (var lane = 0; lane < 8; lane++) (words[i + 2 * lane], words[i + 2 * lane + 1]) = (first[lane], second[lane]);
            }
        }
    }

    /// <summary>Random bits as vectors of 512: two from every eight blocks, vectors 2i and 2i + 1 from the blocks 8i … 8i + 7.</summary>
    /// <remarks>Lane j of vector 2i is word w₀ of block 8i + j, lane j of vector 2i + 1 its word w₁. Two chains of rounds side by side fill the pipelines.</remarks>
    /// <param name="seed">The key.</param>
    /// <param name="stream">The upper half of the counter.</param>
    /// <param name="block">The lower half of the counter for the first block.</param>
    /// <param name="bits">Room for the vectors.</param>
    /// <param name="count">How many vectors, a multiple of 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static unsafe void Vectors(ulong seed, ulong stream, ulong block, Vector512<ulong>* bits, int count)
    {
        for (var end = bits + count; bits < end; bits += 4, block += 16)
        {
            var (a, b) = (new Lanes(block, stream), new Lanes(block + 8, stream));
            var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
            for (var round = 0; round < 10; round++)
            {
                var (v0, v1) = (Vector512.Create((ulong)k0), Vector512.Create((ulong)k1));
                a = a.Round(v0, v1);
                b = b.Round(v0, v1);
                k0 += W0;
                k1 += W1;
            }

            a.Store(bits);
            b.Store(bits + 2);
        }
    }

    /// <summary>Eight neighbouring counters on their way through the rounds; only the low halves of the lanes count.</summary>
    private readonly struct Lanes
    {
        private readonly Vector512<ulong> c0, c1, c2, c3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Lanes(ulong block, ulong stream)
        {
            c0 = Vector512.Create(block) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
            (c1, c2, c3) = (c0 >> 32, Vector512.Create(stream), Vector512.Create(stream >> 32));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Lanes(Vector512<ulong> c0, Vector512<ulong> c1, Vector512<ulong> c2, Vector512<ulong> c3) => (this.c0, this.c1, this.c2, this.c3) = (c0, c1, c2, c3);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Lanes Round(Vector512<ulong> k0, Vector512<ulong> k1)
        {
            var (p0, p1) = (LowProduct(c0, M0), LowProduct(c2, M1));
            return new((p1 >> 32) ^ c1 ^ k0, p1, (p0 >> 32) ^ c3 ^ k1, p0);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe void Store(Vector512<ulong>* bits)
        {
            var low = Vector512.Create((ulong)uint.MaxValue);
            Vector512.Store((c0 & low) | (c1 << 32), (ulong*)bits);
            Vector512.Store((c2 & low) | (c3 << 32), (ulong*)(bits + 1));
        }
    }

    /// <summary>The 64-bit products of the lanes' low halves and a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> LowProduct(Vector512<ulong> a, uint factor)
    {
        var m = Vector512.Create((ulong)factor);
        if (Avx512F.IsSupported) return Avx512F.Multiply(a.AsUInt32(), m.AsUInt32());
        if (!Avx2.IsSupported) return (a & Vector512.Create((ulong)uint.MaxValue)) * m;
        return Vector512.Create(Avx2.Multiply(a.GetLower().AsUInt32(), m.GetLower().AsUInt32()), Avx2.Multiply(a.GetUpper().AsUInt32(), m.GetUpper().AsUInt32()));
    }

    /// <summary>A 64-bit word as a number in [0, 1) with 53 bits.</summary>
    public static double ToUnit(ulong word) => (word >> 11) * (1.0 / (1UL << 53));

    /// <summary>A 32-bit word as a number in [0, 1) with 24 bits.</summary>
    public static float ToUnit(uint word) => (word >> 8) * (1f / (1 << 24));
}
