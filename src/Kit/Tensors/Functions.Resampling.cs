using Kit.Compute;

namespace Kit.Tensors;

/// <summary>How values between grid points are found.</summary>
public enum Interpolation
{
    /// <summary>The value of the cell that the point is in.</summary>
    Nearest,

    /// <summary>Linear along each axis in turn: bilinear in two, trilinear in three dimensions.</summary>
    Linear,
}

public static partial class Functions
{
    /// <summary>x [N, C, spatial…] on grids of another size, axis by axis: yᵢ = Σⱼ aᵢⱼ xⱼ.</summary>
    /// <param name="x">Input; every axis but the first two is resampled.</param>
    /// <param name="size">New extents.</param>
    /// <param name="method">Linear or nearest.</param>
    /// <param name="alignCorners">For linear: whether first and last points stay where they are (grids with their edges), or cells are divided evenly (by default).</param>
    /// <exception cref="ArgumentException">No spatial axis, or an extent below 1.</exception>
    public static Tensor Interpolate(Tensor x, PerAxis size, Interpolation method = Interpolation.Linear, bool alignCorners = false) =>
        Resampled(x, size.Of(Spatial(x, "Interpolate"), 1, 1, "Interpolate: size"), (n, m, i) =>
        {
            if (method == Interpolation.Nearest) return ((int)((long)i * n / m), [1]);
            var at = alignCorners ? m == 1 ? 0 : (double)i * (n - 1) / (m - 1) : Math.Clamp((i + 0.5) * n / m - 0.5, 0, n - 1);
            var cell = Math.Clamp((int)at, 0, Math.Max(0, n - 2));
            return n == 1 ? (0, [1]) : (cell, [1 - (at - cell), at - cell]);
        });

    /// <summary><see cref="Interpolate"/> to so many times the extents.</summary>
    /// <inheritdoc cref="Interpolate"/>
    /// <param name="x">Input; every axis but the first two is resampled.</param>
    /// <param name="factor">Whole factors ≥ 1; by default 2.</param>
    /// <param name="method">Linear or nearest.</param>
    /// <param name="alignCorners">For linear: whether first and last points stay where they are.</param>
    public static Tensor Upsample(Tensor x, PerAxis factor = default, Interpolation method = Interpolation.Nearest, bool alignCorners = false)
    {
        int[] size = [.. factor.Of(Spatial(x, "Upsample"), 2, 1, "Upsample: factor").Zip(x.Shape.Dims[2..], (f, n) => checked(f * n))];
        return Interpolate(x, size, method, alignCorners);
    }

    /// <summary>Averages over windows, yₜ = 1/K Σₖ x̃[t·s + k − p]; zeros beyond the edges count.</summary>
    /// <param name="x">Input [N, C, spatial…], 1 to 3 spatial axes.</param>
    /// <param name="window">K.</param>
    /// <param name="stride">s; by default K.</param>
    /// <param name="padding">p; by default 0.</param>
    /// <exception cref="ArgumentException">Shapes that do not fit.</exception>
    public static Tensor AveragePool(Tensor x, PerAxis window, PerAxis stride = default, Padding padding = default)
    {
        var (k, s) = Window(x, window, stride, "AveragePool");
        var lines = x.Reshape([x.Shape[0] * x.Shape[1], 1, .. x.Shape.Dims[2..]]);
        var share = Tensor.Full([1, 1, .. k], 1.0 / k.Aggregate(1, (a, b) => a * b), x.DType.IsInteger() ? DType.F64 : x.DType).To(x.Device);
        var y = Conv(lines, share, null, s, padding);
        return y.Reshape([x.Shape[0], x.Shape[1], .. y.Shape.Dims[2..]]);
    }

    /// <summary>The largest element of each window. Where several are largest, one of them has the derivative; a NaN is larger than all.</summary>
    /// <inheritdoc cref="AveragePool"/>
    /// <param name="x">Input [N, C, spatial…].</param>
    /// <param name="window">K.</param>
    /// <param name="stride">s; by default K.</param>
    /// <param name="padding">Elements beyond the edges, which are never the largest; by default 0.</param>
    public static Tensor MaxPool(Tensor x, PerAxis window, PerAxis stride = default, Padding padding = default)
    {
        var (k, s) = Window(x, window, stride, "MaxPool");
        var (before, after) = padding.Of(x.Shape.Dims.AsSpan(2), k, s, "MaxPool");
        var y = x;
        for (var a = 0; a < k.Length; a++) // outer axes first: their lines are long, and fewer are left for the last
        {
            var axis = 2 + a;
            if (Math.Max(before[a], after[a]) >= k[a]) throw new ArgumentException($"MaxPool: padding {before[a]} + {after[a]} on spatial axis {a} must be less than the window {k[a]}");
            if (before[a] + after[a] > 0) y = y.Pad(before[a], after[a], PadMode.Constant, double.NegativeInfinity, axis);
            var count = (y.Shape[axis] - k[a]) / s[a] + 1;
            if (y.Shape[axis] < k[a]) throw new ArgumentException($"MaxPool: a window of {k[a]} on {y.Shape[axis]} padded elements of spatial axis {a}");
            var largest = Shifted(0);
            for (var q = 1; q < k[a]; q++) largest = Larger(largest, Shifted(q));
            y = largest;

            Tensor Shifted(int q)
            {
                var slice = y[[.. Enumerable.Repeat(Slice.All, axis), Slice.Step(q, q + (count - 1) * s[a] + 1, s[a])]];
                return slice.Tracer is null ? slice : slice.Copy();
            }
        }

        return ReferenceEquals(x, y) ? x.Copy() : y;
    }

    /// <summary>A choice, where it will be differentiated: its derivative needs a Bool an element, that of a maximum needs both operands.</summary>
    private static Tensor Larger(Tensor a, Tensor b) => a.Tracer is null ? Maximum(a, b) : Where((a >= b) | IsNaN(a), a, b);

    /// <summary>Averages over windows that divide each axis into so many as even as whole numbers allow: bin i of m holds elements ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉ − 1.</summary>
    /// <param name="x">Input [N, C, spatial…].</param>
    /// <param name="size">New extents; 1 is the average of all.</param>
    /// <exception cref="ArgumentException">No spatial axis, or an extent below 1.</exception>
    public static Tensor AdaptiveAveragePool(Tensor x, PerAxis size) =>
        Resampled(x, size.Of(Spatial(x, "AdaptiveAveragePool"), 1, 1, "AdaptiveAveragePool: size"), (n, m, i) =>
        {
            var (start, end) = ((int)((long)i * n / m), (int)(((i + 1L) * n + m - 1) / m));
            return (start, [.. Enumerable.Repeat(1.0 / (end - start), end - start)]);
        });

    /// <summary>Each spatial axis by a matrix: row (n, m, i) of n columns is given by where its non-zeros start and what they are.</summary>
    private static Tensor Resampled(Tensor x, int[] size, Func<int, int, int, (int Start, double[] Row)> row)
    {
        var y = x.DType.IsInteger() ? x.Cast(DType.F64) : x;
        for (var a = size.Length - 1; a >= 0; a--)
        {
            var (dims, n, m) = (y.Shape.Dims, y.Shape[2 + a], size[a]);
            if (n < 1) throw new ArgumentException($"Interpolate: spatial axis {a} of {x.Shape} is empty");
            var rows = new double[m * n];
            for (var i = 0; i < m; i++)
                if (row(n, m, i) is var (start, values)) values.CopyTo(rows, i * n + start);
            var matrix = Tensor.Of(rows).Reshape(m, n).Cast(y.DType).To(y.Device);
            var inner = dims[(3 + a)..].Aggregate(1, (p, q) => p * q);
            var product = inner == 1 ? MatMul(y.Reshape(-1, n), matrix.T) : MatMul(matrix, y.Reshape(-1, n, inner));
            y = product.Reshape([.. dims[..(2 + a)], m, .. dims[(3 + a)..]]);
        }

        return ReferenceEquals(x, y) ? x.Copy() : y;
    }

    private static int Spatial(Tensor x, string caller)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank > 2 ? x.Rank - 2 : throw new ArgumentException($"{caller}: shape {x.Shape}; [N, C, spatial…] is needed");
    }

    private static (int[] Window, int[] Stride) Window(Tensor x, PerAxis window, PerAxis stride, string caller)
    {
        var k = window.Of(Spatial(x, caller), 2, 1, $"{caller}: window");
        return (k, stride.IsGiven ? stride.Of(k.Length, 1, 1, $"{caller}: stride") : k);
    }
}
