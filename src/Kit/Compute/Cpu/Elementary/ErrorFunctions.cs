using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Kit.Compute.Cpu.Lanes;

namespace Kit.Compute.Cpu;

/// <summary>erf x, within 2 units in the last place: near 0 x + xP(x²), beyond 1 − erfc |x| with the sign of x.</summary>
internal readonly struct Erf : IVectorFunction<double>, IVectorFunction<float>
{
    private static ReadOnlySpan<double> P =>
    [
        -1.3532164367979717e-07, 1.6216123998513001e-06, -1.491362445231542e-05, 0.00012054975230407165, -0.0008548320413496249, 0.005223977550940322,
        -0.026866170640301647, 0.11283791670939211, -0.3761263890318355, 0.12837916709551256,
    ];

    private static ReadOnlySpan<float> P32 => [7.87587487e-5f, -0.00080168643f, 0.00518908724f, -0.0268542115f, 0.112835944f, -0.37612626f, 0.128379166f];

    /// <summary>ln erfc t for 1 ≤ t ≤ 3.93, from where on erf rounds to 1.</summary>
    private static ReadOnlySpan<float> Tail32 =>
        [1.6664477e-6f, -4.66129968e-5f, 0.00060128374f, -0.00477966573f, 0.0264756791f, -0.110171996f, -0.631732404f, -1.13028622f, 0.000332703901f];

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
        var size = Vector512.Abs(x);
        var small = Fma(Polynomial(x * x, P32), x, x);
        var tail = Vector512<float>.One - Exp.Of(Polynomial(Vector512.MinNative(Vector512.Create(4f), size), Tail32));
        return Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512<float>.One), small, Vector512.CopySign(tail, x));
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
