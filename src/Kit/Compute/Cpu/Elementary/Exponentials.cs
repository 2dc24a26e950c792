using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Kit.Compute.Cpu.Lanes;

namespace Kit.Compute.Cpu;

/// <summary>eˣ, F64 within 1 and F32 within 1.1 units in the last place: x = k·ln 2 + r with |r| ≤ ln 2 / 2, eˣ = 2ᵏ(1 + p) with p = eʳ − 1 = r + r²q(r).</summary>
internal readonly struct Exp : IVectorFunction<double>, IVectorFunction<float>
{
    /// <summary>q by interpolation at Chebyshev's points, relative error of eʳ − 1 below 2⁻⁶⁰.</summary>
    private static ReadOnlySpan<double> Q =>
    [
        2.0914701283103285e-09, 2.51052370507603e-08, 2.7557273608709007e-07, 2.7557255352032673e-06, 2.4801587325574868e-05, 0.00019841269874858612,
        0.0013888888888883742, 0.008333333333326124, 0.04166666666666667, 0.1666666666666667, 0.5,
    ];

    /// <summary>The same to 2⁻²⁵.</summary>
    private static ReadOnlySpan<float> Q32 => [0.0013926198f, 0.00836319011f, 0.0416665561f, 0.166665763f, 0.5f];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        var p = Reduced(Vector512.MaxNative(Vector512.Create(-746.0), Vector512.MinNative(Vector512.Create(710.0), x)), out var shifted);
        return Scale(Vector512<double>.One + p, shifted);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        var p = Reduced(Vector512.MaxNative(Vector512.Create(-104f), Vector512.MinNative(Vector512.Create(89f), x)), out var shifted);
        return Scale(Vector512<float>.One + p, shifted);
    }

    /// <summary>eʳ − 1 and k + Magic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Reduced(Vector512<double> x, out Vector512<double> shifted)
    {
        shifted = Fma(x, Vector512.Create(1.4426950408889634), Vector512.Create(Magic));
        var k = shifted - Vector512.Create(Magic);
        var r = Fma(k, Vector512.Create(-2.3190468138462996e-17), Fma(k, Vector512.Create(-0.6931471805599453), x));
        return Fma(Polynomial(r, Q) * r, r, r);
    }

    /// <inheritdoc cref="Reduced(Vector512{double}, out Vector512{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Reduced(Vector512<float> x, out Vector512<float> shifted)
    {
        shifted = Fma(x, Vector512.Create(1.44269504f), Vector512.Create(Magic32));
        var k = shifted - Vector512.Create(Magic32);
        var r = Fma(k, Vector512.Create(1.90465421e-9f), Fma(k, Vector512.Create(-0.693147182f), x));
        return Fma(Polynomial(r, Q32) * r, r, r);
    }
}

/// <summary>eˣ − 1 = 2ᵏ(p + (1 − 2⁻ᵏ)) within 1.5 units in the last place, also near zero, where eˣ minus 1 loses every digit.</summary>
internal readonly struct Expm1 : IVectorFunction<double>, IVectorFunction<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        var one = Vector512<double>.One;
        var p = Exp.Reduced(Vector512.MaxNative(Vector512.Create(-60.0), Vector512.MinNative(Vector512.Create(710.0), x)), out var shifted);
        var below = Scale(one, Vector512.Create(2 * Magic) - shifted);
        return Vector512.CopySign(Scale(p + (one - below), shifted), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        var one = Vector512<float>.One;
        var p = Exp.Reduced(Vector512.MaxNative(Vector512.Create(-30f), Vector512.MinNative(Vector512.Create(89f), x)), out var shifted);
        var below = Scale(one, Vector512.Create(2 * Magic32) - shifted);
        return Vector512.CopySign(Scale(p + (one - below), shifted), x);
    }
}

/// <summary>1/(1 + e⁻ˣ), within 2 units in the last place, by e = e^(−|x|), which does not overflow.</summary>
internal readonly struct Sigmoid : IVectorFunction<double>, IVectorFunction<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        var e = Exp.Of(-Vector512.Abs(x));
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<double>.Zero), e, Vector512<double>.One) / (Vector512<double>.One + e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        var e = Exp.Of(-Vector512.Abs(x));
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), e, Vector512<float>.One) / (Vector512<float>.One + e);
    }
}

/// <summary>sinh x, within 2 units in the last place: sinh |x| = (e + e/(e + 1))/2 with e = e^|x| − 1; for large |x| the square of e^(|x|/2), halved.</summary>
internal readonly struct Sinh : IVectorFunction<double>
{
    public static Vector512<double> Of(Vector512<double> x)
    {
        var one = Vector512<double>.One;
        var size = Vector512.Abs(x);
        var large = Vector512.GreaterThan(size, Vector512.Create(40.0));
        var e = Expm1.Of(Vector512.ConditionalSelect(large, size * 0.5, size));
        var value = Vector512.ConditionalSelect(large, 0.5 * (e + one) * (e + one), 0.5 * (e + e / (e + one)));
        return Vector512.CopySign(value, x);
    }
}

/// <summary>tanh x, within 3 units in the last place: tanh |x| = e/(e + 2) with e = e^(2|x|) − 1.</summary>
internal readonly struct Tanh : IVectorFunction<double>, IVectorFunction<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        var e = Expm1.Of(2 * Vector512.MinNative(Vector512.Create(22.0), Vector512.Abs(x)));
        return Vector512.CopySign(e / (e + Vector512.Create(2.0)), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        var e = Expm1.Of(2 * Vector512.MinNative(Vector512.Create(10f), Vector512.Abs(x)));
        return Vector512.CopySign(e / (e + Vector512.Create(2f)), x);
    }
}
