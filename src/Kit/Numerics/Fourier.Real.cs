using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics;

public static partial class Fourier
{
    /// <summary>The first ⌊n/2⌋ + 1 results of <see cref="Fft"/> of real numbers; the others are X_{n−k} = X̄ₖ.</summary>
    /// <param name="x">Real; the result is C64 for F32, else C128.</param>
    /// <param name="n">Number of points: a longer axis is cut, a shorter one filled with zeros. By default the axis's extent.</param>
    /// <param name="axis">The axis that j runs along.</param>
    /// <param name="norm">The factor c of <see cref="Fft"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    /// <exception cref="ArgumentException">x is complex, the axis is empty, or n &lt; 1.</exception>
    public static Tensor Rfft(Tensor x, int? n = null, int axis = -1, FourierNorm norm = FourierNorm.Backward)
    {
        var operand = Real(x, "Rfft", "Fft");
        axis = LineTransform.Axis(operand, axis, "Rfft");
        var points = n ?? operand.Shape[axis];
        if (points < 1) throw new ArgumentException($"Rfft: {points} points; at least 1 is needed");
        return LineTransform.Run(Fit(operand, axis, points), axis, points / 2 + 1, DTypes.Promote(operand.DType, DType.C64), false, LineTransform.Scale(norm, false, points));
    }

    /// <summary>The n real numbers whose <see cref="Rfft"/> this is.</summary>
    /// <param name="x">The first ⌊n/2⌋ + 1 of n results; the imaginary parts of X₀ and, for even n, X_{n/2} count as 0. The result is F32 for F32 and C64, else F64.</param>
    /// <param name="n">Number of points, 2m − 2 or 2m − 1 for an axis of m; by default 2m − 2, so say it when it is odd.</param>
    /// <param name="axis">The axis that k runs along.</param>
    /// <param name="norm">The factor c of <see cref="Ifft"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    /// <exception cref="ArgumentException">n does not fit the axis.</exception>
    public static Tensor Irfft(Tensor x, int? n = null, int axis = -1, FourierNorm norm = FourierNorm.Backward)
    {
        var operand = LineTransform.Operand(x);
        axis = LineTransform.Axis(operand, axis, "Irfft");
        var extent = operand.Shape[axis];
        var points = n ?? Math.Max(1, 2 * extent - 2);
        if (points < 1 || points / 2 + 1 != extent)
            throw new ArgumentException($"Irfft: axis {axis} of shape {operand.Shape} holds {extent} results, which belong to {Math.Max(1, 2 * extent - 2)} or {2 * extent - 1} points, not {points}");
        var type = DTypes.Promote(operand.DType, DType.C64);
        return LineTransform.Run(operand.Cast(type), axis, points, type.Real(), true, LineTransform.Scale(norm, true, points));
    }

    /// <summary><see cref="Rfft"/> along the last axis, then <see cref="Fft"/> along the one before.</summary>
    /// <inheritdoc cref="Rfft"/>
    public static Tensor Rfft2(Tensor x, FourierNorm norm = FourierNorm.Backward)
    {
        ArgumentNullException.ThrowIfNull(x);
        LineTransform.Axis(x, -2, "Rfft2");
        var half = Rfft(x, null, -1, norm);
        var y = Fft(half, -2, norm);
        half.Dispose();
        return y;
    }

    /// <summary>The inverse of <see cref="Rfft2"/>.</summary>
    /// <param name="x">What <see cref="Rfft2"/> gave.</param>
    /// <param name="n">Number of points along the last axis, as for <see cref="Irfft"/>.</param>
    /// <param name="norm">The factor.</param>
    /// <inheritdoc cref="Irfft"/>
    public static Tensor Irfft2(Tensor x, int? n = null, FourierNorm norm = FourierNorm.Backward)
    {
        ArgumentNullException.ThrowIfNull(x);
        LineTransform.Axis(x, -2, "Irfft2");
        var half = Ifft(x, -2, norm);
        var y = Irfft(half, n, -1, norm);
        half.Dispose();
        return y;
    }

    private static Tensor Real(Tensor x, string caller, string? instead)
    {
        var operand = LineTransform.Operand(x);
        if (!operand.DType.IsComplex()) return operand;
        throw new ArgumentException($"{caller}: of real numbers only, not {x.DType}; use {instead ?? "it on Real() and Imag()"}");
    }

    /// <summary>The first n numbers of an axis, with zeros where it has fewer.</summary>
    private static Tensor Fit(Tensor x, int axis, int n)
    {
        var extent = x.Shape[axis];
        if (n <= extent) return n == extent ? x : x.Along(axis, 0, n);
        var dims = x.Shape.ToArray();
        dims[axis] = n - extent;
        return Tensor.Concat([x, Tensor.Zeros(dims, x.DType).To(x.Device)], axis);
    }
}
