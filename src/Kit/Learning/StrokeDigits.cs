using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Digits drawn with a pen that shakes: small pictures with labels, made here and now, for experiments that need handwriting but no file.</summary>
/// <remarks>
/// Each digit is a few lines of corner points in the unit square. A sample turns, shears, stretches and shifts them and moves every corner a little; a pixel is as dark as it is near to a line:
/// clamp(1.5 − distance/pen, 0, 1) with the pen's width of 0.09.
/// </remarks>
public static class StrokeDigits
{
    private const double Pen = 0.09;

    // (x, y) with y downwards.
    private static readonly double[][][] Strokes =
    [
        [[0.5, 0.1, 0.25, 0.25, 0.2, 0.5, 0.25, 0.75, 0.5, 0.9, 0.75, 0.75, 0.8, 0.5, 0.75, 0.25, 0.5, 0.1]],
        [[0.35, 0.25, 0.55, 0.1, 0.55, 0.9]],
        [[0.22, 0.3, 0.35, 0.13, 0.6, 0.1, 0.75, 0.25, 0.7, 0.45, 0.22, 0.9, 0.8, 0.9]],
        [[0.25, 0.15, 0.6, 0.1, 0.75, 0.27, 0.65, 0.45, 0.45, 0.48, 0.7, 0.55, 0.77, 0.75, 0.55, 0.9, 0.22, 0.85]],
        [[0.65, 0.9, 0.65, 0.1, 0.2, 0.65, 0.85, 0.65]],
        [[0.75, 0.1, 0.3, 0.1, 0.27, 0.45, 0.55, 0.42, 0.77, 0.6, 0.7, 0.83, 0.45, 0.9, 0.22, 0.83]],
        [[0.68, 0.1, 0.4, 0.3, 0.24, 0.62, 0.35, 0.87, 0.6, 0.9, 0.76, 0.72, 0.62, 0.52, 0.4, 0.53, 0.26, 0.65]],
        [[0.2, 0.1, 0.8, 0.1, 0.45, 0.9]],
        [[0.5, 0.48, 0.3, 0.37, 0.3, 0.18, 0.5, 0.1, 0.7, 0.18, 0.7, 0.37, 0.5, 0.48, 0.25, 0.63, 0.27, 0.83, 0.5, 0.9, 0.73, 0.83, 0.75, 0.63, 0.5, 0.48]],
        [[0.74, 0.35, 0.6, 0.48, 0.38, 0.47, 0.25, 0.3, 0.38, 0.12, 0.62, 0.1, 0.75, 0.3, 0.7, 0.6, 0.5, 0.9]],
    ];

    /// <summary>Pictures [n, size, size] in [0, 1], 1 is ink, and their digits, each as likely as any other.</summary>
    /// <param name="count">n.</param>
    /// <param name="size">Pixels along a side, ≥ 4.</param>
    /// <param name="rng">Random numbers; sample k depends on its own stream alone.</param>
    public static (Tensor Pictures, int[] Labels) Draw(int count, int size, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (count < 1 || size < 4) throw new ArgumentException($"StrokeDigits: {count} pictures of {size} pixels a side; at least 1 of 4");
        var (pixels, labels) = (new double[count * size * size], new int[count]);
        for (var k = 0; k < count; k++)
        {
            var own = rng.Stream(k);
            labels[k] = own.NextInt(0, 10);
            Picture(Moved(Strokes[labels[k]], own), pixels.AsSpan(k * size * size, size * size), size);
        }

        return (Tensor.Of(pixels).Reshape(count, size, size), labels);
    }

    private static double[][] Moved(double[][] strokes, Rng rng)
    {
        double Within(double range) => (2 * rng.NextDouble() - 1) * range;
        var (angle, shear, x, y) = (Within(0.2), Within(0.2), Within(0.06), Within(0.06));
        var (wide, high) = (1 + Within(0.15), 1 + Within(0.1));
        return [.. strokes.Select(line =>
        {
            var moved = new double[line.Length];
            for (var i = 0; i < line.Length; i += 2)
            {
                var (u, v) = ((line[i] - 0.5 + Within(0.025)) * wide, (line[i + 1] - 0.5 + Within(0.025)) * high);
                u += shear * v;
                (moved[i], moved[i + 1]) = (0.5 + x + u * Math.Cos(angle) - v * Math.Sin(angle), 0.5 + y + u * Math.Sin(angle) + v * Math.Cos(angle));
            }

            return moved;
        })];
    }

    private static void Picture(double[][] strokes, Span<double> pixels, int size)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y, nearest) = ((i % size + 0.5) / size, (i / size + 0.5) / size, double.PositiveInfinity);
            foreach (var line in strokes)
                for (var k = 0; k + 3 < line.Length; k += 2) nearest = Math.Min(nearest, Distance(x, y, line[k], line[k + 1], line[k + 2], line[k + 3]));
            pixels[i] = Math.Clamp(1.5 - nearest / Pen, 0, 1);
        }
    }

    /// <summary>From a point to a segment.</summary>
    private static double Distance(double x, double y, double x0, double y0, double x1, double y1)
    {
        var (dx, dy) = (x1 - x0, y1 - y0);
        var along = Math.Clamp(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy), 0, 1);
        return Math.Sqrt(Math.Pow(x - x0 - along * dx, 2) + Math.Pow(y - y0 - along * dy, 2));
    }
}
