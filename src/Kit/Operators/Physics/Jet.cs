using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>A field u at points and its derivatives there, each taken when it is first asked for: <c>u.D(t) + beta * u.D(x)</c>.</summary>
/// <remarks>
/// A pure derivative of order k is one forward Taylor pass along its coordinate, which gives all lower orders too; so where ∂²u/∂x² and ∂u/∂x are both needed,
/// asking for the higher first makes one pass of two. Passes may be differentiated by the weights of a network.
/// </remarks>
/// <param name="function">u: [N, d] → [N, C], each row of its own.</param>
/// <param name="points">[N, d].</param>
public sealed class Jet(Func<Tensor, Tensor> function, Tensor points)
{
    private readonly Dictionary<int, Tensor[]> passes = [];
    private readonly Dictionary<(int, int), Tensor> mixed = [];
    private Tensor? value;

    /// <summary>The points, [N, d].</summary>
    public Tensor Points { get; } = points is { Rank: 2 } ? points : throw new ArgumentException($"Jet: points of shape {points?.Shape}; [N, d] is right");

    /// <summary>u, [N, C].</summary>
    public Tensor Value => value ??= passes.Count > 0 ? passes.First().Value[0] : function(Points);

    /// <summary>The coordinate xᵢ of every point, [N, 1].</summary>
    public Tensor X(int axis) => Points.Along(1, Checked(axis), axis + 1);

    /// <summary>One component of u, [N, 1].</summary>
    public Tensor Component(int index) => Value.Along(1, index, index + 1);

    /// <summary>∂ᵏu/∂xᵢᵏ, [N, C].</summary>
    /// <param name="axis">i.</param>
    /// <param name="order">k, 0 or more.</param>
    public Tensor D(int axis, int order = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        if (order == 0) return Value;
        if (!passes.TryGetValue(Checked(axis), out var pass) || pass.Length <= order)
            passes[axis] = pass = Grad.Taylor(function, Points, Direction((axis, 1)), order);
        return pass[order];
    }

    /// <summary>∂²u/∂xᵢ∂xⱼ = ½(∂²u/∂(xᵢ + xⱼ)² − ∂²u/∂xᵢ² − ∂²u/∂xⱼ²), [N, C].</summary>
    public Tensor Mixed(int i, int j)
    {
        if (i == j) return D(i, 2);
        var key = (Math.Min(i, j), Math.Max(i, j));
        if (!mixed.TryGetValue(key, out var both))
            mixed[key] = both = (Grad.Taylor(function, Points, Direction((Checked(i), 1), (Checked(j), 1)), 2)[2] - D(i, 2) - D(j, 2)) * 0.5;
        return both;
    }

    /// <summary>Σᵢ ∂²u/∂xᵢ² over some coordinates, [N, C].</summary>
    public Tensor Laplacian(params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return axes.Length > 0 ? axes.Select(i => D(i, 2)).Aggregate((a, b) => a + b) : throw new ArgumentException("Laplacian: no coordinates");
    }

    private Tensor Direction(params (int Axis, double Part)[] parts)
    {
        var unit = new double[Points.Shape[1]];
        foreach (var (axis, part) in parts) unit[axis] = part;
        return Tensor.Of(unit, Points.DType);
    }

    private int Checked(int axis) => axis >= 0 && axis < Points.Shape[1] ? axis
        : throw new ArgumentException($"Jet: coordinate {axis} of points with {Points.Shape[1]}");
}
