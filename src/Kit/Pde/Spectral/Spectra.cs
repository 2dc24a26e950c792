using Kit.Numerics;
using Kit.Tensors;
using static Kit.Tensors.Slice;

namespace Kit.Pde.Spectral;

/// <summary>Transforms of the last D axes that leave out columns known to be zero, and modes moved between grids.</summary>
internal static class Spectra
{
    /// <summary>Modes of fields; of real ones only the first columns along the last axis are computed, the others are 0.</summary>
    public static Tensor Forward(Tensor u, int dimensions, bool complex, int columns)
    {
        var y = complex ? Fourier.Fft(u) : Fourier.Rfft(u);
        if (dimensions == 1) return y;
        if (complex || y.Tracer is not null || columns == y.Shape[-1]) return Turn(y, dimensions, inverse: false);
        var z = Tensor.Empty(y.Shape, y.DType, y.Device);
        Columns(y[Ellipsis, ..columns], z[Ellipsis, ..columns], dimensions, inverse: false);
        z[Ellipsis, columns..].Assign(0);
        y.Dispose();
        return z;
    }

    /// <summary>Fields of modes; of real ones the columns from the given number on count as 0.</summary>
    public static Tensor Inverse(Tensor modes, int[] points, bool complex, int columns)
    {
        var dimensions = points.Length;
        if (complex) return Fourier.Ifft(dimensions == 1 ? modes : Turn(modes, dimensions, inverse: true));
        if (dimensions == 1) return Fourier.Irfft(modes, points[^1]);
        if (modes.Tracer is not null || columns >= modes.Shape[-1]) return Fourier.Irfft(Turn(modes, dimensions, inverse: true), points[^1]);
        var half = Tensor.Empty(modes.Shape, modes.DType, modes.Device);
        Columns(modes[Ellipsis, ..columns], half[Ellipsis, ..columns], dimensions, inverse: true);
        half[Ellipsis, columns..].Assign(0);
        var u = Fourier.Irfft(half, points[^1]);
        half.Dispose();
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

    /// <summary>Complex transforms along all axes of space but the last.</summary>
    private static Tensor Turn(Tensor x, int dimensions, bool inverse)
    {
        for (var axis = -dimensions; axis < -1; axis++)
        {
            var before = x;
            x = inverse ? Fourier.Ifft(before, axis) : Fourier.Fft(before, axis);
            if (axis > -dimensions) before.Dispose();
        }

        return x;
    }

    /// <summary>The same from one view to another.</summary>
    private static void Columns(Tensor x, Tensor y, int dimensions, bool inverse)
    {
        for (var axis = -dimensions; axis < -1; axis++)
        {
            var target = axis == -2 ? y : Tensor.Empty(x.Shape, x.DType, x.Device);
            x.Device.Backend.Fourier(LineTransform.Last(x.View, x.Shape.Axis(axis, "Fft")), LineTransform.Last(target.View, x.Shape.Axis(axis, "Fft")), inverse, inverse ? 1.0 / x.Shape[axis] : 1);
            x = target;
        }
    }
}
