using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kit.Compute.Cpu;

/// <summary>A real function on a vector of doubles.</summary>
internal interface IRealFunction
{
    static abstract Vector<double> Of(Vector<double> x);
}

/// <summary>Applies a vector function to spans; F32 is computed in F64 and rounded once.</summary>
internal static class Real<TFunction> where TFunction : struct, IRealFunction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map(ReadOnlySpan<double> x, Span<double> y)
    {
        var n = x.Length - x.Length % Vector<double>.Count;
        for (var i = 0; i < n; i += Vector<double>.Count) TFunction.Of(new(x[i..])).CopyTo(y[i..]);
        if (n == x.Length) return;
        Span<double> tail = stackalloc double[Vector<double>.Count];
        x[n..].CopyTo(tail);
        TFunction.Of(new(tail)).CopyTo(tail);
        tail[..(x.Length - n)].CopyTo(y[n..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map(ReadOnlySpan<float> x, Span<float> y)
    {
        var n = x.Length - x.Length % Vector<float>.Count;
        for (var i = 0; i < n; i += Vector<float>.Count) Of(new(x[i..])).CopyTo(y[i..]);
        if (n == x.Length) return;
        Span<float> tail = stackalloc float[Vector<float>.Count];
        x[n..].CopyTo(tail);
        Of(new(tail)).CopyTo(tail);
        tail[..(x.Length - n)].CopyTo(y[n..]);
    }

    private static Vector<float> Of(Vector<float> x)
    {
        Vector.Widen(x, out var low, out var high);
        return Vector.Narrow(TFunction.Of(low), TFunction.Of(high));
    }
}

/// <summary>eˣ − 1 to about one unit in the last place, also near zero, where eˣ minus 1 loses every digit.</summary>
/// <remarks>x = k·ln 2 + r with |r| ≤ ln 2 / 2; p = eʳ − 1 by its Taylor series; eˣ − 1 = 2ᵏ(p + (1 − 2⁻ᵏ)).</remarks>
internal readonly struct Expm1 : IRealFunction
{
    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;
    private const double Magic = 6755399441055744.0; // 1.5·2⁵²: its sum with an integer has the integer in the low bits.

    public static Vector<double> Of(Vector<double> x)
    {
        var bounded = Vector.ConditionalSelect(Vector.GreaterThan(x, new(710.0)), new(710.0), Vector.ConditionalSelect(Vector.LessThan(x, new(-60.0)), new(-60.0), x));
        var shifted = Vector.FusedMultiplyAdd(bounded, new(1.4426950408889634), new(Magic));
        var k = shifted - new Vector<double>(Magic);
        var r = Vector.FusedMultiplyAdd(k, new(-Ln2Low), Vector.FusedMultiplyAdd(k, new(-Ln2High), bounded));
        var series = new Vector<double>(1.0 / 87178291200.0);
        for (var n = 13; n >= 2; n--) series = Vector.FusedMultiplyAdd(series, r, new(Inverse[n]));
        var p = Vector.FusedMultiplyAdd(series * r, r, r);

        // 2ᵏ in two factors, because 2¹⁰²⁴ alone is no double.
        var bits = Vector.AsVectorInt64(shifted);
        var whole = Vector.ShiftRightArithmetic(Vector.ShiftLeft(bits, 52), 52);
        var half = Vector.ShiftRightArithmetic(whole, 1);
        var below = Power(Vector.Max(-whole, new(-1022)));
        var scaled = (p + (Vector<double>.One - below)) * Power(half);
        var result = scaled * Power(whole - half);
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new(1e-17)) | ~Vector.Equals(x, x), x, result);
    }

    /// <summary>2ⁿ for −1022 ≤ n ≤ 1023.</summary>
    private static Vector<double> Power(Vector<long> n) => Vector.AsVectorDouble(Vector.ShiftLeft(n + new Vector<long>(1023), 52));

    private static readonly double[] Inverse = Factorials();

    private static double[] Factorials()
    {
        var inverse = new double[14];
        var factorial = 1.0;
        for (var n = 1; n < 14; n++) inverse[n] = 1 / (factorial *= n);
        return inverse;
    }
}

/// <summary>ln(1 + x) = ln u + (x − (u − 1))/u with u = 1 + x rounded: the second term restores what the rounding lost.</summary>
internal readonly struct Log1p : IRealFunction
{
    public static Vector<double> Of(Vector<double> x)
    {
        var one = Vector<double>.One;
        var u = one + x;
        // Dekker's exact error of the sum, whichever of 1 and x is larger.
        var lost = Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), one), x - (u - one), one - (u - x));
        var result = Vector.Log(u) + lost / u;
        var exact = Vector.LessThan(Vector.Abs(x), new(1e-17)) | Vector.Equals(x, new(double.PositiveInfinity));
        var edge = Vector.ConditionalSelect(Vector.Equals(x, -one), new(double.NegativeInfinity), result);
        return Vector.ConditionalSelect(exact, x, edge);
    }
}

/// <summary>sinh |x| = (e + e/(e + 1))/2 with e = e^|x| − 1; for large |x| the square of e^(|x|/2), halved.</summary>
internal readonly struct Sinh : IRealFunction
{
    public static Vector<double> Of(Vector<double> x)
    {
        var one = Vector<double>.One;
        var size = Vector.Abs(x);
        var large = Vector.GreaterThan(size, new(40.0));
        var e = Expm1.Of(Vector.ConditionalSelect(large, size * 0.5, size));
        var value = Vector.ConditionalSelect(large, 0.5 * (e + one) * (e + one), 0.5 * (e + e / (e + one)));
        return Vector.CopySign(value, x);
    }
}

/// <summary>tanh |x| = e/(e + 2) with e = e^(2|x|) − 1.</summary>
internal readonly struct Tanh : IRealFunction
{
    public static Vector<double> Of(Vector<double> x)
    {
        var size = Vector.Abs(x);
        var e = Expm1.Of(2 * Vector.ConditionalSelect(Vector.GreaterThan(size, new(22.0)), new(22.0), size));
        return Vector.CopySign(e / (e + new Vector<double>(2.0)), x);
    }
}
