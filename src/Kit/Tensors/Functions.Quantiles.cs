namespace Kit.Tensors;

public static partial class Functions
{
    /// <summary>The value below which a share q of the elements lies: with the n elements in order and h = (n − 1)q, s⌊h⌋ + (h − ⌊h⌋)(s⌊h⌋₊₁ − s⌊h⌋); NaN if there is one.</summary>
    /// <remarks>Type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996), the default of NumPy and R.</remarks>
    /// <param name="x">Real numbers; integers are taken to F64.</param>
    /// <param name="q">Share in [0, 1].</param>
    /// <param name="axis">The axis, or null for all elements.</param>
    /// <param name="keepDims">Keep the axis with extent 1.</param>
    /// <exception cref="ArgumentException">q is not in [0, 1], no elements, or complex ones.</exception>
    public static Tensor Quantile(Tensor x, double q, int? axis = null, bool keepDims = false) => Quantiles(x, [q], axis, keepDims, "Quantile")[0];

    /// <summary>Several quantiles of one sorting, along a new first axis.</summary>
    /// <inheritdoc cref="Quantile(Tensor, double, int?, bool)"/>
    public static Tensor Quantile(Tensor x, ReadOnlySpan<double> q, int? axis = null, bool keepDims = false) => Tensor.Stack(Quantiles(x, q, axis, keepDims, "Quantile"));

    /// <summary>The middle of the elements in order, or the mean of the two middle ones; NaN if there is one.</summary>
    /// <param name="x">Real numbers; integers are taken to F64.</param>
    /// <param name="axis">The axis, or null for all elements.</param>
    /// <param name="keepDims">Keep the axis with extent 1.</param>
    /// <exception cref="ArgumentException">No elements, or complex ones.</exception>
    public static Tensor Median(Tensor x, int? axis = null, bool keepDims = false) => Quantiles(x, [0.5], axis, keepDims, "Median")[0];

    private static Tensor[] Quantiles(Tensor x, ReadOnlySpan<double> shares, int? named, bool keepDims, string caller)
    {
        ArgumentNullException.ThrowIfNull(x);
        foreach (var q in shares)
            if (!(q >= 0 && q <= 1)) throw new ArgumentException(FormattableString.Invariant($"{caller}: {q} is not in [0, 1]"));
        var lines = Float(Real(x, caller)).Solid();
        var axis = named is { } one ? x.Shape.Axis(one, caller) : 0;
        if (named is null) lines = lines.Flatten();
        var n = lines.Shape[axis];
        if (n == 0) throw new ArgumentException($"{caller}: no elements along the axes of shape {x.Shape}");
        var sorted = Sort(lines, axis);
        var last = sorted.Along(axis, n - 1, n);
        var results = new Tensor[shares.Length];
        for (var k = 0; k < results.Length; k++)
        {
            var place = (n - 1) * shares[k];
            var below = (int)place;
            var low = sorted.Along(axis, below, below + 1);
            var high = sorted.Along(axis, Math.Min(below + 1, n - 1), Math.Min(below + 1, n - 1) + 1);
            // Between equal infinities the difference would be NaN.
            var between = place == below ? low : Where(low.Equal(high), low, low + (high - low) * (place - below));
            var value = Where(last.IsNaN(), double.NaN, between);
            results[k] = named is not null ? keepDims ? value : value.Squeeze(axis) : value.Reshape(keepDims ? [.. Enumerable.Repeat(1, x.Rank)] : []);
        }

        return results;
    }
}
