using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kit.StatMech.Memories;

/// <summary>The loops over the K patterns of one site: Ls are sums Σ_i x_i s_i, xs small integers.</summary>
internal static class OverlapKernel
{
    /// <summary>L ← L + step · x.</summary>
    public static void Add(Span<double> sums, ReadOnlySpan<sbyte> x, double step)
    {
        ref var l = ref MemoryMarshal.GetReference(sums);
        ref var b = ref MemoryMarshal.GetReference(x);
        var (k, s) = (0, Vector256.Create(step));
        for (; k <= x.Length - 8; k += 8)
        {
            var (low, high) = Widen(ref Unsafe.Add(ref b, k));
            (s * low + Vector256.LoadUnsafe(ref l, (nuint)k)).StoreUnsafe(ref l, (nuint)k);
            (s * high + Vector256.LoadUnsafe(ref l, (nuint)k + 4)).StoreUnsafe(ref l, (nuint)k + 4);
        }

        for (; k < x.Length; k++) sums[k] += step * x[k];
    }

    /// <summary>Σ_μ L_μ x_μ.</summary>
    public static double Dot(ReadOnlySpan<double> sums, ReadOnlySpan<sbyte> x)
    {
        ref var l = ref MemoryMarshal.GetReference(sums);
        ref var b = ref MemoryMarshal.GetReference(x);
        var (k, first, second) = (0, Vector256<double>.Zero, Vector256<double>.Zero);
        for (; k <= x.Length - 8; k += 8)
        {
            var (low, high) = Widen(ref Unsafe.Add(ref b, k));
            first += low * Vector256.LoadUnsafe(ref l, (nuint)k);
            second += high * Vector256.LoadUnsafe(ref l, (nuint)k + 4);
        }

        var sum = Vector256.Sum(first + second);
        for (; k < x.Length; k++) sum += sums[k] * x[k];
        return sum;
    }

    /// <summary>Σ_μ p(L_μ + step · x_μ), where p(L) = Σ_j c_j L^{2j}, times L if odd.</summary>
    /// <param name="sums">L_1 … L_K.</param>
    /// <param name="x">x_1 … x_K; none when step is 0.</param>
    /// <param name="step">Twice the spin that would turn, with its sign.</param>
    /// <param name="coefficients">c_0 … of even powers.</param>
    /// <param name="odd">Whether p has odd powers only.</param>
    public static double Polynomial(ReadOnlySpan<double> sums, ReadOnlySpan<sbyte> x, double step, ReadOnlySpan<double> coefficients, bool odd) => (coefficients.Length, odd) switch
    {
        (3, false) => Polynomial<Quartic>(sums, x, step, coefficients),
        (4, false) => Polynomial<Sextic>(sums, x, step, coefficients),
        (_, false) => Polynomial<Even>(sums, x, step, coefficients),
        _ => Polynomial<Odd>(sums, x, step, coefficients),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Polynomial<TShape>(ReadOnlySpan<double> sums, ReadOnlySpan<sbyte> x, double step, ReadOnlySpan<double> c) where TShape : struct, IShape
    {
        ref var l = ref MemoryMarshal.GetReference(sums);
        ref var b = ref MemoryMarshal.GetReference(x);
        var (k, s) = (0, Vector256.Create(step));
        var (first, second) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (; k <= sums.Length - 8; k += 8)
        {
            var (low, high) = (Vector256.LoadUnsafe(ref l, (nuint)k), Vector256.LoadUnsafe(ref l, (nuint)k + 4));
            if (step != 0)
            {
                var (a, z) = Widen(ref Unsafe.Add(ref b, k));
                (low, high) = (low + s * a, high + s * z);
            }

            first += TShape.At(low, c);
            second += TShape.At(high, c);
        }

        var sum = Vector256.Sum(first + second);
        for (; k < sums.Length; k++) sum += TShape.At(Vector256.CreateScalar(step != 0 ? sums[k] + step * x[k] : sums[k]), c)[0];
        return sum;
    }

    /// <summary>Eight bytes as doubles; by way of F32, which has them all, for the processor knows that way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Low, Vector256<double> High) Widen(ref sbyte bytes)
    {
        var eight = Vector64.LoadUnsafe(ref bytes).ToVector128Unsafe();
        var single = Vector256.ConvertToSingle(Vector256.WidenLower(Vector128.WidenLower(eight).ToVector256Unsafe()));
        return Vector256.Widen(single);
    }

    /// <summary>How a polynomial is computed.</summary>
    private interface IShape
    {
        static abstract Vector256<double> At(Vector256<double> l, ReadOnlySpan<double> c);
    }

    private readonly struct Quartic : IShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> At(Vector256<double> l, ReadOnlySpan<double> c)
        {
            var y = l * l;
            return (Vector256.Create(c[2]) * y + Vector256.Create(c[1])) * y + Vector256.Create(c[0]);
        }
    }

    private readonly struct Sextic : IShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> At(Vector256<double> l, ReadOnlySpan<double> c)
        {
            var y = l * l;
            return ((Vector256.Create(c[3]) * y + Vector256.Create(c[2])) * y + Vector256.Create(c[1])) * y + Vector256.Create(c[0]);
        }
    }

    private readonly struct Even : IShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> At(Vector256<double> l, ReadOnlySpan<double> c)
        {
            var (y, value) = (l * l, Vector256.Create(c[^1]));
            for (var j = c.Length - 2; j >= 0; j--) value = value * y + Vector256.Create(c[j]);
            return value;
        }
    }

    private readonly struct Odd : IShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> At(Vector256<double> l, ReadOnlySpan<double> c) => l * Even.At(l, c);
    }
}
