using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Kit.Compute.Cpu.Lanes;

namespace Kit.Compute.Cpu;

/// <summary>erf x, within 2 units in the last place: near 0 x + xP(x²), beyond 1 − erfc |x| with the sign of x; of F32 by pieces.</summary>
internal readonly struct Erf : IVectorFunction<double>, IVectorFunction<float>
{
    private static ReadOnlySpan<double> P =>
    [
        -1.3532164367979717e-07, 1.6216123998513001e-06, -1.491362445231542e-05, 0.00012054975230407165, -0.0008548320413496249, 0.005223977550940322,
        -0.026866170640301647, 0.11283791670939211, -0.3761263890318355, 0.12837916709551256,
    ];

    /// <summary>erf(t)/t on [i/4, (i + 1)/4] as a polynomial in the distance from the middle: the highest coefficients of all 16 pieces first. Relative error below 2⁻²⁴.</summary>
    private static ReadOnlySpan<float> Pieces =>
    [
        -0.0194673929f, -0.0462688766f, -0.0465112254f, -0.0255787428f, -0.000676680706f, 0.0144002596f, 0.0169277489f, 0.0120633049f, 0.00591950398f, 0.00167752628f,
        -0.000307631883f, -0.000865142152f, -0.000815426291f, -0.000613132957f, -0.000427459017f, -0.000293190329f,
        0.10605453f, 0.0626982898f, 0.00198062882f, -0.0443999805f, -0.0603374057f, -0.0504389443f, -0.0297868811f, -0.011271474f, -0.000127392996f, 0.00437601795f,
        0.00504130917f, 0.00421292847f, 0.00313142478f, 0.00223550154f, 0.00158987404f, 0.00114451104f,
        0.055377692f, 0.142986208f, 0.175345793f, 0.151602298f, 0.0962304026f, 0.0390330814f, -0.00137431896f, -0.0213118009f, -0.0262709763f, -0.0236383155f,
        -0.0186931659f, -0.0140004288f, -0.0103348121f, -0.0076757893f, -0.00578537816f, -0.00443425495f,
        -0.365642309f, -0.288495272f, -0.16526486f, -0.0397309512f, 0.0541918091f, 0.104267411f, 0.117074735f, 0.107401393f, 0.088863492f, 0.069871515f,
        0.0539598949f, 0.0417536981f, 0.0326962695f, 0.0259983577f, 0.020990666f, 0.0171860252f,
        -0.0931549519f, -0.259446084f, -0.373897403f, -0.424389422f, -0.419026196f, -0.377613425f, -0.32101351f, -0.264274955f, -0.215058103f, -0.175459579f,
        -0.144657627f, -0.120876245f, -0.102378264f, -0.0877875611f, -0.0760992467f, -0.0665972009f,
        1.12252963f, 1.07764506f, 0.997185409f, 0.896085799f, 0.789678454f, 0.689578235f, 0.602119207f, 0.529061377f, 0.469339281f, 0.420722961f,
        0.380874157f, 0.347809434f, 0.319996834f, 0.296295762f, 0.275861979f, 0.258064508f,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        var size = Vector512.Abs(x);
        var tail = Vector512<double>.One - Erfc.OfPositive(Vector512.MinNative(Vector512.Create(6.0), size));
        return Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(0.65)), Small(x), Vector512.CopySign(tail, x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        // From 3.92 on erf rounds to 1.
        var t = Vector512.MinNative(Vector512.Create(3.9999998f), Vector512.Abs(x));
        var shifted = Fma(t, Vector512.Create(4f), Vector512.Create(-0.5f)) + Vector512.Create(Magic32);
        var piece = shifted - Vector512.Create(Magic32);
        var distance = t - Fma(piece, Vector512.Create(0.25f), Vector512.Create(0.125f));
        var index = shifted.AsInt32() & Vector512.Create(15);
        var sum = Lookup(Pieces[..16], index);
        for (var k = 16; k < 96; k += 16) sum = Fma(sum, distance, Lookup(Pieces.Slice(k, 16), index));
        var value = Vector512.ConditionalSelect(Vector512.GreaterThan(t, Vector512.Create(3.92f)), Vector512<float>.One, Vector512.MinNative(Vector512<float>.One, sum * t));
        return Vector512.CopySign(value, x);
    }

    /// <summary>erf x for |x| ≤ 0.65.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Small(Vector512<double> x) => Fma(Polynomial(x * x, P), x, x);
}

/// <summary>erfc x = 1 − erf x, within 4 units in the last place also where it is small: e^(−x²) g(u)/(1 + 2x) with u = (x − 3.75)/(x + 3.75).</summary>
/// <remarks>The form of g is that of Shepherd and Laframboise, Mathematics of Computation 36 (1981) 249.</remarks>
internal readonly struct Erfc : IVectorFunction<double>
{
    private static ReadOnlySpan<double> G =>
    [
        2.5265557531642926e-08, 1.350875974161026e-08, -2.4233140808399475e-07, -4.5210823716014646e-08, 1.740269903212129e-06, -9.82051742210998e-07,
        -1.1439294277760925e-05, 2.238795673013135e-05, 5.164780741855856e-05, -0.00029015511154243344, 0.00029371387469142674, 0.0017556260320963533,
        -0.009746579577035586, 0.028362277400278118, -0.05869339858885731, 0.09230432116144294, -0.10880393014175117, 0.08227673849011752,
        0.0035854154854639947, -0.14024059858554674, 1.2375126308378275,
    ];

    public static Vector512<double> Of(Vector512<double> x)
    {
        var size = Vector512.Abs(x);
        var tail = OfPositive(Vector512.MinNative(Vector512.Create(28.0), size));
        tail = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<double>.Zero), Vector512.Create(2.0) - tail, tail);
        return Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(0.5)), Vector512<double>.One - Erf.Small(x), tail);
    }

    /// <summary>erfc t for 0.5 ≤ t ≤ 28.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> OfPositive(Vector512<double> t)
    {
        var centre = Vector512.Create(3.75);
        var square = t * t;
        var lost = Fma(t, t, -square); // of the square's rounding, by which e^(−t²) would be off
        var e = Exp.Of(-square);
        return Fma(e, -lost, e) * (Polynomial((t - centre) / (t + centre), G) / Fma(t, Vector512.Create(2.0), Vector512<double>.One));
    }
}

/// <summary>x Φ(x) = x erfc(−x/√2)/2, within 4 + 2x² units in the last place for negative x, where the rounding of x/√2 counts, and 4 for others; of F32 x(1 + erf(x/√2))/2, within 10⁻⁷ of max(1, |x|).</summary>
internal readonly struct Gelu : IVectorFunction<double>, IVectorFunction<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x) => x * Vector512.Create(0.5) * Erfc.Of(x * Vector512.Create(-0.70710678118654752));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        var half = x * Vector512.Create(0.5f);
        return Fma(half, Erf.Of(x * Vector512.Create(0.70710678f)), half);
    }
}
