using Kit.Compute;
using Kit.Pde.Collocation;
using Kit.Tensors;

namespace Kit.Pde;

public static partial class Transfer
{
    /// <summary>u at any points of the box, […, points].</summary>
    /// <param name="u">[…, n_x, n_y, n_z].</param>
    /// <param name="grid">Its grid.</param>
    /// <param name="points">[points, D]; a periodic coordinate may be any number.</param>
    /// <param name="kind">Straight, by cubics or by Fourier series.</param>
    /// <remarks>Axis by axis as products with matrices, [points, n] each: O(points · grid). Chebyshev axes always take the polynomial through all points.</remarks>
    /// <exception cref="ArgumentException">A point outside the box, another shape, or a kind that does not fit an axis.</exception>
    public static Tensor Interpolate(Tensor u, Grid grid, Tensor points, InterpolationKind kind = InterpolationKind.Cubic)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(points);
        grid.Check(u, "Transfer.Interpolate");
        if (points.Rank != 2 || points.Shape[1] != grid.Dimensions) throw new ArgumentException($"Transfer.Interpolate: points have shape [points, {grid.Dimensions}], not {points.Shape}");
        // The last axis by a product; then the points are the last axis, and every other one is weighed and summed.
        var last = InterpolationMatrix(grid.Axes[^1], points[.., -1], kind).Cast(u.DType.Real());
        var result = u.Rank == 1 ? last.MatMul(u.Unsqueeze(1)).Squeeze(1) : u.MatMul(last.T);
        for (var d = grid.Dimensions - 2; d >= 0; d--) result = (result * InterpolationMatrix(grid.Axes[d], points[.., d], kind).Cast(u.DType.Real()).T).Sum(-2);
        return result;
    }

    /// <summary>B with (B u)ᵢ = u(yᵢ), [points, n].</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="points">A vector.</param>
    /// <param name="kind">How.</param>
    /// <exception cref="ArgumentException">A point outside, or a kind that does not fit the axis.</exception>
    public static Tensor InterpolationMatrix(Axis axis, Tensor points, InterpolationKind kind)
    {
        ArgumentNullException.ThrowIfNull(axis);
        ArgumentNullException.ThrowIfNull(points);
        var y = points.ToDoubles();
        if (axis.Kind == AxisKind.Chebyshev) return Chebyshev.InterpolationMatrix(axis, points);
        var outside = axis.Kind == AxisKind.Periodic ? -1 : Array.FindIndex(y, p => !(p >= axis.From && p <= axis.To));
        if (outside >= 0) throw new ArgumentException(FormattableString.Invariant($"Transfer.Interpolate: point {y[outside]} is outside {axis}"));
        var b = new double[y.Length, axis.Count];
        for (var i = 0; i < y.Length; i++)
        {
            // In units of h from the first point.
            var s = (y[i] - axis.From) / axis.Spacing - (axis.Kind == AxisKind.Cells ? 0.5 : 0);
            if (kind == InterpolationKind.Spectral) Trigonometric(axis, s, i, b);
            else Polynomial(axis, s, i, kind == InterpolationKind.Linear ? 2 : 4, b);
        }

        return Tensor.Of(b);
    }

    /// <summary>Lagrange's polynomial through the nearest points; at ends that are not periodic the outermost ones.</summary>
    private static void Polynomial(Axis axis, double s, int row, int count, double[,] b)
    {
        var n = axis.Count;
        count = Math.Min(count, n);
        var first = (int)Math.Floor(s) - (count / 2 - 1);
        if (axis.Kind != AxisKind.Periodic) first = Math.Clamp(first, 0, n - count);
        for (var j = 0; j < count; j++)
        {
            var weight = 1.0;
            for (var k = 0; k < count; k++)
                if (k != j) weight *= (s - first - k) / (j - k);
            b[row, ((first + j) % n + n) % n] += weight;
        }
    }

    /// <summary>The periodic cardinal functions sin πs/(n sin πs/n), times cos πs/n for even n: Trefethen (2000), chapter 3.</summary>
    private static void Trigonometric(Axis axis, double s, int row, double[,] b)
    {
        if (axis.Kind != AxisKind.Periodic) throw new ArgumentException($"Transfer.Interpolate: a Fourier series needs a periodic axis, not {axis}");
        var n = axis.Count;
        for (var j = 0; j < n; j++)
        {
            var distance = Math.IEEERemainder(s - j, n);
            var sine = Math.Sin(Math.PI * distance / n);
            b[row, j] = sine == 0 ? 1 : Math.Sin(Math.PI * distance) / (n * sine) * (n % 2 == 0 ? Math.Cos(Math.PI * distance / n) : 1);
        }
    }
}
