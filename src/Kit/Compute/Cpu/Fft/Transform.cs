using System.Numerics;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu.Fft;

/// <summary>The Fourier primitive of the processor: chooses the lanes and the algorithm.</summary>
internal static class Transform
{
    public static void Run(in View x, in View y, bool inverse, double scale)
    {
        if (y.Size == 0) return;
        var wide = Vector512.IsHardwareAccelerated && System.Runtime.Intrinsics.X86.Avx512F.IsSupported;
        var single = x.Type.Real() == DType.F32;
        if (wide && single) Run<Lanes512<float>, float>(x, y, inverse, scale);
        else if (wide) Run<Lanes512<double>, double>(x, y, inverse, scale);
        else if (single) Run<Lanes256<float>, float>(x, y, inverse, scale);
        else Run<Lanes256<double>, double>(x, y, inverse, scale);
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(y.Storage);
    }

    /// <summary>The same in chosen lanes.</summary>
    internal static void Run<TLanes, T>(in View x, in View y, bool inverse, double scale)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        if (!x.Type.IsComplex()) RealTransform<TLanes, T>.Forward(x, y, scale);
        else if (!y.Type.IsComplex()) RealTransform<TLanes, T>.Inverse(x, y, scale);
        else Complex<TLanes, T>(x, y, inverse, inverse, scale);
    }

    /// <summary>A forward transform of complex lines, with the parts exchanged before or after.</summary>
    public static unsafe void Complex<TLanes, T>(in View x, in View y, bool swapIn, bool swapOut, double scale)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        var n = x.Dims[^1];
        if (!Plan<T>.IsSmooth(n)) Bluestein<TLanes, T>.Run(x, y, swapIn, swapOut, scale);
        else if (FourStep<TLanes, T>.Pays(n, x.Size / n)) FourStep<TLanes, T>.Run(x, y, swapIn, swapOut, scale);
        else
        {
            var plan = Plan<T>.Of(n);
            new LineBatch<TLanes, T>(x, y, swapIn, swapOut).Run(n, n, plan.Place, scale, (work, _) => Butterflies<TLanes, T>.Run(plan, work));
        }
    }
}
