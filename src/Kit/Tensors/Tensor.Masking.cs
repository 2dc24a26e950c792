namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <summary>u[mask] = value: place by place where the value has this shape, else the list of the places that are true, in row-major order.</summary>
    private void PutMask(Tensor mask, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (mask.Rank > Rank || !shape.Dims.AsSpan(0, mask.Rank).SequenceEqual(mask.Shape))
            throw new ArgumentException($"index: a mask of shape {mask.Shape} does not fit shape {Shape}");
        if (value.Rank == 0 || value.shape == shape)
        {
            Assign(Functions.Where(mask.Trailing(Rank), value, this));
            return;
        }

        var positions = Positions(mask);
        Shape list = new([positions.Length, .. shape.Dims[mask.Rank..]]);
        if (value.Rank > list.Rank || !Stretches(value.shape, list))
            throw new ArgumentException($"index: a value of shape {value.Shape} is neither of shape {Shape} nor a list for the {positions.Length} places of the mask, {list}");
        RejectShared("index");
        var flat = Reshape([checked((int)mask.Size), .. shape.Dims[mask.Rank..]]);
        flat.Put(Of(positions), value);
        if (!ReferenceEquals(flat.storage, storage)) Assign(flat.Reshape(shape.Dims));
    }

    /// <summary>True when every extent is the target's or 1, matched from the last.</summary>
    private static bool Stretches(Shape from, Shape to)
    {
        for (var k = 1; k <= from.Rank; k++)
            if (from.Dims[^k] != 1 && from.Dims[^k] != to.Dims[^k]) return false;
        return true;
    }

    private static int[] Positions(Tensor mask)
    {
        var flags = mask.ToArray<bool>();
        var positions = new List<int>();
        for (var i = 0; i < flags.Length; i++)
            if (flags[i]) positions.Add(i);
        return [.. positions];
    }
}
