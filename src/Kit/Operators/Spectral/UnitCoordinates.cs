using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>The places of the points, 0 to 1 with both ends along each axis, as channels.</summary>
internal static class UnitCoordinates
{
    /// <summary>[N, C, n₁, …, n_d] → [N, C + d, n₁, …, n_d].</summary>
    public static Tensor Append(Tensor x)
    {
        var (d, dims) = (x.Rank - 2, x.Shape.ToArray());
        var axes = Enumerable.Range(0, d).Select(k =>
        {
            var line = Tensor.Linspace(0, 1, dims[2 + k], dtype: x.DType).Reshape([.. Enumerable.Range(0, d).Select(j => j == k ? dims[2 + k] : 1)]);
            return line.BroadcastTo(new([dims[0], 1, .. dims[2..]]));
        });
        return Tensor.Concat([x, .. axes], 1);
    }

    /// <summary>Zeros after the last point of each axis: room for what a periodic layer carries round the end.</summary>
    public static Tensor Extend(Tensor x, ReadOnlySpan<int> points)
    {
        for (var k = 0; k < points.Length; k++)
            if (points[k] > 0) x = x.Pad(0, points[k], axis: 2 + k);
        return x;
    }

    /// <summary>The first points of each axis.</summary>
    public static Tensor Crop(Tensor x, ReadOnlySpan<int> points)
    {
        Slice[] inside = [Slice.All, Slice.All, .. points.ToArray().Select(n => (Slice)(..n))];
        return points.SequenceEqual(x.Shape.ToArray().AsSpan(2)) ? x : x[inside];
    }
}
