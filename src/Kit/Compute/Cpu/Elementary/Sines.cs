using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Kit.Compute.Cpu.Lanes;

namespace Kit.Compute.Cpu;

/// <summary>sin x, F64 within 1 and F32 within 2 units in the last place.</summary>
internal readonly struct Sin : IVectorFunction<double>, IVectorFunction<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x) => Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<double>.Zero), x, Sines.Of(x, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x) => Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), x, Sines.Of(x, 0));
}

/// <summary>cos x, F64 within 1 and F32 within 2 units in the last place.</summary>
internal readonly struct Cos : IVectorFunction<double>, IVectorFunction<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x) => Sines.Of(x, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x) => Sines.Of(x, 1);
}

/// <summary>sin(x + n·π/2): x = k·π/2 + r with |r| ≤ π/4, then the series of sine or cosine at r by the parity of k + n; far from 0 by the C library.</summary>
/// <remarks>
/// The first step of r is exact by its fused product, since k·π/2 rounded to a multiple of 2⁻⁵² is as near to x as 1. The C library reduces
/// arguments beyond the bounds with as many digits of π as they need (Payne and Hanek, 1983).
/// </remarks>
internal static class Sines
{
    private const double Far = 1 << 27;
    private const float Far32 = 1e5f;

    private static ReadOnlySpan<double> S =>
        [1.591777175911419e-10, -2.5051126876081463e-08, 2.7557316078680645e-06, -0.00019841269836712495, 0.008333333333330918, -0.16666666666666666];

    private static ReadOnlySpan<double> C =>
        [-1.138240875401081e-11, 2.0876143159907017e-09, -2.7557317256796025e-07, 2.4801587298736863e-05, -0.0013888888888887378, 0.041666666666666664];

    private static ReadOnlySpan<float> S32 => [-0.00019587249f, 0.00833274517f, -0.166666642f];

    private static ReadOnlySpan<float> C32 => [2.45472984e-5f, -0.00138883002f, 0.0416666642f];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x, long n)
    {
        var shifted = Fma(x, Vector512.Create(0.6366197723675814), Vector512.Create(Magic));
        var k = shifted - Vector512.Create(Magic);
        var near = Fma(k, Vector512.Create(-1.5707963267948966), x);
        var step = k * 6.123233995736766e-17;
        var r = near - step;
        var low = near - r - step - Fma(k, Vector512.Create(-1.4973849048591698e-33), Fma(k, Vector512.Create(6.123233995736766e-17), -step));

        var z = r * r;
        var half = 0.5 * z;
        var sine = r + Fma(r * z, Polynomial(z, S), Fma(-half, low, low));
        var main = Vector512<double>.One - half;
        var cosine = main + (Vector512<double>.One - main - half + Fma(z * z, Polynomial(z, C), -r * low));

        var quarter = shifted.AsInt64() + Vector512.Create(n);
        var odd = Vector512.Equals(quarter & Vector512<long>.One, Vector512<long>.One).AsDouble();
        var value = Vector512.ConditionalSelect(odd, cosine, sine);
        var result = (value.AsInt64() ^ ((quarter & Vector512.Create(2L)) << 62)).AsDouble();
        var far = Vector512.GreaterThan(Vector512.Abs(x), Vector512.Create(Far));
        if (far == Vector512<double>.Zero) return result;
        return Replace(result, far, x, n == 0 ? Math.Sin : Math.Cos);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, int n)
    {
        var shifted = Fma(x, Vector512.Create(0.636619747f), Vector512.Create(Magic32));
        var k = shifted - Vector512.Create(Magic32);
        var r = Fma(k, Vector512.Create(-1.57079637f), x);
        r = Fma(k, Vector512.Create(1.71512451e-15f), Fma(k, Vector512.Create(4.37113883e-8f), r));

        var z = r * r;
        var sine = Fma(r * z, Polynomial(z, S32), r);
        var cosine = Fma(z * z, Polynomial(z, C32), Fma(z, Vector512.Create(-0.5f), Vector512<float>.One));

        var quarter = shifted.AsInt32() + Vector512.Create(n);
        var odd = Vector512.Equals(quarter & Vector512<int>.One, Vector512<int>.One).AsSingle();
        var value = Vector512.ConditionalSelect(odd, cosine, sine);
        var result = (value.AsInt32() ^ ((quarter & Vector512.Create(2)) << 30)).AsSingle();
        var far = Vector512.GreaterThan(Vector512.Abs(x), Vector512.Create(Far32));
        if (far == Vector512<float>.Zero) return result;
        return Replace(result, far, x, n == 0 ? v => (float)Math.Sin(v) : v => (float)Math.Cos(v));
    }
}
