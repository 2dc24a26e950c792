using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics;

public static partial class Fourier
{
    /// <summary>A periodic function on another number of points, by its Fourier series: exact for frequencies below half of the smaller number.</summary>
    /// <param name="x">Samples at j·L/N; real stays real.</param>
    /// <param name="n">New number of points.</param>
    /// <param name="axis">The axis that j runs along.</param>
    /// <exception cref="ArgumentException">n &lt; 1, or the axis is empty.</exception>
    /// <remarks>
    /// The spectrum is cut or filled with zeros. Of an even number of points the highest frequency stands for ±N/2 together: finer grids get half of
    /// it on either side, coarser ones the sum of both.
    /// </remarks>
    public static Tensor Resample(Tensor x, int n, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (n < 1) throw new ArgumentException($"Resample: {n} points; at least 1 is needed");
        axis = x.Shape.Axis(axis, "Resample");
        var old = x.Shape[axis];
        if (old == n) return x.Copy();
        var (real, least) = (!x.DType.IsComplex(), Math.Min(old, n));
        var spectrum = (real ? Rfft(x, axis: axis) : Fft(x, axis)).MoveAxis(axis, -1);
        // Frequencies 0 … below the highest, the highest if it is its own partner, and the negative ones.
        var (half, pair) = ((least + 1) / 2, least % 2 == 0);
        var (low, negative) = (Part(0, half), half - 1);
        Tensor[] parts;
        if (real)
        {
            // The sum of both partners is twice the real part, all that the inverse takes of it.
            var top = Part(half, half + (pair ? 1 : 0)) * (n > old ? 0.5 : 2);
            parts = [low, top, Zeros(n / 2 + 1 - half - (pair ? 1 : 0))];
        }
        else
        {
            var high = Part(old - negative, old);
            if (!pair) parts = [low, Zeros(n - least), high];
            else if (n > old) parts = [low, Part(half, half + 1) * 0.5, Zeros(n - least - 1), Part(half, half + 1) * 0.5, high];
            else parts = [low, Part(half, half + 1) + Part(old - half, old - half + 1), high];
        }

        var resampled = Tensor.Concat([.. parts.Where(p => p.Shape[-1] > 0)], -1).MoveAxis(-1, axis) * ((double)n / old);
        return real ? Irfft(resampled, n, axis) : Ifft(resampled, axis);

        Tensor Part(int start, int stop) => spectrum[Slice.Ellipsis, start..stop];

        Tensor Zeros(int count) => Tensor.Zeros([.. spectrum.Shape.ToArray()[..^1], count], spectrum.DType).To(x.Device);
    }
}
