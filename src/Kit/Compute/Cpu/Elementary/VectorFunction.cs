using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kit.Compute.Cpu;

/// <summary>A real function on vectors: each lane's result depends on that lane alone, and its bits neither on the instruction set nor on how far the runtime has optimised.</summary>
internal interface IVectorFunction<T>
{
    static abstract Vector512<T> Of(Vector512<T> x);
}

/// <summary>Applies a vector function to spans, which may be one and the same.</summary>
internal static class Map<T, TFunction> where T : unmanaged where TFunction : struct, IVectorFunction<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<T> x, Span<T> y)
    {
        var n = x.Length - x.Length % Vector512<T>.Count;
        for (var i = 0; i < n; i += Vector512<T>.Count) TFunction.Of(Vector512.Create(x.Slice(i, Vector512<T>.Count))).CopyTo(y.Slice(i, Vector512<T>.Count));
        if (n == x.Length) return;
        Span<T> tail = stackalloc T[Vector512<T>.Count];
        x[n..].CopyTo(tail);
        TFunction.Of(Vector512.Create((ReadOnlySpan<T>)tail)).CopyTo(tail);
        tail[..(x.Length - n)].CopyTo(y[n..]);
    }
}

/// <summary>A function of F32 computed in F64 and rounded once.</summary>
internal readonly struct Widened<TFunction> : IVectorFunction<float> where TFunction : struct, IVectorFunction<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        var (low, high) = Vector512.Widen(x);
        return Vector512.Narrow(TFunction.Of(low), TFunction.Of(high));
    }
}

/// <summary>What the elementary functions are made of. A sum with <c>Magic</c> rounds to a whole number, which then stands in the low bits.</summary>
internal static class Lanes
{
    public const double Magic = 6755399441055744.0; // 1.5·2⁵²
    public const float Magic32 = 12582912f; // 1.5·2²³

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Fma(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);

    /// <summary>c₀xⁿ + c₁xⁿ⁻¹ + … + cₙ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Polynomial(Vector512<double> x, ReadOnlySpan<double> c)
    {
        var sum = Vector512.Create(c[0]);
        for (var i = 1; i < c.Length; i++) sum = Fma(sum, x, Vector512.Create(c[i]));
        return sum;
    }

    /// <inheritdoc cref="Polynomial(Vector512{double}, ReadOnlySpan{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Polynomial(Vector512<float> x, ReadOnlySpan<float> c)
    {
        var sum = Vector512.Create(c[0]);
        for (var i = 1; i < c.Length; i++) sum = Fma(sum, x, Vector512.Create(c[i]));
        return sum;
    }

    /// <summary>a·2ᵏ with one rounding, for |k| ≤ 2044; shifted = k + Magic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Scale(Vector512<double> a, Vector512<double> shifted)
    {
        if (Avx512F.IsSupported) return Avx512F.Scale(a, shifted - Vector512.Create(Magic));
        // In two factors, because 2¹⁰²⁴ alone is no double; the first product is exact.
        var whole = Vector512.ShiftRightArithmetic(shifted.AsInt64() << 52, 52);
        var half = Vector512.ShiftRightArithmetic(whole, 1);
        return a * Power(half) * Power(whole - half);
    }

    /// <summary>a·2ᵏ with one rounding, for |k| ≤ 252; shifted = k + Magic32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Scale(Vector512<float> a, Vector512<float> shifted)
    {
        if (Avx512F.IsSupported) return Avx512F.Scale(a, shifted - Vector512.Create(Magic32));
        var whole = Vector512.ShiftRightArithmetic(shifted.AsInt32() << 23, 23);
        var half = Vector512.ShiftRightArithmetic(whole, 1);
        return a * Power(half) * Power(whole - half);
    }

    /// <summary>table[index] in each lane, for a table of 16 and 0 ≤ index &lt; 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<float> Lookup(ReadOnlySpan<float> table, Vector512<int> index)
    {
        if (Avx512F.IsSupported) return Avx512F.PermuteVar16x32(Vector512.Create(table), index);
        fixed (float* t = table)
        {
            if (Avx2.IsSupported) return Vector512.Create(Avx2.GatherVector256(t, index.GetLower(), 4), Avx2.GatherVector256(t, index.GetUpper(), 4));
            var result = Vector512<float>.Zero;
            for (var i = 0; i < Vector512<float>.Count; i++) result = result.WithElement(i, t[index[i]]);
            return result;
        }
    }

    /// <summary>The lanes of scalar results where the vector code does not reach.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<T> Replace<T>(Vector512<T> result, Vector512<T> where, Vector512<T> x, Func<T, T> scalar) where T : unmanaged, INumberBase<T>
    {
        for (var i = 0; i < Vector512<T>.Count; i++)
            if (T.IsNaN(where[i])) result = result.WithElement(i, scalar(x[i])); // a true lane has all bits set, which is a NaN
        return result;
    }

    private static Vector512<double> Power(Vector512<long> n) => ((n + Vector512.Create(1023L)) << 52).AsDouble();

    private static Vector512<float> Power(Vector512<int> n) => ((n + Vector512.Create(127)) << 23).AsSingle();
}
