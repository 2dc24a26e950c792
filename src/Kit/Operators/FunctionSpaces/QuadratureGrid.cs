using Kit.Compute;
using Kit.Tensors;

namespace Kit.Operators.FunctionSpaces;

/// <summary>A box of one to three dimensions with the points of a <see cref="QuadratureAxis"/> along each: where the samples [N, C, n₁, …, n_d] of a field lie, and what each weighs in an integral.</summary>
public sealed class QuadratureGrid
{
    private readonly Func<DType, Tensor> weights, positions;

    /// <summary>The product of axes.</summary>
    /// <exception cref="ArgumentException">No axis, or more than three.</exception>
    public QuadratureGrid(params QuadratureAxis[] axes)
    {
        if (axes.Length is < 1 or > 3) throw new ArgumentException($"QuadratureGrid: {axes.Length} axes; one to three are possible");
        Axes = axes;
        Shape = axes.Select(axis => axis.Count).ToArray();
        weights = Memo.Of<DType>(type => axes.Aggregate(Tensor.Of(1.0), (product, axis) => product.Unsqueeze(-1) * Tensor.Of(axis.Weights)).Cast(type));
        positions = Memo.Of<DType>(type => Tensor.Stack([.. Features()]).Cast(type));
    }

    /// <summary>x, y, z.</summary>
    public IReadOnlyList<QuadratureAxis> Axes { get; }

    /// <summary>n₁, …, n_d.</summary>
    public Shape Shape { get; }

    /// <summary>Weights of ∫ u dx over the box, [n₁, …, n_d].</summary>
    public Tensor Weights(DType dtype) => weights(dtype);

    /// <summary>What a model is told of the place of a point, [F, n₁, …, n_d]: along an interval x scaled to −1 … 1, along a circle cos and sin of its angle.</summary>
    public Tensor Positions(DType dtype) => positions(dtype);

    /// <summary>F of <see cref="Positions"/>: one an interval, two a circle.</summary>
    public int PositionFeatures => Axes.Sum(axis => axis.Period is null ? 1 : 2);

    private IEnumerable<Tensor> Features()
    {
        for (var d = 0; d < Axes.Count; d++)
        {
            var (axis, x) = (Axes[d], Tensor.Of(Axes[d].Points));
            var middle = (axis.Points[0] + axis.Points[^1]) / 2;
            Tensor[] own = axis.Period is { } p ? [(x * (2 * Math.PI / p)).Cos(), (x * (2 * Math.PI / p)).Sin()] : [(x - middle) * (2 / axis.Length)];
            int[] line = [.. Enumerable.Range(0, Axes.Count).Select(k => k == d ? axis.Count : 1)];
            foreach (var feature in own) yield return feature.Reshape(line).BroadcastTo(Shape);
        }
    }
}
