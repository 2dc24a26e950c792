using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kit.StatMech.Memories;

/// <summary>The loops over the K vectors of one site. Sums of eight lanes on every processor, so that all give the same bits.</summary>
internal static class OverlapKernel
{
    /// <summary>L ← L + step · x.</summary>
    public static void Add(Span<double> sums, ReadOnlySpan<sbyte> x, double step)
    {
        ref var l = ref MemoryMarshal.GetReference(sums);
        ref var b = ref MemoryMarshal.GetReference(x);
        var (k, s) = (0, Vector512.Create(step));
        for (; k <= x.Length - 16; k += 16)
        {
            var (low, high) = Widen(ref Unsafe.Add(ref b, k));
            Vector512.FusedMultiplyAdd(s, low, Vector512.LoadUnsafe(ref l, (nuint)k)).StoreUnsafe(ref l, (nuint)k);
            Vector512.FusedMultiplyAdd(s, high, Vector512.LoadUnsafe(ref l, (nuint)k + 8)).StoreUnsafe(ref l, (nuint)k + 8);
        }

        for (; k < x.Length; k++) sums[k] += step * x[k];
    }

    /// <summary>Σ_v a_v x_v.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<sbyte> x)
    {
        ref var l = ref MemoryMarshal.GetReference(a);
        ref var b = ref MemoryMarshal.GetReference(x);
        var (k, first, second) = (0, Vector512<double>.Zero, Vector512<double>.Zero);
        for (; k <= x.Length - 16; k += 16)
        {
            var (low, high) = Widen(ref Unsafe.Add(ref b, k));
            first = Vector512.FusedMultiplyAdd(low, Vector512.LoadUnsafe(ref l, (nuint)k), first);
            second = Vector512.FusedMultiplyAdd(high, Vector512.LoadUnsafe(ref l, (nuint)k + 8), second);
        }

        var sum = Vector512.Sum(first + second);
        for (; k < x.Length; k++) sum += a[k] * x[k];
        return sum;
    }

    /// <summary>Σ_v p(L_v + step · x_v), where p(L) = Σ_j c_j L^{2j}, times L if odd; nothing is added when step is 0.</summary>
    public static double Polynomial(ReadOnlySpan<double> sums, ReadOnlySpan<sbyte> x, double step, ReadOnlySpan<double> c, bool odd)
    {
        ref var l = ref MemoryMarshal.GetReference(sums);
        ref var b = ref MemoryMarshal.GetReference(x);
        var (k, s, total) = (0, Vector512.Create(step), Vector512<double>.Zero);
        for (; k <= sums.Length - 16; k += 16)
        {
            var (low, high) = (Vector512.LoadUnsafe(ref l, (nuint)k), Vector512.LoadUnsafe(ref l, (nuint)k + 8));
            if (step != 0)
            {
                var (u, v) = Widen(ref Unsafe.Add(ref b, k));
                (low, high) = (Vector512.FusedMultiplyAdd(s, u, low), Vector512.FusedMultiplyAdd(s, v, high));
            }

            total += At(low, c, odd) + At(high, c, odd);
        }

        var sum = Vector512.Sum(total);
        for (; k < sums.Length; k++) sum += At(Vector512.CreateScalar(step != 0 ? sums[k] + step * x[k] : sums[k]), c, odd)[0];
        return sum;
    }

    /// <summary>B ← b(L), and returns Σ p(L) and Σ d(L).</summary>
    public static (double Energy, double Even) Renew(ReadOnlySpan<double> sums, Span<double> odds, in FlipPolynomials polynomials)
    {
        ref var l = ref MemoryMarshal.GetReference(sums);
        ref var o = ref MemoryMarshal.GetReference(odds);
        var (k, f) = (0, polynomials);
        var (energy, even) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (; k <= sums.Length - 8; k += 8)
        {
            var next = Vector512.LoadUnsafe(ref l, (nuint)k);
            energy += At(next, f.Energy, f.IsOdd);
            even += At(next, f.Even, f.IsOdd);
            At(next, f.Odd, !f.IsOdd).StoreUnsafe(ref o, (nuint)k);
        }

        var (sumEnergy, sumEven) = (Vector512.Sum(energy), Vector512.Sum(even));
        for (; k < sums.Length; k++)
        {
            var next = Vector512.CreateScalar(sums[k]);
            sumEnergy += At(next, f.Energy, f.IsOdd)[0];
            sumEven += At(next, f.Even, f.IsOdd)[0];
            odds[k] = At(next, f.Odd, !f.IsOdd)[0];
        }

        return (sumEnergy, sumEven);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> At(Vector512<double> l, ReadOnlySpan<double> c, bool odd)
    {
        var (y, value) = (l * l, Vector512.Create(c[^1]));
        for (var j = c.Length - 2; j >= 0; j--) value = Vector512.FusedMultiplyAdd(value, y, Vector512.Create(c[j]));
        return odd ? l * value : value;
    }

    /// <summary>Sixteen bytes as doubles; without AVX-512 by way of F32, which has them all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Low, Vector512<double> High) Widen(ref sbyte bytes)
    {
        var sixteen = Vector128.LoadUnsafe(ref bytes);
        if (Avx512F.IsSupported)
        {
            var whole = Avx512F.ConvertToVector512Int32(sixteen);
            return (Avx512F.ConvertToVector512Double(whole.GetLower()), Avx512F.ConvertToVector512Double(whole.GetUpper()));
        }

        var (low, high) = Vector128.Widen(sixteen);
        return (Eight(low), Eight(high));

        static Vector512<double> Eight(Vector128<short> eight)
        {
            var (a, b) = Vector256.Widen(Vector256.ConvertToSingle(Vector256.WidenLower(eight.ToVector256Unsafe())));
            return Vector512.Create(a, b);
        }
    }
}
