using System.Numerics;
using MathNet.Numerics;

namespace Kit.Compute.Cpu;

/// <summary>Which span function computes which special function; F32 is computed in F64 and rounded once.</summary>
internal static unsafe class SpecialTable
{
    /// <summary>The functions from <see cref="UnaryOp.Gamma"/> on.</summary>
    public static delegate*<ReadOnlySpan<T>, Span<T>, void> Float<T>(UnaryOp op) where T : unmanaged, IFloatingPointIeee754<T> => op switch
    {
        UnaryOp.Gamma => &Map<T, Gamma>,
        UnaryOp.LogGamma => &Map<T, LogGamma>,
        UnaryOp.Digamma => &Map<T, Digamma>,
        UnaryOp.BesselJ0 => &Map<T, BesselJ0>,
        UnaryOp.BesselJ1 => &Map<T, BesselJ1>,
        UnaryOp.BesselI0 => &Map<T, BesselI0>,
        UnaryOp.BesselI1 => &Map<T, BesselI1>,
        _ => throw new NotSupportedException($"{op} of {typeof(T).Name}"),
    };

    private static void Map<T, TFunction>(ReadOnlySpan<T> x, Span<T> y) where T : IFloatingPointIeee754<T> where TFunction : struct, IScalarFunction
    {
        for (var i = 0; i < x.Length; i++) y[i] = T.CreateTruncating(TFunction.Of(double.CreateTruncating(x[i])));
    }

    /// <summary>A real function of one number.</summary>
    private interface IScalarFunction
    {
        static abstract double Of(double x);
    }

    private readonly struct Gamma : IScalarFunction
    {
        public static double Of(double x) => GammaFunctions.Gamma(x);
    }

    private readonly struct LogGamma : IScalarFunction
    {
        public static double Of(double x) => GammaFunctions.LogGamma(x);
    }

    private readonly struct Digamma : IScalarFunction
    {
        public static double Of(double x) => GammaFunctions.Digamma(x);
    }

    private readonly struct BesselJ0 : IScalarFunction
    {
        public static double Of(double x) => double.IsInfinity(x) ? 0 : SpecialFunctions.BesselJ(0, x);
    }

    private readonly struct BesselJ1 : IScalarFunction
    {
        public static double Of(double x) => double.IsInfinity(x) ? 0 : SpecialFunctions.BesselJ(1, x);
    }

    private readonly struct BesselI0 : IScalarFunction
    {
        public static double Of(double x) => double.IsInfinity(x) ? double.PositiveInfinity : SpecialFunctions.BesselI0(x);
    }

    private readonly struct BesselI1 : IScalarFunction
    {
        public static double Of(double x) => double.IsInfinity(x) ? x : SpecialFunctions.BesselI1(x);
    }
}
