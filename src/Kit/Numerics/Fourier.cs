using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics;

/// <summary>Fast Fourier, cosine and sine transforms along the axes of tensors, of any length, O(n log n).</summary>
/// <remarks>
/// F32 and C64 are transformed in single precision, everything else in double. Relative errors (‖·‖₂) are of order ε log n. Every transform is linear, and its
/// derivative rule is the transposed transform, so derivatives are of any order and as exact.
/// </remarks>
public static partial class Fourier
{
    /// <summary>Xₖ = c Σⱼ xⱼ e^(−2πi jk/n), k = 0 … n − 1; c = 1, 1/√n or 1/n by the norm.</summary>
    /// <param name="x">Real or complex; the result is C64 for F32 and C64, else C128.</param>
    /// <param name="axis">The axis that j runs along.</param>
    /// <param name="norm">The factor c.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    /// <exception cref="ArgumentException">The axis is empty.</exception>
    public static Tensor Fft(Tensor x, int axis = -1, FourierNorm norm = FourierNorm.Backward) => Along(x, axis, norm, inverse: false, "Fft");

    /// <summary>xⱼ = c Σₖ Xₖ e^(2πi jk/n), the inverse of <see cref="Fft"/>; c = 1/n, 1/√n or 1 by the norm.</summary>
    /// <inheritdoc cref="Fft"/>
    public static Tensor Ifft(Tensor x, int axis = -1, FourierNorm norm = FourierNorm.Backward) => Along(x, axis, norm, inverse: true, "Ifft");

    /// <summary><see cref="Fft"/> along the last two axes.</summary>
    /// <inheritdoc cref="Fft"/>
    public static Tensor Fft2(Tensor x, FourierNorm norm = FourierNorm.Backward) => All(x, [-2, -1], norm, inverse: false, "Fft2");

    /// <summary><see cref="Ifft"/> along the last two axes.</summary>
    /// <inheritdoc cref="Fft"/>
    public static Tensor Ifft2(Tensor x, FourierNorm norm = FourierNorm.Backward) => All(x, [-2, -1], norm, inverse: true, "Ifft2");

    /// <summary><see cref="Fft"/> along each of the axes named, or along all.</summary>
    /// <inheritdoc cref="Fft"/>
    public static Tensor FftN(Tensor x, Axes axes = default, FourierNorm norm = FourierNorm.Backward) => All(x, axes, norm, inverse: false, "FftN");

    /// <summary><see cref="Ifft"/> along each of the axes named, or along all.</summary>
    /// <inheritdoc cref="Fft"/>
    public static Tensor IfftN(Tensor x, Axes axes = default, FourierNorm norm = FourierNorm.Backward) => All(x, axes, norm, inverse: true, "IfftN");

    /// <summary>The frequencies that <see cref="Fft"/>'s results belong to, in cycles per unit: [0, 1, …, ⌈n/2⌉ − 1, −⌊n/2⌋, …, −1]/(n·spacing); times 2π they are wave numbers.</summary>
    /// <param name="n">Number of points.</param>
    /// <param name="spacing">Distance of neighbouring points.</param>
    /// <exception cref="ArgumentException">n &lt; 1, or a spacing of 0 or not finite.</exception>
    public static Tensor Frequencies(int n, double spacing = 1) => Frequencies(n, n, spacing, "Frequencies");

    /// <summary>The frequencies that <see cref="Rfft"/>'s results belong to: [0, 1, …, ⌊n/2⌋]/(n·spacing).</summary>
    /// <inheritdoc cref="Frequencies(int, double)"/>
    public static Tensor RealFrequencies(int n, double spacing = 1) => Frequencies(n, n / 2 + 1, spacing, "RealFrequencies");

    /// <summary>Moves frequency 0 from the start to place ⌊n/2⌋ of each axis named, or of all.</summary>
    public static Tensor Shift(Tensor x, Axes axes = default) => Rolled(x, axes, 0, "Shift");

    /// <summary>The inverse of <see cref="Shift"/>.</summary>
    public static Tensor Unshift(Tensor x, Axes axes = default) => Rolled(x, axes, 1, "Unshift");

    private static Tensor Along(Tensor x, int axis, FourierNorm norm, bool inverse, string caller)
    {
        var operand = LineTransform.Operand(x);
        axis = LineTransform.Axis(operand, axis, caller);
        var (n, type) = (operand.Shape[axis], DTypes.Promote(operand.DType, DType.C64));
        return LineTransform.Run(operand.Cast(type), axis, n, type, inverse, LineTransform.Scale(norm, inverse, n));
    }

    private static Tensor All(Tensor x, Axes axes, FourierNorm norm, bool inverse, string caller)
    {
        ArgumentNullException.ThrowIfNull(x);
        var marks = axes.Mark(x.Shape, caller);
        for (var axis = 0; axis < marks.Length; axis++)
            if (marks[axis]) LineTransform.Axis(x, axis, caller);
        var y = LineTransform.Operand(x);
        for (var axis = marks.Length - 1; axis >= 0; axis--)
        {
            if (!marks[axis]) continue;
            var before = y;
            y = Along(before, axis, norm, inverse, caller);
            if (!ReferenceEquals(before, x)) before.Dispose();
        }

        return ReferenceEquals(y, x) || !y.DType.IsComplex() ? y.Cast(DTypes.Promote(y.DType, DType.C64)).Copy() : y;
    }

    private static Tensor Frequencies(int n, int count, double spacing, string caller)
    {
        if (n < 1) throw new ArgumentException($"{caller}: {n} points; at least 1 is needed");
        if (spacing == 0 || !double.IsFinite(spacing)) throw new ArgumentException($"{caller}: a spacing of {spacing}; it must be finite and not 0");
        var values = new double[count];
        for (var k = 0; k < count; k++) values[k] = (count < n || 2 * k < n ? k : k - n) / (n * spacing);
        return Tensor.Of(values);
    }

    private static Tensor Rolled(Tensor x, Axes axes, int extra, string caller)
    {
        ArgumentNullException.ThrowIfNull(x);
        var marks = axes.Mark(x.Shape, caller);
        var y = x.Solid();
        for (var axis = 0; axis < marks.Length; axis++)
            if (marks[axis]) y = y.Roll((y.Shape[axis] + extra) / 2, axis);
        return ReferenceEquals(y, x) ? x.Copy() : y;
    }
}
