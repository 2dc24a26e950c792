using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Reductions and running sums.</summary>
internal static class ReduceRules
{
    private static readonly Func<Tensor, Tensor, Tensor> SoftmaxChange = Fuse.Rows((y, t) => y * (t - (y * t).Sum(-1, keepDims: true)));

    /// <summary>By operation; those that give integers have no derivative.</summary>
    public static IReadOnlyDictionary<ReduceOp, Rule?> Table { get; } = new Dictionary<ReduceOp, Rule?>
    {
        // Σ xᵢ: x̄ᵢ = ȳ
        [ReduceOp.Sum] = Rule.Linear((c, g) => Spread(c, g).BroadcastTo(c.Shapes[0])),
        // ∏ xᵢ: x̄ᵢ = ȳ ∏_{j≠i} xⱼ
        [ReduceOp.Prod] = Weighted(Saves.First | Saves.Output, Others),
        // max xᵢ: x̄ᵢ = ȳ/n for the n largest, by convention in equal shares
        [ReduceOp.Max] = Weighted(Saves.First | Saves.Output, Winners) with { IsLinear = true },
        // min xᵢ: x̄ᵢ = ȳ/n for the n smallest, by convention in equal shares
        [ReduceOp.Min] = Weighted(Saves.First | Saves.Output, Winners) with { IsLinear = true },
    };

    /// <summary>yᵢ = e^xᵢ / Σⱼ e^xⱼ along rows: ẏ = y(ẋ − Σⱼ yⱼẋⱼ), its own transpose.</summary>
    public static Rule Softmax { get; } = new((c, _, g) => SoftmaxChange(c.Y, g), (c, t) => SoftmaxChange(c.Y, t[0]!), _ => Saves.Output);

    /// <summary>yₙ = Σ_{k≤n} xₖ: x̄ₖ = Σ_{n≥k} ȳₙ.</summary>
    public static Rule CumSum { get; } = Rule.Linear((c, g) =>
    {
        var axis = ((CumSumCall)c.Application).Axis;
        return g.Flip(axis).CumSum(axis).Flip(axis);
    });

    /// <summary>ẏ = Σ wᵢẋᵢ, x̄ᵢ = wᵢȳ.</summary>
    private static Rule Weighted(Saves needs, Func<Call, Tensor> weights) => new(
        (c, _, g) => Spread(c, g) * weights(c),
        (c, t) => (t[0]! * weights(c)).Sum(Axes(c), ((ReduceCall)c.Application).KeepDims),
        _ => needs);

    private static Axes Axes(Call c) => ((ReduceCall)c.Application).Axes;

    /// <summary>With extent 1 on the reduced axes, so that it broadcasts against x.</summary>
    private static Tensor Spread(Call c, Tensor y)
    {
        var (dims, marks) = (c.Shapes[0].ToArray(), Axes(c).Mark(c.Shapes[0], c.Application.Name));
        for (var k = 0; k < dims.Length; k++)
            if (marks[k]) dims[k] = 1;
        return y.Reshape(dims);
    }

    private static Tensor Winners(Call c)
    {
        var equal = c[0].Equal(Spread(c, c.Y)).Cast(c.Types[0]);
        return equal / equal.Sum(Axes(c), keepDims: true);
    }

    /// <summary>The product of all but xᵢ: y/xᵢ, or where a zero forbids that, products of rows with one element left out, O(n²).</summary>
    private static Tensor Others(Call c)
    {
        var x = c[0];
        if (!(bool)x.Equal(0).Any()) return Spread(c, c.Y) / x;
        var marks = Axes(c).Mark(x.Shape, "Prod");
        var all = Enumerable.Range(0, x.Rank).ToArray();
        int[] order = [.. all.Where(k => !marks[k]), .. all.Where(k => marks[k])];
        var sorted = x.Permute(order);
        var n = 1;
        foreach (var k in all) n *= marks[k] ? x.Shape[k] : 1;
        var kept = sorted.Shape.ToArray()[..marks.Count(m => !m)];
        var rows = sorted.Reshape([.. kept, 1, n]);
        var position = Tensor.Arange(n);
        var others = Functions.Where(position.Unsqueeze(1).Equal(position), 1, rows).Prod(^1);
        var back = new int[order.Length];
        for (var k = 0; k < back.Length; k++) back[order[k]] = k;
        return others.Reshape(sorted.Shape).Permute(back);
    }
}
