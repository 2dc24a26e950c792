using System.Numerics;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu.Convolution;

/// <summary>A correlation in three axes of positions whose input is not spread: x [N,G,C,S…], w [G,O,C,K…], y [N,G,O,T…].</summary>
internal sealed record Problem(View X, View W, View? Bias, View Y, int[] Stride, int[] Dilation, int[] Before, bool Periodic)
{
    public int[] Kernel => W.Dims[3..];

    public int[] Output => Y.Dims[3..];
}

/// <summary>Convolutions of all kinds, cut into plain correlations.</summary>
internal static class Correlation
{
    private const int Axes = 3;

    public static void Run(in View x, in View w, View? bias, in View y, ConvolutionGeometry geometry)
    {
        var (s, d, e, p) = (Lift(geometry.Stride, 1), Lift(geometry.Dilation, 1), Lift(geometry.Spread, 1), Lift(geometry.Before, 0));
        if (y.Size > 0) Phases(new(Lift(x), Lift(w), bias, Lift(y), s, d, p, geometry.Periodic), e, 0);
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(w.Storage);
        GC.KeepAlive(bias?.Storage);
        GC.KeepAlive(y.Storage);
    }

    /// <summary>
    /// A spread input, as in a transposed convolution, is zero but at t·s + k·d − p ≡ 0 mod e: for each t mod e/gcd(s,e) the places k in step e/gcd(d,e)
    /// from one of them on, or none. Each is a correlation of the input itself with a part of the kernel, and nothing is multiplied by an inserted zero.
    /// </summary>
    private static void Phases(Problem problem, int[] spread, int axis)
    {
        if (axis == Axes)
        {
            if (problem.Y.Type == DType.F64) Solve<double>(problem);
            else Solve<float>(problem);
            return;
        }

        var (e, s, d, p) = (spread[axis], problem.Stride[axis], problem.Dilation[axis], problem.Before[axis]);
        if (e == 1)
        {
            Phases(problem, spread, axis + 1);
            return;
        }

        var (period, step) = (e / (int)BigInteger.GreatestCommonDivisor(s, e), e / (int)BigInteger.GreatestCommonDivisor(d, e));
        for (var phase = 0; phase < Math.Min(period, problem.Output[axis]); phase++)
        {
            var first = 0;
            while (first < step && (phase * s + first * d - p) % e != 0) first++;
            Phases(
                problem with
                {
                    W = first < step ? Every(problem.W, axis, first, step) : Every(problem.W, axis, problem.Kernel[axis], 1),
                    Y = Every(problem.Y, axis, phase, period),
                    Stride = With(problem.Stride, axis, s * period / e),
                    Dilation = With(problem.Dilation, axis, d * step / e),
                    Before = With(problem.Before, axis, -((phase * s + first * d - p) / e)),
                },
                spread,
                axis + 1);
        }
    }

    private static void Solve<T>(Problem problem) where T : unmanaged, INumber<T>
    {
        if (Product(problem.Kernel) > Product(problem.Output)) Dots<T>.Run(problem);
        else if (Vector512.IsHardwareAccelerated) Tiles<T, Micro512<T>>.Run(problem);
        else Tiles<T, Micro256<T>>.Run(problem);
    }

    public static long Product(int[] dims) => (long)dims[0] * dims[1] * dims[2];

    /// <summary>Elements first, first + step, … of a spatial axis.</summary>
    private static View Every(in View v, int axis, int first, int step)
    {
        var k = v.Rank - Axes + axis;
        var left = Math.Max(0, (v.Dims[k] - first + step - 1) / step);
        var strides = (long[])v.Strides.Clone();
        strides[k] *= step;
        return new(v.Storage!, v.Offset + first * v.Strides[k], With(v.Dims, k, left), strides, v.Type);
    }

    private static int[] With(int[] values, int k, int value)
    {
        int[] result = [.. values];
        result[k] = value;
        return result;
    }

    private static int[] Lift(int[] values, int filling) => [.. Enumerable.Repeat(filling, Axes - values.Length), .. values];

    private static View Lift(in View v)
    {
        var missing = 3 + Axes - v.Rank;
        return new(v.Storage!, v.Offset, [.. v.Dims[..3], .. Enumerable.Repeat(1, missing), .. v.Dims[3..]], [.. v.Strides[..3], .. new long[missing], .. v.Strides[3..]], v.Type);
    }
}
