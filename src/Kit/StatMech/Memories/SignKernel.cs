using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kit.StatMech.Memories;

/// <summary>The loops over the K patterns of one site where all entries are ±1. Sums of eight lanes in one order on every processor, so that all give the same bits.</summary>
internal static class SignKernel
{
    private const ulong Sign = 1UL << 63;

    /// <summary>Σ_v a_v x_v.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<ulong> signs)
    {
        ref var from = ref MemoryMarshal.GetReference(a);
        ref var words = ref MemoryMarshal.GetReference(signs);
        var (k, s0, s1, s2, s3) = (0, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (var whole = a.Length & ~7; k < whole;)
        {
            var bits = Vector512.LoadUnsafe(ref words, (nuint)(k / PatternSigns.Block * 8));
            var end = Math.Min(whole, k + PatternSigns.Block);
            for (; k <= end - 32; k += 32, bits <<= 4)
            {
                s0 += Times(Vector512.LoadUnsafe(ref from, (nuint)k), bits);
                s1 += Times(Vector512.LoadUnsafe(ref from, (nuint)k + 8), bits << 1);
                s2 += Times(Vector512.LoadUnsafe(ref from, (nuint)k + 16), bits << 2);
                s3 += Times(Vector512.LoadUnsafe(ref from, (nuint)k + 24), bits << 3);
            }

            for (; k < end; k += 8, bits <<= 1) s0 += Times(Vector512.LoadUnsafe(ref from, (nuint)k), bits);
        }

        var sum = Vector512.Sum((s0 + s1) + (s2 + s3));
        for (; k < a.Length; k++) sum += Times(a[k], PatternSigns.Bit(signs, k));
        return sum;
    }

    /// <summary>L ← L + step · x.</summary>
    public static void Add(Span<double> sums, ReadOnlySpan<ulong> signs, double step)
    {
        ref var l = ref MemoryMarshal.GetReference(sums);
        ref var words = ref MemoryMarshal.GetReference(signs);
        var (k, s) = (0, Vector512.Create(step));
        for (var whole = sums.Length & ~7; k < whole;)
        {
            var bits = Vector512.LoadUnsafe(ref words, (nuint)(k / PatternSigns.Block * 8));
            for (var end = Math.Min(whole, k + PatternSigns.Block); k < end; k += 8, bits <<= 1)
                (Vector512.LoadUnsafe(ref l, (nuint)k) + Times(s, bits)).StoreUnsafe(ref l, (nuint)k);
        }

        for (; k < sums.Length; k++) sums[k] += Times(step, PatternSigns.Bit(signs, k));
    }

    /// <summary>L ← L + step · x, B ← L (b₀ + b₁ L²), and returns Σ L² and Σ L⁴: what a flip of a spin changes in a sum of polynomials of degree four.</summary>
    public static (double Squares, double Fourths) Turn(Span<double> sums, Span<double> odds, ReadOnlySpan<ulong> signs, double step, double b0, double b1)
    {
        ref var l = ref MemoryMarshal.GetReference(sums);
        ref var o = ref MemoryMarshal.GetReference(odds);
        ref var words = ref MemoryMarshal.GetReference(signs);
        var (k, s, c0, c1) = (0, Vector512.Create(step), Vector512.Create(b0), Vector512.Create(b1));
        var (squares0, squares1, fourths0, fourths1) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (var whole = sums.Length & ~7; k < whole;)
        {
            var bits = Vector512.LoadUnsafe(ref words, (nuint)(k / PatternSigns.Block * 8));
            var end = Math.Min(whole, k + PatternSigns.Block);
            for (; k <= end - 16; k += 16, bits <<= 2)
            {
                Next(ref l, ref o, k, Times(s, bits), c0, c1, ref squares0, ref fourths0);
                Next(ref l, ref o, k + 8, Times(s, bits << 1), c0, c1, ref squares1, ref fourths1);
            }

            if (k < end) Next(ref l, ref o, k, Times(s, bits), c0, c1, ref squares0, ref fourths0);
            k = end;
        }

        var (squares, fourths) = (Vector512.Sum(squares0 + squares1), Vector512.Sum(fourths0 + fourths1));
        for (; k < sums.Length; k++)
        {
            var next = sums[k] += Times(step, PatternSigns.Bit(signs, k));
            var y = next * next;
            squares += y;
            fourths += y * y;
            odds[k] = next * Math.FusedMultiplyAdd(b1, y, b0);
        }

        return (squares, fourths);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Next(ref double l, ref double o, int k, Vector512<double> step, Vector512<double> b0, Vector512<double> b1, ref Vector512<double> squares, ref Vector512<double> fourths)
    {
        var next = Vector512.LoadUnsafe(ref l, (nuint)k) + step;
        next.StoreUnsafe(ref l, (nuint)k);
        var y = next * next;
        squares += y;
        fourths = Vector512.FusedMultiplyAdd(y, y, fourths);
        (next * Vector512.FusedMultiplyAdd(b1, y, b0)).StoreUnsafe(ref o, (nuint)k);
    }

    /// <summary>a with the sign turned where the highest bit is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Times(Vector512<double> a, Vector512<ulong> bits) => (a.AsUInt64() ^ bits & Vector512.Create(Sign)).AsDouble();

    private static double Times(double a, ulong bit) => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(a) ^ bit);
}
