using Kit.Tensors;

namespace Kit.Operators.FunctionSpaces;

/// <summary>A box on which functions live, and where its points lie when a field comes with n of them along an axis.</summary>
/// <param name="axes">Number of points → the axis, one function a dimension.</param>
public sealed class Domain(params Func<int, QuadratureAxis>[] axes)
{
    private readonly Func<int[], QuadratureGrid> grids = Known(axes);

    /// <summary>d.</summary>
    public int Dimensions => axes.Length;

    /// <summary>A torus of equally spaced points.</summary>
    /// <param name="dimensions">d, one to three.</param>
    /// <param name="length">Of a side.</param>
    public static Domain Periodic(int dimensions, double length = 1) => new([.. Enumerable.Repeat<Func<int, QuadratureAxis>>(n => QuadratureAxis.Periodic(n, 0, length), dimensions)]);

    /// <summary>A box of equally spaced points with those on its sides.</summary>
    /// <inheritdoc cref="Periodic"/>
    public static Domain Nodes(int dimensions, double length = 1) => new([.. Enumerable.Repeat<Func<int, QuadratureAxis>>(n => QuadratureAxis.Nodes(n, 0, length), dimensions)]);

    /// <summary>A box of equal cells, whose centres are the points.</summary>
    /// <inheritdoc cref="Periodic"/>
    public static Domain Cells(int dimensions, double length = 1) => new([.. Enumerable.Repeat<Func<int, QuadratureAxis>>(n => QuadratureAxis.Cells(n, 0, length), dimensions)]);

    /// <summary>The points of n₁ × … × n_d samples; the same grid for the same numbers.</summary>
    /// <exception cref="ArgumentException">Other than d numbers.</exception>
    public QuadratureGrid Grid(params ReadOnlySpan<int> counts) =>
        counts.Length == Dimensions ? grids([.. counts]) : throw new ArgumentException($"Domain: {counts.Length} numbers of points for {Dimensions} dimensions");

    /// <summary>The same number of points along every axis.</summary>
    public QuadratureGrid Square(int n) => Grid([.. Enumerable.Repeat(n, Dimensions)]);

    private static Func<int[], QuadratureGrid> Known(Func<int, QuadratureAxis>[] axes)
    {
        var known = new System.Collections.Concurrent.ConcurrentDictionary<Shape, QuadratureGrid>();
        return counts => known.GetOrAdd(new Shape(counts), _ => new([.. counts.Select((n, d) => axes[d](n))]));
    }
}
