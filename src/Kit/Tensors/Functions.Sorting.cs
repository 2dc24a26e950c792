using Kit.Compute;

namespace Kit.Tensors;

public static partial class Functions
{
    /// <summary>Positions (I32) that sort an axis: stable, so equal elements keep their order in both directions; −0 equals 0 and NaN comes last.</summary>
    /// <exception cref="ArgumentException">The elements are complex.</exception>
    public static Tensor ArgSort(Tensor x, int axis = -1, bool descending = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        var source = Real(x, "ArgSort").Plain.Solid();
        axis = source.Shape.Axis(axis, "ArgSort");
        if (source.Tracer is not null) return source.Leading(s => [ArgSort(s, axis - source.Rank, descending)])[0];
        var y = Tensor.Empty(source.Shape, DType.I32, source.Device);
        if (source.Size > 0) source.Device.Backend.ArgSort(source.MoveAxis(axis, -1).View, descending, y.MoveAxis(axis, -1).View);
        return y;
    }

    /// <summary>The elements of an axis in order: stable, NaN last in both directions.</summary>
    /// <exception cref="ArgumentException">The elements are complex.</exception>
    public static Tensor Sort(Tensor x, int axis = -1, bool descending = false) => Along(x, ArgSort(Real(x, "Sort"), axis, descending), axis, "Sort");

    /// <summary>The k largest (or smallest) elements along an axis, best first, and their positions (I32); of equals the first, NaN only when nothing else is left.</summary>
    /// <param name="x">Real numbers.</param>
    /// <param name="k">How many, at most the extent of the axis.</param>
    /// <param name="axis">The axis, which then has extent k.</param>
    /// <param name="largest">The largest, or else the smallest.</param>
    /// <exception cref="ArgumentException">k is negative or more than there are; the elements are complex.</exception>
    public static (Tensor Values, Tensor Positions) TopK(Tensor x, int k, int axis = -1, bool largest = true)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = x.Shape.Axis(axis, "TopK");
        if (k < 0 || k > x.Shape[axis]) throw new ArgumentException($"TopK: {k} of the {x.Shape[axis]} elements of axis {axis} of shape {x.Shape}");
        var positions = ArgSort(Real(x, "TopK"), axis, largest).Along(axis, 0, k);
        return (Along(x, positions, axis, "TopK"), positions);
    }

    /// <summary>y[i, j, …] = x[p[i, j, …], j, …] for axis 0, and so for any axis: what <see cref="ArgSort"/> and the like point at.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="positions">I32, of the shape of x but for the extent of the axis; negative ones count from the end.</param>
    /// <param name="axis">The axis that the positions belong to.</param>
    /// <exception cref="ArgumentException">Not I32, or another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position leaves the axis.</exception>
    public static Tensor TakeAlong(Tensor x, Tensor positions, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(positions);
        axis = x.Shape.Axis(axis, "TakeAlong");
        if (positions.DType != DType.I32) throw new ArgumentException($"TakeAlong: positions are I32, not {positions.DType}");
        int[] dims = x.Shape.ToArray();
        if (positions.Rank == x.Rank) dims[axis] = positions.Shape[axis];
        if (positions.Shape != new Shape(dims)) throw new ArgumentException($"TakeAlong: positions of shape {positions.Shape} do not fit {x.Shape} beside axis {axis}");
        if (positions.Size == 0) return Along(x, positions, axis, "TakeAlong");
        var extent = x.Shape[axis];
        return Along(x, positions.Leading(p => [Checked(p)])[0], axis, "TakeAlong");

        Tensor Checked(Tensor p)
        {
            var (lowest, highest) = (p.Min().Item<int>(), p.Max().Item<int>());
            if (lowest < -extent || highest >= extent)
                throw new ArgumentOutOfRangeException(nameof(positions), $"TakeAlong: position {(lowest < -extent ? lowest : highest)} is outside axis {axis} of shape {x.Shape}");
            return lowest < 0 ? Where(p < 0, p + extent, p) : p;
        }
    }

    /// <summary>Gathers checked positions from the rows laid one after the other.</summary>
    private static Tensor Along(Tensor x, Tensor positions, int axis, string caller)
    {
        if (x.Size > int.MaxValue) throw new ArgumentException($"{caller}: {x.Size} elements of {x.Shape}; at most {int.MaxValue} can be addressed");
        var lines = x.Solid().MoveAxis(axis, -1);
        var own = positions.MoveAxis(axis, -1);
        if (positions.Size == 0) return Tensor.Empty(positions.Shape, x.DType, x.Device);
        var n = x.Shape[axis];
        var starts = (Tensor.Arange((int)(x.Size / n)) * n).To(x.Device).Reshape([.. own.Shape.Dims[..^1], 1]);
        return Primitive.Gather(lines.Flatten(), (own + starts).Flatten()).Reshape(own.Shape).MoveAxis(-1, axis);
    }
}
