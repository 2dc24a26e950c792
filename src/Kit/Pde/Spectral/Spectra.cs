using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;
using static Kit.Tensors.Slice;

namespace Kit.Pde.Spectral;

/// <summary>Transforms of the last D axes that leave out columns known to be zero, and modes moved between grids.</summary>
internal static class Spectra
{
    /// <summary>Modes of fields; of real ones, where <see cref="Symbols.IsPlain"/>, the first columns along the last axis alone.</summary>
    public static Tensor Forward(Tensor u, int dimensions, bool complex, int columns)
    {
        if (complex || !IsReal(u)) return Turn(complex ? Fourier.Fft(u) : Fourier.Rfft(u), dimensions, inverse: false);
        var y = Tensor.Empty([.. ((ReadOnlySpan<int>)u.Shape)[..^1], columns], u.DType == DType.F32 ? DType.C64 : DType.C128, u.Device);
        u.Device.Backend.Fourier(u.View, y.View, inverse: false, 1);
        return Turn(y, dimensions, inverse: false, dropped: true);
    }

    /// <summary>Fields of modes; of real ones columns that were cut count as 0.</summary>
    public static Tensor Inverse(Tensor modes, int[] points, bool complex)
    {
        var turned = Turn(modes, points.Length, inverse: true);
        if (complex) return Fourier.Ifft(turned);
        if (!Symbols.IsPlain(modes)) return Fourier.Irfft(turned, points[^1]);
        var u = Tensor.Empty([.. ((ReadOnlySpan<int>)modes.Shape)[..^1], points[^1]], modes.DType.Real(), modes.Device);
        u.Device.Backend.Fourier(turned.View, u.View, inverse: true, 1.0 / points[^1]);
        if (!ReferenceEquals(turned, modes)) turned.Dispose();
        return u;
    }

    /// <summary>Modes of grids of other numbers of points, zero where the old grid has none; the highest mode of even numbers is left out. Scaled so that fields keep their size.</summary>
    public static Tensor Resize(Tensor modes, int[] from, int[] to, bool complex)
    {
        var scale = 1.0;
        for (var d = 0; d < from.Length; d++)
        {
            var (axis, low) = (d - from.Length, (Math.Min(from[d], to[d]) + 1) / 2);
            scale *= (double)to[d] / from[d];
            var real = d == from.Length - 1 && !complex;
            var x = modes.MoveAxis(axis, -1);
            var zeros = Tensor.Zeros([.. ((ReadOnlySpan<int>)x.Shape)[..^1], real ? to[d] / 2 + 1 - low : to[d] - 2 * low + 1], modes.DType);
            modes = Tensor.Concat(real ? [x[Ellipsis, ..low], zeros] : [x[Ellipsis, ..low], zeros, x[Ellipsis, (from[d] - low + 1)..]], -1).MoveAxis(-1, axis);
        }

        return modes * scale;
    }

    private static bool IsReal(Tensor u) => u.Tracer is null && !u.IsWeak && u.DType is DType.F64 or DType.F32 && u.Device == Device.Cpu;

    /// <summary>Complex transforms along all axes of space but the last.</summary>
    private static Tensor Turn(Tensor x, int dimensions, bool inverse, bool dropped = false)
    {
        for (var axis = -dimensions; axis < -1; axis++)
        {
            var before = x;
            x = inverse ? Fourier.Ifft(before, axis) : Fourier.Fft(before, axis);
            if (dropped || axis > -dimensions) before.Dispose();
        }

        return x;
    }
}
