using Kit.Compute;

namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <summary>Tensors one after the other along an axis.</summary>
    /// <exception cref="ArgumentException">None given, or extents of the other axes differ.</exception>
    public static Tensor Concat(ReadOnlySpan<Tensor> parts, int axis = 0)
    {
        if (parts.IsEmpty) throw new ArgumentException("Concat: no tensors");
        var first = parts[0];
        axis = first.Shape.Axis(axis, "Concat");
        var (type, total) = (first.DType, 0L);
        foreach (var part in parts)
        {
            if (part.Rank != first.Rank) throw new ArgumentException($"Concat: shapes {first.Shape} and {part.Shape} differ in rank");
            for (var k = 0; k < first.Rank; k++)
                if (k != axis && part.Shape[k] != first.Shape[k]) throw new ArgumentException($"Concat: shapes {first.Shape} and {part.Shape} differ beside axis {axis}");
            type = DTypes.Promote(type, part.DType);
            total += part.Shape[axis];
        }

        foreach (var part in parts)
            if (part.Tracer is { } tracer) return tracer.Apply(new ConcatCall(axis), Array.ConvertAll(parts.ToArray(), p => p.Cast(type)));
        int[] dims = [.. first.Shape];
        dims[axis] = checked((int)total);
        var result = Empty(new(dims), type, first.Device);
        var start = 0;
        foreach (var part in parts)
        {
            var end = start + part.Shape[axis];
            result.Along(axis, start, end).Assign(part);
            start = end;
        }

        return result;
    }

    /// <summary>Tensors of one shape along a new axis.</summary>
    /// <exception cref="ArgumentException">None given, or shapes differ.</exception>
    public static Tensor Stack(ReadOnlySpan<Tensor> parts, int axis = 0)
    {
        var lifted = new Tensor[parts.Length];
        for (var i = 0; i < lifted.Length; i++) lifted[i] = parts[i].Unsqueeze(axis);
        return lifted.Length > 0 ? Concat(lifted, axis) : throw new ArgumentException("Stack: no tensors");
    }

    /// <summary>Coordinates of a grid: result k has the shape of all axes together and varies along axis k alone (views).</summary>
    /// <param name="axes">Vectors.</param>
    public static Tensor[] Meshgrid(params ReadOnlySpan<Tensor> axes)
    {
        var shape = new int[axes.Length];
        for (var k = 0; k < shape.Length; k++)
            shape[k] = axes[k].Rank == 1 ? axes[k].Shape[0] : throw new ArgumentException($"Meshgrid: axis {k} has shape {axes[k].Shape}, not a vector");
        var grids = new Tensor[axes.Length];
        for (var k = 0; k < grids.Length; k++)
        {
            var own = new int[shape.Length];
            Array.Fill(own, 1);
            own[k] = shape[k];
            grids[k] = axes[k].Reshape(own).BroadcastTo(new(shape));
        }

        return grids;
    }
}
