namespace Kit.Tensors;

/// <summary>A tensor whose axes carry different labels; sums of products over common labels reduce to batched matrix products.</summary>
/// <param name="Value">The tensor.</param>
/// <param name="Labels">One label an axis.</param>
internal sealed record LabelledTensor(Tensor Value, int[] Labels)
{
    /// <summary>Extent of the axis with this label.</summary>
    public int Extent(int label) => Value.Shape[Array.IndexOf(Labels, label)];

    /// <summary>Sums over every label that is not kept.</summary>
    public LabelledTensor Keep(ICollection<int> kept)
    {
        int[] gone = [.. Enumerable.Range(0, Labels.Length).Where(k => !kept.Contains(Labels[k]))];
        return gone.Length == 0 ? this : new(Value.Sum(gone), Array.FindAll(Labels, kept.Contains));
    }

    /// <summary>Axes in this order of labels, a view.</summary>
    public Tensor Ordered(int[] labels) => Value.Permute(Array.ConvertAll(labels, label => Array.IndexOf(Labels, label)));

    /// <summary>Σ a·b over the common labels that are not kept: c[batch, left, right] = Σₖ a[batch, left, k] b[batch, k, right].</summary>
    public static LabelledTensor Product(LabelledTensor a, LabelledTensor b, ICollection<int> kept)
    {
        int[] batch = [.. a.Labels.Where(label => b.Labels.Contains(label) && kept.Contains(label))];
        int[] summed = [.. a.Labels.Where(label => b.Labels.Contains(label) && !kept.Contains(label))];
        int[] left = [.. a.Labels.Except(b.Labels)], right = [.. b.Labels.Except(a.Labels)];
        int[] labels = [.. batch, .. left, .. right];
        int[] dims = [.. batch.Select(a.Extent), .. left.Select(a.Extent), .. right.Select(b.Extent)];
        var (first, second) = (a.Ordered([.. batch, .. left, .. summed]), b.Ordered([.. batch, .. summed, .. right]));
        var (outer, m, n, inner) = (Count(batch, a), Count(left, a), Count(right, b), Count(summed, a));
        if (summed.Length > 0)
            return new(first.Reshape(outer, m, inner).MatMul(second.Reshape(outer, inner, n)).Reshape(dims), labels);

        // Nothing to sum: a product with broadcasting costs one multiplication an element.
        return new((first.Reshape(outer, m, 1) * second.Reshape(outer, 1, n)).Reshape(dims), labels);
    }

    private static int Count(int[] labels, LabelledTensor of) => labels.Aggregate(1, (n, label) => checked(n * of.Extent(label)));
}
