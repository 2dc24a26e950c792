using Kit.Compute;

namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <summary>The transpose: axes in reverse order, a view.</summary>
    public Tensor T => Permute([.. Enumerable.Range(0, Rank).Reverse()]);

    /// <summary>The same elements in row-major order under another shape; one extent may be −1. A view where strides allow, else a copy.</summary>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> extents)
    {
        var target = Complete(extents);
        if (Tracer is { } tracer) return tracer.Apply(new ReshapeCall(target), this);
        if (target == shape && !IsWeak) return Alias(offset, shape, strides);
        var source = Solid();
        if (source.Restride(target) is { } view) return source.Alias(source.offset, target, view);
        var result = Empty(target, DType, Device);
        Device.Backend.Copy(source.View, new View(result.storage!, 0, shape.Dims, RowMajor(shape.Dims), DType));
        return result;
    }

    private Shape Complete(ReadOnlySpan<int> extents)
    {
        int[] dims = [.. extents];
        var free = Array.IndexOf(dims, -1);
        if (free >= 0)
        {
            dims[free] = 1;
            var rest = Shape.Create(dims).Size;
            if (rest == 0 || Size % rest != 0) throw new ArgumentException($"Reshape: {Size} elements of {Shape} do not divide by the {rest} of [{string.Join(',', extents.ToArray())}]");
            dims[free] = checked((int)(Size / rest));
        }

        var target = Shape.Create(dims);
        return target.Size == Size ? target : throw new ArgumentException($"Reshape: {Shape} has {Size} elements, {target} has {target.Size}");
    }

    /// <summary>True when <see cref="Reshape"/> to this shape copies nothing.</summary>
    internal bool IsViewAs(Shape target) => !IsWeak && Restride(target) is not null;

    /// <summary>Strides of a view under the target shape, or null when groups of axes do not lie one after the other.</summary>
    private long[]? Restride(Shape target)
    {
        if (IsContiguous) return RowMajor(target.Dims);
        if (Size == 0) return RowMajor(target.Dims);
        var result = new long[target.Rank];
        var (old, now) = (Rank - 1, target.Rank - 1);
        while (now >= 0)
        {
            while (old >= 0 && shape.Dims[old] == 1) old--;
            if (old < 0) break;
            var (step, extent, block) = (strides[old], (long)shape.Dims[old], 1L);
            while (now >= 0 && block < extent || now >= 0 && target.Dims[now] == 1)
            {
                result[now] = step * block;
                block *= target.Dims[now--];
                while (block > extent)
                {
                    do old--; while (old >= 0 && shape.Dims[old] == 1);
                    if (old < 0 || strides[old] != step * extent) return null;
                    extent *= shape.Dims[old];
                }
            }

            if (block != extent) return null;
            old--;
        }

        return result;
    }

    /// <summary>One axis of all elements in row-major order.</summary>
    public Tensor Flatten() => Reshape(-1);

    /// <summary>Swaps two axes, a view; the last two if none are named.</summary>
    public Tensor Transpose(int a = -2, int b = -1)
    {
        var order = Enumerable.Range(0, Rank).ToArray();
        (a, b) = (shape.Axis(a, "Transpose"), shape.Axis(b, "Transpose"));
        (order[a], order[b]) = (b, a);
        return Permute(order);
    }

    /// <summary>Axes in another order, a view: axis k of the result is axis order[k].</summary>
    /// <exception cref="ArgumentException">Not a permutation of the axes.</exception>
    public Tensor Permute(params ReadOnlySpan<int> order)
    {
        if (order.Length != Rank) throw new ArgumentException($"Permute: {order.Length} axes named, {Shape} has {Rank}");
        if (Tracer is { } tracer) return tracer.Apply(new PermuteCall(order.ToArray()), this);
        var dims = new int[Rank];
        var steps = new long[Rank];
        var seen = 0;
        for (var k = 0; k < Rank; k++)
        {
            var axis = shape.Axis(order[k], "Permute");
            if ((seen & 1 << axis) != 0) throw new ArgumentException($"Permute: axis {axis} is named twice in [{string.Join(',', order.ToArray())}]");
            seen |= 1 << axis;
            (dims[k], steps[k]) = (shape.Dims[axis], strides[axis]);
        }

        return Alias(offset, new(dims), steps);
    }

    /// <summary>Moves one axis to another place, a view; the others keep their order.</summary>
    public Tensor MoveAxis(int from, int to)
    {
        (from, to) = (shape.Axis(from, "MoveAxis"), shape.Axis(to, "MoveAxis"));
        if (from == to) return this;
        var order = Enumerable.Range(0, Rank).ToList();
        order.RemoveAt(from);
        order.Insert(to, from);
        return Permute([.. order]);
    }

    /// <summary>Without the axes of extent 1, or without the one named; a view.</summary>
    /// <exception cref="ArgumentException">The named axis has another extent.</exception>
    public Tensor Squeeze(int? axis = null)
    {
        if (axis is not { } named) return Reshape(Array.FindAll(shape.Dims, d => d != 1));
        named = shape.Axis(named, "Squeeze");
        if (shape.Dims[named] != 1) throw new ArgumentException($"Squeeze: axis {named} of shape {Shape} has extent {shape.Dims[named]}, not 1");
        if (Tracer is not null) return Reshape([.. shape.Dims[..named], .. shape.Dims[(named + 1)..]]);
        return Alias(offset, new([.. shape.Dims[..named], .. shape.Dims[(named + 1)..]]), [.. strides[..named], .. strides[(named + 1)..]]);
    }

    /// <summary>With a new axis of extent 1 at this place of the result, a view.</summary>
    public Tensor Unsqueeze(int axis)
    {
        var dims = new int[Rank + 1];
        axis = new Shape(dims).Axis(axis, "Unsqueeze");
        if (Tracer is not null) return Reshape([.. shape.Dims[..axis], 1, .. shape.Dims[axis..]]);
        return Alias(offset, Shape.Create([.. shape.Dims[..axis], 1, .. shape.Dims[axis..]]), [.. strides[..axis], 0, .. strides[axis..]]);
    }

    /// <summary>Axes of extent 1 stretched to a shape, a view with stride 0; do not write to it.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the target is smaller.</exception>
    public Tensor BroadcastTo(Shape target)
    {
        if (Shape.Broadcast(shape, target, "BroadcastTo") != target) throw new ArgumentException($"BroadcastTo: {Shape} does not stretch to {target}");
        if (Tracer is { } tracer) return tracer.Apply(new BroadcastCall(target), this);
        var solid = Solid();
        var view = Primitive.Stretch(solid, target, Device);
        return solid.Alias(view.Offset, target, view.Strides);
    }

    /// <summary>Reversed along the axes named, or along all; a view.</summary>
    public Tensor Flip(params ReadOnlySpan<int> axes)
    {
        if (Tracer is { } tracer) return tracer.Apply(new FlipCall(axes.ToArray()), this);
        var (start, steps) = (offset, (long[])[.. strides]);
        foreach (var named in axes.IsEmpty ? Enumerable.Range(0, Rank).ToArray() : axes)
        {
            var axis = shape.Axis(named, "Flip");
            if (shape.Dims[axis] > 0) start += (shape.Dims[axis] - 1) * steps[axis];
            steps[axis] = -steps[axis];
        }

        return Alias(start, shape, steps);
    }

    /// <summary>Element i moves to (i + shift) mod extent along an axis: a copy. <c>u.Roll(1)</c> is the left neighbour of a periodic grid.</summary>
    public Tensor Roll(int shift, int axis = -1)
    {
        axis = shape.Axis(axis, "Roll");
        var extent = shape.Dims[axis];
        if (extent == 0) return Copy();
        var cut = extent - (shift % extent + extent) % extent;
        return cut == extent ? Copy() : Concat([Along(axis, cut, extent), Along(axis, 0, cut)], axis);
    }

    /// <summary>The real (0) or imaginary (1) parts, a view of a complex tensor.</summary>
    internal Tensor Part(int part) => Tracer is { } tracer && DType.IsComplex() ? PartOf(tracer, part) :
        DType.IsComplex() ? Solid() is var z ? z.Alias(2 * z.offset + part, shape, Array.ConvertAll(z.strides, s => 2 * s), DType.Real()) : z : this;

    /// <summary>Positions start … stop − 1 of an axis, a view.</summary>
    internal Tensor Along(int axis, int start, int stop)
    {
        if (Tracer is { } tracer) return AlongOf(tracer, axis, start, stop);
        int[] dims = [.. shape.Dims];
        dims[axis] = stop - start;
        return Alias(offset + start * strides[axis], new(dims), strides);
    }

    private Tensor PartOf(Tracer tracer, int part) => tracer.Apply(new CutCall(part == 0 ? "Real" : "Imag", z => z.Part(part)), this);

    private Tensor AlongOf(Tracer tracer, int axis, int start, int stop) =>
        tracer.Apply(new CutCall("slice", x => x.Along(axis, start, stop)), this);

    /// <summary>The tensor repeated so often along each axis, a copy.</summary>
    public Tensor Tile(params ReadOnlySpan<int> repeats)
    {
        var source = this;
        while (source.Rank < repeats.Length) source = source.Unsqueeze(0);
        int[] counts = [.. Enumerable.Repeat(1, source.Rank - repeats.Length), .. repeats];
        for (var axis = 0; axis < counts.Length; axis++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(counts[axis], nameof(repeats));
            if (counts[axis] == 1) continue;
            int[] spread = [.. source.shape.Dims[..axis], counts[axis], .. source.shape.Dims[axis..]];
            int[] merged = [.. source.shape.Dims];
            merged[axis] = checked(merged[axis] * counts[axis]);
            source = source.Unsqueeze(axis).BroadcastTo(new(spread)).Reshape(merged);
        }

        return ReferenceEquals(source, this) ? Copy() : source;
    }

    /// <summary>Pads every axis named by the same width on both sides, or all axes if none are named.</summary>
    /// <param name="width">Elements added before and after.</param>
    /// <param name="mode">What stands there.</param>
    /// <param name="value">The constant, for <see cref="PadMode.Constant"/>.</param>
    /// <param name="axes">The axes; none means all.</param>
    /// <exception cref="ArgumentException">A circular or reflecting pad wider than the axis allows.</exception>
    public Tensor Pad(int width, PadMode mode = PadMode.Constant, double value = 0, params ReadOnlySpan<int> axes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        var result = this;
        foreach (var named in axes.IsEmpty ? Enumerable.Range(0, Rank).ToArray() : axes) result = result.PadAxis(shape.Axis(named, "Pad"), width, mode, value);
        return result;
    }

    private Tensor PadAxis(int axis, int width, PadMode mode, double value)
    {
        var n = shape.Dims[axis];
        if (mode == PadMode.Circular && width > n || mode == PadMode.Reflect && width >= n || mode == PadMode.Edge && n == 0)
            throw new ArgumentException($"Pad: {mode} width {width} is too wide for axis {axis} of shape {Shape}");
        int[] dims = [.. shape.Dims];
        dims[axis] = width;
        (Tensor before, Tensor after) = mode switch
        {
            PadMode.Circular => (Along(axis, n - width, n), Along(axis, 0, width)),
            PadMode.Reflect => (Along(axis, 1, 1 + width).Flip(axis), Along(axis, n - 1 - width, n - 1).Flip(axis)),
            PadMode.Edge => (Along(axis, 0, 1).BroadcastTo(new(dims)), Along(axis, n - 1, n).BroadcastTo(new(dims))),
            _ => (Full(dims, value, DType, Device), Full(dims, value, DType, Device)),
        };
        return Concat([before, this, after], axis);
    }

    /// <summary>Views of equal extent along an axis.</summary>
    /// <exception cref="ArgumentException">The extent does not divide by the number of parts.</exception>
    public Tensor[] Split(int parts, int axis = 0)
    {
        axis = shape.Axis(axis, "Split");
        if (parts < 1 || shape.Dims[axis] % parts != 0) throw new ArgumentException($"Split: axis {axis} of shape {Shape} does not divide into {parts} equal parts");
        var width = shape.Dims[axis] / parts;
        return [.. Enumerable.Range(0, parts).Select(p => Along(axis, p * width, (p + 1) * width))];
    }
}
