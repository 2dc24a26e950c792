using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>Something that a field shall fulfil at points: r(u) = 0, in the mean square.</summary>
/// <param name="Name">In histories.</param>
/// <param name="Points">[N·g, d].</param>
/// <param name="Residual">r of the field and its derivatives at the points: [N, c].</param>
public sealed record Condition(string Name, Tensor Points, Func<Jet, Tensor> Residual)
{
    /// <summary>λ of this part of the loss, λ mean r².</summary>
    public double Weight { get; init; } = 1;

    /// <summary>g: neighbouring points that make one row of r together; 2 for what compares two ends.</summary>
    public int Group { get; init; } = 1;

    /// <summary>u = values at the points: a start, a wall, measurements.</summary>
    /// <param name="name">In histories.</param>
    /// <param name="points">[N, d].</param>
    /// <param name="values">[N, C].</param>
    /// <exception cref="ArgumentException">Not a row of values a point.</exception>
    public static Condition Values(string name, Tensor points, Tensor values) => Given(name, points, values, (u, v) => u.Value - v);

    /// <summary>r(u, v) = 0 with numbers v that are known at each point.</summary>
    /// <param name="name">In histories.</param>
    /// <param name="points">[N, d].</param>
    /// <param name="known">v, [N, m].</param>
    /// <param name="residual">(u, v) → [N, c], at any of the points.</param>
    public static Condition Given(string name, Tensor points, Tensor known, Func<Jet, Tensor, Tensor> residual)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(residual);
        if (points.Rank != 2 || known.Rank != 2 || points.Shape[0] != known.Shape[0]) throw new ArgumentException($"Given: points {points.Shape} and numbers {known.Shape}; [N, d] and [N, m] are right");
        // The numbers travel with their points as further columns, so that any part of the points has its own.
        var (d, all) = (points.Shape[1], points.Shape[1] + known.Shape[1]);
        return new(name, Tensor.Concat([points, known], 1), u => residual(u, u.Points.Along(1, d, all))) { Coordinates = d };
    }

    /// <summary>u and, to some order, ∂ᵏu/∂xᵢᵏ agree at two opposite faces.</summary>
    /// <param name="name">In histories.</param>
    /// <param name="low">Points of one face, [N, d].</param>
    /// <param name="high">Points of the other, in the same order.</param>
    /// <param name="axis">i.</param>
    /// <param name="order">Highest derivative that agrees too; 0 is u alone.</param>
    public static Condition Periodic(string name, Tensor low, Tensor high, int axis, int order = 0)
    {
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        if (low.Shape != high.Shape || low.Rank != 2) throw new ArgumentException($"Periodic: faces of shapes {low.Shape} and {high.Shape}; the same [N, d] is right");
        return new(name, Tensor.Stack([low, high], 1).Reshape(-1, low.Shape[1]), u => Tensor.Concat([.. Enumerable.Range(0, order + 1).Reverse().Select(k => Jump(u.D(axis, k)))], 1)) { Group = 2 };

        static Tensor Jump(Tensor both)
        {
            var pairs = both.Reshape(-1, 2, both.Shape[1]);
            return (pairs.Along(1, 0, 1) - pairs.Along(1, 1, 2)).Reshape(-1, both.Shape[1]);
        }
    }

    /// <summary>How many of the columns of the points are coordinates; 0 is all, the others are data.</summary>
    internal int Coordinates { get; init; }

    /// <summary>r of a field at some of the points, whole groups.</summary>
    internal Tensor Of(Func<Tensor, Tensor> field, Tensor points) =>
        Residual(new(Coordinates == 0 ? field : x => field(x.Along(1, 0, Coordinates)), points));
}
