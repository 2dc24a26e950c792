using System.Collections.Concurrent;
using Kit.Tensors;

namespace Kit.Pde.FiniteDifference;

/// <summary>A difference operator along an axis of equal distances: one stencil inside, rows of their own at ends that are not periodic.</summary>
internal sealed class AxisStencils
{
    private static readonly ConcurrentDictionary<Key, AxisStencils> Known = new();

    private readonly Key key;
    private readonly int reach, before;
    private readonly Fused inside;
    private readonly double[,] low, high;
    private readonly double[] ofLow, ofHigh;

    private AxisStencils(Key key)
    {
        this.key = key;
        var (m, p) = (key.Order, key.Accuracy);
        // Points of the stencil before and after its centre; a bias takes one more against the wind.
        var half = (m + 1) / 2 + p / 2 - 1;
        (before, var after) = key.Bias switch { 0 => (half, half), > 0 => ((p + 1) / 2, p / 2), _ => (p / 2, (p + 1) / 2) };
        reach = Math.Max(before, after);
        var points = Enumerable.Range(-before, before + after + 1).Select(i => (double)i).ToArray();
        var weights = Stencil.Weights(points, 0, m);
        for (var i = 0; i < weights.Length; i++) weights[i] *= Math.Pow(key.Spacing, -m);
        inside = Fuse.Of(parts =>
        {
            // The points of a symmetric stencil that do not count have weights of rounding size.
            var largest = weights.Max(Math.Abs);
            Tensor? sum = null;
            for (var i = 0; i < parts.Length; i++)
                if (Math.Abs(weights[i]) > 1e-14 * largest) sum = sum is null ? weights[i] * parts[i] : sum + weights[i] * parts[i];
            return [sum!];
        });
        Width = weights.Length;
        (low, ofLow) = key.Periodic ? (new double[0, 0], []) : End(key.Low, key.Bias);
        (high, ofHigh) = key.Periodic ? (low, ofLow) : End(key.High, -key.Bias);
        // Seen from the upper end the axis runs backwards: odd derivatives change sign.
        if (m % 2 == 0) return;
        for (var i = 0; i < high.GetLength(0); i++)
        {
            for (var j = 0; j < high.GetLength(1); j++) high[i, j] *= -1;
            ofHigh[i] *= -1;
        }
    }

    /// <summary>Number of points of the stencil inside.</summary>
    private int Width { get; }

    /// <summary>The operator of derivative order m.</summary>
    /// <param name="axis">Equal distances.</param>
    /// <param name="order">m.</param>
    /// <param name="accuracy">Power of h in the error.</param>
    /// <param name="bias">0 for central differences, 1 or −1 for differences that lean to smaller or larger x.</param>
    /// <param name="low">Condition at the lower end, null for none.</param>
    /// <param name="high">Condition at the upper end, null for none.</param>
    public static AxisStencils Of(Axis axis, int order, int accuracy, int bias = 0, Boundary? low = null, Boundary? high = null)
    {
        if (axis.Kind == AxisKind.Chebyshev) throw new ArgumentException($"Differences: {axis} has unequal distances; use Kit.Pde.Collocation.Chebyshev.Derivative");
        var periodic = axis.Kind == AxisKind.Periodic;
        var stencils = Known.GetOrAdd(new(axis.Spacing, axis.Kind == AxisKind.Cells, periodic, order, accuracy, bias, Side(low), Side(high)), key => new(key));
        var needed = periodic ? stencils.Width : order + accuracy;
        if (axis.Count < needed) throw new ArgumentException($"Differences: derivative {order} to accuracy {accuracy} needs at least {needed} points, {axis} has {axis.Count}");
        return stencils;

        static (double A, double B)? Side(Boundary? side) => side is null or { IsPeriodic: true } ? null : (side.A, side.B);
    }

    /// <summary>The differences along a tensor axis.</summary>
    /// <param name="u">Its axis has the points.</param>
    /// <param name="axis">Which, ≥ 0.</param>
    /// <param name="gLow">g of the lower end, of extent 1 along the axis or a number; null for none.</param>
    /// <param name="gHigh">g of the upper end.</param>
    public Tensor Apply(Tensor u, int axis, Tensor? gLow = null, Tensor? gHigh = null)
    {
        var n = u.Shape[axis];
        if (key.Periodic) return Inside(u.Pad(reach, reach, PadMode.Circular, axis: axis), axis, n);
        var columns = low.GetLength(1);
        var first = Rows(u.Along(axis, 0, columns), low, ofLow, gLow);
        var last = Rows(u.Along(axis, n - columns, n).Flip(axis), high, ofHigh, gHigh).Flip(axis);
        return Tensor.Concat([first, Inside(u, axis, n - 2 * reach), last], axis);

        Tensor Rows(Tensor part, double[,] rows, double[] ofCondition, Tensor? g)
        {
            var result = part.MoveAxis(axis, -1).MatMul(Tensor.Of(rows, u.DType).T).MoveAxis(-1, axis);
            if (g is null) return result;
            var dims = Enumerable.Repeat(1, u.Rank - axis).ToArray();
            dims[0] = reach;
            return result + Tensor.Of(ofCondition, u.DType).Reshape(dims) * g.Cast(u.DType);
        }
    }

    private Tensor Inside(Tensor u, int axis, int count) =>
        inside.Run([.. Enumerable.Range(reach - before, Width).Select(start => u.Along(axis, start, start + count))])[0];

    /// <summary>Rows for the points nearest to the lower end, from the points nearest to it and its condition.</summary>
    private (double[,] Rows, double[] OfCondition) End((double A, double B)? side, int bias)
    {
        var (m, columns) = (key.Order, key.Order + key.Accuracy);
        // Where the wind blows out nothing is prescribed.
        if (bias < 0) side = null;
        var points = Enumerable.Range(0, columns).Select(j => (double)j).ToArray();
        var (rows, ofCondition) = (new double[reach, columns], new double[reach]);
        var (scale, at) = (Math.Pow(key.Spacing, -m), key.Cells ? -0.5 : 0);
        for (var i = 0; i < reach; i++)
        {
            double[] weights;
            if (side is not var (a, b)) weights = Stencil.Weights(points, i, m);
            else if (b == 0 && !key.Cells)
            {
                // The end is a point whose value is given: u₀ = g/a.
                weights = Stencil.Weights(points, i, m);
                (ofCondition[i], weights[0]) = (scale * weights[0] / a, 0);
            }
            else
            {
                // The outward normal of the lower end points to smaller x, and lengths are in units of h.
                (weights, var w) = Stencil.Weights(points.AsSpan()[..^1], i, m, at, a, -b / key.Spacing);
                ofCondition[i] = scale * w;
            }

            for (var j = 0; j < weights.Length; j++) rows[i, j] = scale * weights[j];
        }

        return (rows, ofCondition);
    }

    private readonly record struct Key(double Spacing, bool Cells, bool Periodic, int Order, int Accuracy, int Bias, (double A, double B)? Low, (double A, double B)? High);
}
