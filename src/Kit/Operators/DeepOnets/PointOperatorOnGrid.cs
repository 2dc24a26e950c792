using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.DeepOnets;

/// <summary>An <see cref="IPointOperator"/> as a model of fields: [N, C, n₁, …, n_d] at the sensors → [N, O, …] at the points of a grid.</summary>
/// <remarks>The result can be had on any grid, but the sensors are the branch's inputs and stay those of the training. Points of a grid run from 0 to 1 with both ends.</remarks>
/// <param name="inner">With as many coordinates as the grid has axes.</param>
/// <param name="channels">C.</param>
/// <param name="sensors">n₁, …, n_d.</param>
/// <param name="flatten">The branch takes [N, C·n₁⋯n_d] rather than the field.</param>
public sealed class PointOperatorOnGrid(IPointOperator inner, int channels, int[] sensors, bool flatten = true) : Layer
{
    /// <summary>u, y ↦ G(u)(y).</summary>
    public IPointOperator Inner => inner;

    /// <summary>The points of a grid, [n₁⋯n_d, d], the last axis fastest.</summary>
    /// <param name="points">n₁, …, n_d, each 2 at least.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ArgumentException">An axis of fewer than 2 points has no two ends.</exception>
    public static Tensor Coordinates(int[] points, DType dtype = DType.F32)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Any(n => n < 2)) throw new ArgumentException($"PointOperatorOnGrid: a grid of {string.Join("×", points)}; 2 points along every axis, its ends, are the fewest");
        return Tensor.Stack([.. points.Select((n, axis) =>
        {
            int[] line = [.. points.Select((_, k) => k == axis ? n : 1)];
            return Tensor.Linspace(0, 1, n, dtype: dtype).Reshape(line).BroadcastTo(points).Flatten();
        })], -1);
    }

    /// <summary>The result on another grid than that of the sensors.</summary>
    /// <param name="x">[N, C, n₁, …, n_d] at the sensors.</param>
    /// <param name="points">m₁, …, m_d.</param>
    /// <returns>[N, O, m₁, …, m_d].</returns>
    public Tensor At(Tensor x, params int[] points)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (points.Length != inner.Dimensions) throw new ArgumentException($"PointOperatorOnGrid: a grid of {points.Length} axes for points of {inner.Dimensions} coordinates");
        using var scope = Tensor.Scope();
        return inner.Forward(AtSensors(x), Coordinates(points, x.DType)).Reshape([x.Shape[0], inner.Outputs, .. points]).Keep();
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => At(x, sensors);

    private Tensor AtSensors(Tensor x)
    {
        var fits = x.Rank == sensors.Length + 2 && x.Shape.ToArray().AsSpan()[1..].SequenceEqual([channels, .. sensors]);
        Require(fits, x, "PointOperatorOnGrid", $"[N,{channels},{string.Join(",", sensors)}] (the sensors are those of the training; bring the field there, and take At(x, points) for a result on another grid)");
        return flatten ? x.Reshape(x.Shape[0], -1) : x;
    }
}
