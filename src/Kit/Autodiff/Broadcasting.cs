using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Broadcasting and promotion, undone in one place for all rules.</summary>
internal static class Broadcasting
{
    /// <summary>The gradient of an operand from that of its stretched and promoted self: sums over stretched axes, real parts where a real number met complex ones.</summary>
    public static Tensor SumTo(Tensor g, Shape shape, DType type)
    {
        if (g.Shape != shape)
        {
            var extra = g.Rank - shape.Rank;
            var axes = Enumerable.Range(0, g.Rank).Where(k => k < extra || shape[k - extra] == 1 && g.Shape[k] != 1).ToArray();
            if (axes.Length > 0) g = g.Sum(axes, keepDims: true);
            g = g.Reshape(shape);
        }

        return OfType(g, type);
    }

    /// <summary>The change of a result from that of its operands before stretching and promotion.</summary>
    public static Tensor StretchTo(Tensor t, Shape shape, DType type) => OfType(t.Shape == shape ? t : t.BroadcastTo(shape), type);

    private static Tensor OfType(Tensor x, DType type) => (x.DType.IsComplex() && !type.IsComplex() ? x.Real() : x).Cast(type);
}
