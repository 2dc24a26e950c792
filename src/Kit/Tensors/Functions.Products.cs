using Kit.Compute;

namespace Kit.Tensors;

public static partial class Functions
{
    /// <summary>Matrix product Σₖ aᵢₖ bₖⱼ over the last axis of a and the last but one of b; leading axes broadcast, vectors are rows on the left and columns on the right.</summary>
    /// <exception cref="ArgumentException">Inner dimensions differ, or an operand is a scalar.</exception>
    public static Tensor MatMul(Tensor a, Tensor b)
    {
        var type = Primitive.Common(a, b);
        if (type == DType.Bool) type = DType.I32;
        if (a.Rank == 0 || b.Rank == 0) throw new ArgumentException($"MatMul: shapes {a.Shape} x {b.Shape}, but a scalar has no axis to sum over; use *");
        if (a.Device != b.Device) throw new ArgumentException($"MatMul: tensors on {a.Device} and {b.Device}; move one with .To(device)");
        var (left, right) = (a.Rank == 1 ? a.Unsqueeze(0) : a, b.Rank == 1 ? b.Unsqueeze(1) : b);
        if (left.Shape[^1] != right.Shape[-2]) throw new ArgumentException($"MatMul: inner dimensions differ: {a.Shape} x {b.Shape}");
        var (m, k, n) = (left.Shape[-2], left.Shape[-1], right.Shape[-1]);
        var batch = Shape.Broadcast(new(left.Shape.Dims[..^2]), new(right.Shape.Dims[..^2]), "MatMul");
        var count = checked((int)batch.Size);
        // One matrix on the right for a whole batch: the batch's rows are rows of one product, and the matrix's gradient is one product too.
        if (right.Rank == 2 && left.Rank > 2 && new Shape([count * m, k]) is var rows && left.IsViewAs(rows)) (left, m, count) = (left.Reshape(rows), count * m, 1);
        var product = Primitive.MatMul(Batched(left, m, k), Batched(right, k, n));
        int[] dims = [.. batch.Dims, .. a.Rank == 1 ? Array.Empty<int>() : [a.Shape[-2]], .. b.Rank == 1 ? Array.Empty<int>() : [n]];
        return product.Reshape(dims);

        Tensor Batched(Tensor x, int rows, int columns)
        {
            var cast = x.Cast(type);
            return count == 1 ? cast.Reshape(1, rows, columns) : cast.BroadcastTo(new([.. batch.Dims, rows, columns])).Reshape(count, rows, columns);
        }
    }

    /// <summary>Σ aᵢ bᵢ of two vectors, as a scalar tensor; nothing is conjugated.</summary>
    /// <exception cref="ArgumentException">Not two vectors of one length.</exception>
    public static Tensor Dot(Tensor a, Tensor b) => a.Rank == 1 && b.Rank == 1 && a.Shape == b.Shape
        ? MatMul(a, b)
        : throw new ArgumentException($"Dot: needs two vectors of one length, not {a.Shape} and {b.Shape}");

    /// <summary>aᵢ bⱼ of two vectors.</summary>
    /// <exception cref="ArgumentException">Not two vectors.</exception>
    public static Tensor Outer(Tensor a, Tensor b) => a.Rank == 1 && b.Rank == 1
        ? a.Unsqueeze(1) * b.Unsqueeze(0)
        : throw new ArgumentException($"Outer: needs two vectors, not {a.Shape} and {b.Shape}");

    /// <summary>The diagonal of the last two axes, a view.</summary>
    /// <exception cref="ArgumentException">Less than two axes.</exception>
    public static Tensor Diagonal(Tensor a)
    {
        if (a.Rank < 2) throw new ArgumentException($"Diagonal: shape {a.Shape} has no two axes");
        if (a.Tracer is { } tracer) return tracer.Apply(new CutCall("Diagonal", Diagonal), a);
        var n = Math.Min(a.Shape[-1], a.Shape[-2]);
        return a.Alias(a.Offset, new([.. a.Shape.Dims[..^2], n]), [.. a.Strides[..^2], a.Strides[^1] + a.Strides[^2]]);
    }
}
