using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Kit.Operators.FunctionSpaces;
using Kit.Tensors;

namespace Kit.Operators.Graphs;

/// <summary>Points anywhere in a box or on a torus, each with its weight in an integral: where the samples [N, C, n] of a field lie.</summary>
public sealed class PointCloud
{
    private static readonly ConditionalWeakTable<QuadratureGrid, PointCloud> OfGrids = [];
    private readonly double[] positions, weights;
    private readonly double?[] periods;
    private readonly ConcurrentDictionary<(double Radius, int Count), Neighbours> neighbours = new();

    /// <summary>Points, weights and the periods of the axes.</summary>
    /// <param name="points">xᵢ, [n, d], d from one to three.</param>
    /// <param name="weights">wᵢ, [n].</param>
    /// <param name="periods">Circumference of each axis, null where it is an interval; by default no axis is a circle.</param>
    /// <exception cref="ArgumentException">Shapes that do not fit.</exception>
    public PointCloud(double[,] points, double[] weights, double?[]? periods = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(weights);
        var (n, d) = (points.GetLength(0), points.GetLength(1));
        if (n < 1 || d is < 1 or > 3 || weights.Length != n || periods is not null && periods.Length != d)
            throw new ArgumentException($"PointCloud: points [{n},{d}], {weights.Length} weights and {periods?.Length ?? d} periods; [n, d ≤ 3], n weights and d periods are right");
        (positions, this.weights, this.periods) = ([.. points.Cast<double>()], weights, periods ?? new double?[d]);
        Points = Tensor.Of(points).KeepAlways();
        Weights = Tensor.Of(weights).KeepAlways();
    }

    /// <summary>xᵢ, [n, d], F64.</summary>
    public Tensor Points { get; }

    /// <summary>wᵢ, [n], F64.</summary>
    public Tensor Weights { get; }

    /// <summary>n.</summary>
    public int Count => weights.Length;

    /// <summary>d.</summary>
    public int Dimensions => periods.Length;

    /// <summary>The points of a grid, the last axis fastest.</summary>
    public static PointCloud Of(QuadratureGrid grid) => OfGrids.GetValue(grid, g =>
    {
        var (d, n) = (g.Axes.Count, (int)g.Shape.Size);
        var points = new double[n, d];
        for (var i = 0; i < n; i++)
            for (var (k, rest) = (d - 1, i); k >= 0; rest /= g.Axes[k].Count, k--) points[i, k] = g.Axes[k].Points[rest % g.Axes[k].Count];
        return new(points, g.Weights(Compute.DType.F64).Flatten().ToDoubles(), [.. g.Axes.Select(axis => axis.Period)]);
    });

    /// <summary>Of each point, those nearer than a radius, itself among them.</summary>
    /// <param name="radius">In units of the domain; below half of every period.</param>
    /// <exception cref="ArgumentException">A radius that goes around a circle.</exception>
    public Neighbours Within(double radius)
    {
        if (!(radius > 0) || periods.Any(p => 2 * radius > p))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"PointCloud: a radius of {radius:g4}; it is positive and at most half of the shortest period, {periods.Min() / 2:g4}"));
        return neighbours.GetOrAdd((radius, 0), _ => Neighbours.Of(Distances, Count, Dimensions, row => [.. row.Where(e => e.Square < radius * radius).Select(e => e.Index)]));
    }

    /// <summary>Of each point, the k nearest others; of equally near ones those that come first.</summary>
    /// <param name="k">1 … n − 1.</param>
    /// <exception cref="ArgumentException">More than there are.</exception>
    public Neighbours Nearest(int k)
    {
        if (k < 1 || k >= Count) throw new ArgumentException($"PointCloud: {k} neighbours among {Count} points; 1 to {Count - 1} are possible");
        // Rounded, so that two neighbours at one distance of a lattice are one distance.
        return neighbours.GetOrAdd((0, k), _ => Neighbours.Of(Distances, Count, Dimensions, row => [.. row.Where(e => e.Index != row.Self).OrderBy(e => (float)e.Square).ThenBy(e => e.Index).Take(k).Select(e => e.Index)]));
    }

    private DistanceRow Distances(int i)
    {
        var d = Dimensions;
        var row = new (int, double, double[])[Count];
        for (var j = 0; j < Count; j++)
        {
            var (offset, square) = (new double[d], 0.0);
            for (var a = 0; a < d; a++)
            {
                var z = positions[j * d + a] - positions[i * d + a];
                offset[a] = periods[a] is { } p ? z - p * Math.Round(z / p) : z;
                square += offset[a] * offset[a];
            }

            row[j] = (j, square, offset);
        }

        return new(i, row);
    }
}
