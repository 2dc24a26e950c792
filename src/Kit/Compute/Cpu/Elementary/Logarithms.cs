using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Kit.Compute.Cpu.Lanes;

namespace Kit.Compute.Cpu;

/// <summary>ln x, within 1 unit in the last place: x = 2ᵏm with √½ ≤ m &lt; √2 and, with f = m − 1 and s = f/(2 + f), ln m = f − (f²/2 − s(f²/2 + s²L(s²))).</summary>
internal readonly struct Log : IVectorFunction<double>, IVectorFunction<float>
{
    private static ReadOnlySpan<double> L =>
        [0.14618462129302984, 0.15331558665965508, 0.1818289403070379, 0.22222211067416556, 0.28571428626388556, 0.39999999999898594, 0.666666666666667];

    private static ReadOnlySpan<float> L32 => [0.295814872f, 0.399887472f, 0.666666865f];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        var ordinary = Vector512.LessThan(x.AsUInt64() - Vector512.Create(0x0010UL << 48), Vector512.Create(0x7FE0UL << 48));
        if (ordinary == Vector512<ulong>.AllBitsSet) return Normal(x, Vector512<double>.Zero);
        var tiny = Vector512.LessThan(x, Vector512.Create(2.2250738585072014e-308));
        var y = Normal(Vector512.ConditionalSelect(tiny, x * Math.ScaleB(1, 54), x), Vector512.ConditionalSelect(tiny, Vector512.Create(-54.0), Vector512<double>.Zero));
        y = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<double>.Zero), Vector512.Create(double.NegativeInfinity), y);
        y = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x, Vector512<double>.Zero), y, Vector512.Create(double.NaN));
        return Vector512.ConditionalSelect(Vector512.Equals(x, Vector512.Create(double.PositiveInfinity)), x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        var ordinary = Vector512.LessThan(x.AsUInt32() - Vector512.Create(0x0080_0000u), Vector512.Create(0x7F00_0000u));
        if (ordinary == Vector512<uint>.AllBitsSet) return Normal(x, Vector512<float>.Zero);
        var tiny = Vector512.LessThan(x, Vector512.Create(1.17549435e-38f));
        var y = Normal(Vector512.ConditionalSelect(tiny, x * 33554432f, x), Vector512.ConditionalSelect(tiny, Vector512.Create(-25f), Vector512<float>.Zero));
        y = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity), y);
        y = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x, Vector512<float>.Zero), y, Vector512.Create(float.NaN));
        return Vector512.ConditionalSelect(Vector512.Equals(x, Vector512.Create(float.PositiveInfinity)), x, y);
    }

    /// <summary>ln(x·2ⁿ) for x that are neither tiny nor infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Normal(Vector512<double> x, Vector512<double> n)
    {
        var above = x.AsInt64() - Vector512.Create(0x3FE6A09E667F3BCDL); // the bits of √½
        var exponent = Vector512.ShiftRightArithmetic(above, 52);
        var k = (exponent + Vector512.Create(Magic).AsInt64()).AsDouble() - Vector512.Create(Magic) + n;
        var f = (x.AsInt64() - (exponent << 52)).AsDouble() - Vector512<double>.One;
        var s = f / (f + Vector512.Create(2.0));
        var z = s * s;
        var half = 0.5 * f * f;
        var low = Fma(s, Fma(Polynomial(z, L), z, half), k * 2.3190468138462996e-17);
        return Fma(k, Vector512.Create(0.6931471805599453), f - (half - low));
    }

    /// <inheritdoc cref="Normal(Vector512{double}, Vector512{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Normal(Vector512<float> x, Vector512<float> n)
    {
        var above = x.AsInt32() - Vector512.Create(0x3F3504F3);
        var exponent = Vector512.ShiftRightArithmetic(above, 23);
        var k = (exponent + Vector512.Create(Magic32).AsInt32()).AsSingle() - Vector512.Create(Magic32) + n;
        var f = (x.AsInt32() - (exponent << 23)).AsSingle() - Vector512<float>.One;
        var s = f / (f + Vector512.Create(2f));
        var z = s * s;
        var half = 0.5f * f * f;
        var low = Fma(s, Fma(Polynomial(z, L32), z, half), k * -1.90465421e-9f);
        return Fma(k, Vector512.Create(0.693147182f), f - (half - low));
    }
}

/// <summary>ln(1 + x), within 1.5 units in the last place: ln(1 + x) = ln u + (x − (u − 1))/u with u = 1 + x rounded: the second term restores what the rounding lost.</summary>
internal readonly struct Log1p : IVectorFunction<double>
{
    public static Vector512<double> Of(Vector512<double> x)
    {
        var one = Vector512<double>.One;
        var u = one + x;
        // Dekker's exact error of the sum, whichever of 1 and x is larger.
        var lost = Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), one), x - (u - one), one - (u - x));
        var result = Log.Of(u) + lost / u;
        var exact = Vector512.LessThan(Vector512.Abs(x), Vector512.Create(1e-17)) | Vector512.Equals(x, Vector512.Create(double.PositiveInfinity));
        var edge = Vector512.ConditionalSelect(Vector512.Equals(x, -one), Vector512.Create(double.NegativeInfinity), result);
        return Vector512.ConditionalSelect(exact, x, edge);
    }
}

/// <summary>aᵇ of F32 = e^(b ln a) in F64; where a is not positive and finite or b not finite by the C library.</summary>
internal static class Power
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
    {
        Span<float> left = stackalloc float[Vector512<float>.Count], right = stackalloc float[Vector512<float>.Count];
        left.Fill(1);
        for (var i = 0; i < y.Length; i += left.Length)
        {
            var count = Math.Min(left.Length, y.Length - i);
            a.Slice(i, count).CopyTo(left);
            b.Slice(i, count).CopyTo(right);
            var (u, v) = (Vector512.Create((ReadOnlySpan<float>)left), Vector512.Create((ReadOnlySpan<float>)right));
            var (lowA, highA) = Vector512.Widen(u);
            var (lowB, highB) = Vector512.Widen(v);
            var power = Vector512.Narrow(Exp.Of(lowB * Log.Of(lowA)), Exp.Of(highB * Log.Of(highA)));
            var ordinary = Vector512.GreaterThan(u, Vector512<float>.Zero) & Vector512.LessThan(Vector512.Max(u, Vector512.Abs(v)), Vector512.Create(float.PositiveInfinity));
            for (var k = 0; k < count; k++) y[i + k] = ordinary.AsInt32()[k] != 0 ? power[k] : MathF.Pow(left[k], right[k]);
        }
    }
}
