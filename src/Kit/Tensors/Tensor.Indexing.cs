using Kit.Compute;

namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <summary>A view of part of the tensor, as in <c>u[0]</c>, <c>u[1..^1, ^1]</c>, <c>u[Slice.Step(null, null, -1)]</c>; setting writes through, broadcasting the value.</summary>
    /// <remarks>
    /// A tensor among the indices selects: positions (I32) along its axis, truth values (alone) by element. Selecting copies.
    /// Set where a mask is true, a value of the tensor's own shape gives each place its element; any other is the list of what <c>u[mask]</c> would give, or broadcasts to it.
    /// </remarks>
    /// <param name="index">One entry an axis; missing ones at the end mean the whole axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position or range leaves its axis.</exception>
    /// <exception cref="ArgumentException">Too many indices, or a value that does not broadcast to the part.</exception>
    [System.Runtime.CompilerServices.IndexerName("At")]
    public Tensor this[params ReadOnlySpan<Slice> index]
    {
        get
        {
            if (Selector(index) is not { } at) return Part(index);
            var selector = index[at].Selector!;
            if (selector.DType == DType.Bool) return Masked(index, selector);
            var (rest, axis) = Around(index, at);
            return rest.Take(selector, axis);
        }

        set
        {
            if (Selector(index) is not { } at)
            {
                Part(index).Assign(value);
                return;
            }

            var selector = index[at].Selector!;
            if (selector.DType == DType.Bool)
            {
                PutMask(MaskOf(index, selector), value);
                return;
            }

            var (rest, axis) = Around(index, at);
            rest.Put(selector, value, axis);
        }
    }

    /// <summary>Overwrites every element; the value broadcasts and is converted to this type. Overlapping views are handled.</summary>
    /// <returns>This tensor.</returns>
    /// <exception cref="ArgumentException">The value does not broadcast to this shape, or is complex and this is not.</exception>
    public Tensor Assign(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.DType.IsComplex() && !DType.IsComplex()) throw new ArgumentException($"Assign: {value.DType} into {DType} would drop the imaginary part");
        if (Shape.Broadcast(shape, value.shape, "Assign") != shape) throw new ArgumentException($"Assign: a value of shape {value.Shape} does not fit {Shape}");
        RejectShared("Assign");
        Touch("Assign", value);
        var source = ReferenceEquals(value.storage, storage) && !value.IsWeak ? value.Copy() : value;
        Device.Backend.Copy(Primitive.Stretch(source, shape, Device), View);
        return this;
    }

    private static int? Selector(ReadOnlySpan<Slice> index)
    {
        for (var k = 0; k < index.Length; k++)
            if (index[k].Kind == Slice.Form.Select) return k;
        return null;
    }

    /// <summary>The part that the other indices leave, and the axis that the selector at this place meets.</summary>
    private (Tensor Others, int Axis) Around(ReadOnlySpan<Slice> index, int at)
    {
        var others = index.ToArray();
        others[at] = Slice.All;
        if (Selector(others) is not null) throw new ArgumentException("index: one tensor among the indices at most");
        var axis = 0;
        for (var k = 0; k < at; k++)
        {
            if (others[k].Kind == Slice.Form.Ellipsis) axis += Rank - Consumed(index);
            else if (others[k].Kind != Slice.Form.Position) axis++;
        }

        return (Part(others), axis);
    }

    private static int Consumed(ReadOnlySpan<Slice> index)
    {
        var count = 0;
        foreach (var s in index) count += s.Kind is Slice.Form.NewAxis or Slice.Form.Ellipsis ? 0 : 1;
        return count;
    }

    private Tensor Part(ReadOnlySpan<Slice> index)
    {
        var consumed = Consumed(index);
        if (consumed > Rank) throw new ArgumentException($"index: {consumed} indices for shape {Shape}");
        if (Tracer is { } tracer) return Cut(tracer, index.ToArray());
        var extra = index.Length - consumed;
        var dims = new int[Rank + extra];
        var steps = new long[Rank + extra];
        var (start, axis, target, ellipsis) = (offset, 0, 0, false);
        foreach (var slice in index)
        {
            switch (slice.Kind)
            {
                case Slice.Form.NewAxis:
                    dims[target++] = 1;
                    break;
                case Slice.Form.Ellipsis:
                    if (ellipsis) throw new ArgumentException("index: one Ellipsis at most");
                    ellipsis = true;
                    for (var n = Rank - consumed; n > 0; n--) Whole(ref axis, ref target);
                    break;
                default:
                    var (first, step, count) = slice.Resolve(axis, shape);
                    start += first * strides[axis];
                    if (slice.Kind == Slice.Form.Range) (dims[target], steps[target++]) = (count, step * strides[axis]);
                    axis++;
                    break;
            }
        }

        while (axis < Rank) Whole(ref axis, ref target);
        if (target < dims.Length) (dims, steps) = (dims[..target], steps[..target]);
        if (target > Shape.MaxRank) throw new ArgumentException($"index: {target} axes; at most {Shape.MaxRank} are possible");
        return Alias(start, new(dims), steps);

        void Whole(ref int from, ref int to) => (dims[to], steps[to++]) = (shape.Dims[from], strides[from++]);
    }

    private Tensor Cut(Tracer tracer, Slice[] index) => tracer.Apply(new CutCall("index", x => x.Part(index)), this);

    private static Tensor MaskOf(ReadOnlySpan<Slice> index, Tensor mask) =>
        index.Length == 1 ? mask : throw new ArgumentException("index: a tensor of truth values stands alone between the brackets");

    private Tensor Masked(ReadOnlySpan<Slice> index, Tensor mask) => Where(MaskOf(index, mask));

    /// <summary>New axes of extent 1 at the end until the rank is reached.</summary>
    private Tensor Trailing(int rank) => Rank >= rank ? this : Reshape([.. shape.Dims, .. Enumerable.Repeat(1, rank - Rank)]);

    /// <summary>The elements (or, for a mask of fewer axes, the sub-tensors) where the mask is true, in row-major order, along one leading axis.</summary>
    /// <param name="mask">Bool, of the shape of the leading axes.</param>
    /// <exception cref="ArgumentException">The mask is not Bool or has another shape.</exception>
    public Tensor Where(Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.DType != DType.Bool || mask.Rank > Rank || !shape.Dims.AsSpan(0, mask.Rank).SequenceEqual(mask.Shape))
            throw new ArgumentException($"Where: a {mask.DType} mask of shape {mask.Shape} does not fit shape {Shape}");
        return Reshape([checked((int)mask.Size), .. shape.Dims[mask.Rank..]]).Take(Of(Positions(mask)), 0);
    }

    /// <summary>The sub-tensors at these positions of an axis; the axis is replaced by the shape of the positions.</summary>
    /// <param name="positions">I32; negative ones count from the end.</param>
    /// <param name="axis">The axis they belong to.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position leaves the axis.</exception>
    public Tensor Take(Tensor positions, int axis = 0)
    {
        axis = shape.Axis(axis, "Take");
        var index = Positions(positions, axis, "Take");
        var source = MoveAxis(axis, 0);
        var gathered = Primitive.Gather(source, index);
        return gathered.Reshape([.. positions.Shape.Dims, .. source.shape.Dims[1..]])
            .Permute([.. Enumerable.Range(positions.Rank, axis), .. Enumerable.Range(0, positions.Rank), .. Enumerable.Range(positions.Rank + axis, Rank - axis - 1)]);
    }

    /// <summary>Overwrites the sub-tensors at these positions of an axis; the last of equal positions wins, or all are added.</summary>
    /// <param name="positions">I32 vector; negative positions count from the end.</param>
    /// <param name="value">Broadcast to the shape with the axis replaced by the positions.</param>
    /// <param name="axis">The axis they belong to.</param>
    /// <param name="add">Adds instead of overwriting, in the order of the positions.</param>
    /// <returns>This tensor.</returns>
    public Tensor Put(Tensor positions, Tensor value, int axis = 0, bool add = false)
    {
        axis = shape.Axis(axis, "Put");
        var index = Positions(positions, axis, "Put");
        if (positions.Rank != 1) throw new ArgumentException($"Put: positions are a vector, not {positions.Shape}");
        if (value.DType.IsComplex() && !DType.IsComplex()) throw new ArgumentException($"Put: {value.DType} into {DType} would drop the imaginary part");
        Touch("Put", value);
        int[] dims = [.. shape.Dims];
        dims[axis] = (int)index.Size;
        var source = value.Cast(DType).BroadcastTo(new Shape(dims));
        if (ReferenceEquals(source.storage, storage)) source = source.Copy();
        Device.Backend.Scatter(source.MoveAxis(axis, 0).View, index.View, MoveAxis(axis, 0).View, add);
        return this;
    }

    /// <summary>Checked, non-negative, contiguous positions.</summary>
    private Tensor Positions(Tensor positions, int axis, string caller)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.DType != DType.I32) throw new ArgumentException($"{caller}: positions are I32, not {positions.DType}");
        if (positions.Plain.Tracer is not null) return positions.Flatten().Leading(p => [Positions(p, axis, caller).Reshape(p.Shape)])[0];
        var values = positions.ToArray<int>();
        var extent = shape.Dims[axis];
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] < -extent || values[i] >= extent)
                throw new ArgumentOutOfRangeException(nameof(positions), $"{caller}: position {values[i]} is outside axis {axis} of shape {Shape}");
            if (values[i] < 0) values[i] += extent;
        }

        return Of(values).To(Device);
    }
}
