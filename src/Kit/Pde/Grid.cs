using Kit.Tensors;

namespace Kit.Pde;

/// <summary>A box of one to three dimensions with the points of an <see cref="Axis"/> along each.</summary>
/// <remarks>
/// A field on the grid is a tensor whose last axes are space in the order x, y, z: [n_x, n_y] in two dimensions. Axes before them are components and
/// samples, and go through every operator at once: [samples, components, n_x, n_y].
/// </remarks>
public sealed class Grid
{
    /// <summary>The product of axes.</summary>
    /// <exception cref="ArgumentException">No axis, or more than three.</exception>
    public Grid(params ReadOnlySpan<Axis> axes)
    {
        if (axes.Length is < 1 or > 3) throw new ArgumentException($"Grid: {axes.Length} axes; a grid has one to three");
        Axes = [.. axes];
        Shape = Axes.Select(axis => axis.Count).ToArray();
    }

    /// <summary>x, y, z.</summary>
    public IReadOnlyList<Axis> Axes { get; }

    /// <summary>D, one to three.</summary>
    public int Dimensions => Axes.Count;

    /// <summary>Points along each axis, [n_x, n_y, n_z].</summary>
    public Shape Shape { get; }

    /// <summary>Number of points.</summary>
    public long Size => Shape.Size;

    /// <summary>Volume of the box.</summary>
    public double Volume => Axes.Aggregate(1.0, (volume, axis) => volume * axis.Length);

    /// <summary>n points along each side of a periodic cube [0, length)ᴰ.</summary>
    /// <param name="n">Points along a side.</param>
    /// <param name="length">Length of a side.</param>
    /// <param name="dimensions">D, one to three.</param>
    public static Grid Periodic(int n, double length = 1, int dimensions = 1) => new([.. Enumerable.Repeat(Axis.Periodic(n, 0, length), dimensions)]);

    /// <summary>The tensor axis of coordinate d, counted from the end: d − D.</summary>
    public int TensorAxis(int d) => d >= 0 && d < Dimensions ? d - Dimensions : throw new ArgumentOutOfRangeException(nameof(d), $"Grid: no coordinate {d} in {Dimensions} dimensions");

    /// <summary>Coordinate d in a shape that broadcasts over the grid: [1, …, n_d, …, 1].</summary>
    public Tensor Coordinate(int d) => Spread(Axes[d].Points, d);

    /// <summary>All coordinates, each in a shape that broadcasts over the grid.</summary>
    public Tensor[] Coordinates() => [.. Enumerable.Range(0, Dimensions).Select(Coordinate)];

    /// <summary>A function of x at the points, [n_x].</summary>
    /// <exception cref="InvalidOperationException">The grid has another dimension.</exception>
    public Tensor Sample(Func<Tensor, Tensor> f) => Sampled(1, x => f(x[0]));

    /// <summary>A function of x and y at the points, [n_x, n_y].</summary>
    /// <inheritdoc cref="Sample(Func{Tensor, Tensor})"/>
    public Tensor Sample(Func<Tensor, Tensor, Tensor> f) => Sampled(2, x => f(x[0], x[1]));

    /// <summary>A function of x, y and z at the points, [n_x, n_y, n_z].</summary>
    /// <inheritdoc cref="Sample(Func{Tensor, Tensor})"/>
    public Tensor Sample(Func<Tensor, Tensor, Tensor, Tensor> f) => Sampled(3, x => f(x[0], x[1], x[2]));

    /// <summary>∫ u over the box by the weights of the axes; the axes before space stay.</summary>
    /// <param name="u">[…, n_x, n_y, n_z].</param>
    public Tensor Integrate(Tensor u)
    {
        Check(u);
        for (var d = Dimensions - 1; d >= 0; d--)
            u = (u * Axes[d].Weights.Cast(DTypeOf(u))).Sum(-1);
        return u;
    }

    /// <summary>‖u‖ = (∫ |u|² / volume)^½, the root mean square over the box; the axes before space stay.</summary>
    /// <param name="u">[…, n_x, n_y, n_z].</param>
    public Tensor Norm(Tensor u)
    {
        var size = u.Abs();
        return (Integrate(size * size) / Volume).Sqrt();
    }

    /// <summary>A grid of the same box and kinds with other numbers of points.</summary>
    public Grid With(params ReadOnlySpan<int> counts)
    {
        if (counts.Length != Dimensions) throw new ArgumentException($"Grid.With: {counts.Length} counts for {Dimensions} dimensions");
        var axes = new Axis[Dimensions];
        for (var d = 0; d < axes.Length; d++) axes[d] = Axes[d].With(counts[d]);
        return new(axes);
    }

    /// <summary>Refuses a tensor that is no field on this grid.</summary>
    /// <exception cref="ArgumentException">The last axes differ from <see cref="Shape"/>.</exception>
    public void Check(Tensor u, string caller = "Grid")
    {
        ArgumentNullException.ThrowIfNull(u);
        if (u.Rank < Dimensions || !((ReadOnlySpan<int>)u.Shape)[^Dimensions..].SequenceEqual(Shape))
            throw new ArgumentException($"{caller}: a field on this grid ends in axes {Shape}, not {u.Shape}");
    }

    /// <inheritdoc/>
    public override string ToString() => $"Grid({string.Join(" × ", Axes)})";

    /// <summary>A vector along coordinate d, in a shape that broadcasts over the grid.</summary>
    internal Tensor Spread(Tensor vector, int d)
    {
        var dims = new int[Dimensions];
        Array.Fill(dims, 1);
        dims[d] = Axes[d].Count;
        return vector.Reshape(dims);
    }

    private static Compute.DType DTypeOf(Tensor u) => u.DType is Compute.DType.F32 or Compute.DType.C64 ? Compute.DType.F32 : Compute.DType.F64;

    private Tensor Sampled(int dimensions, Func<Tensor[], Tensor> f)
    {
        if (Dimensions != dimensions) throw new InvalidOperationException($"Sample: a function of {dimensions} coordinates on a grid of {Dimensions} dimensions");
        var values = f(Coordinates());
        return values.Rank <= dimensions ? values.BroadcastTo(Shape).Copy() : values.BroadcastTo([.. ((ReadOnlySpan<int>)values.Shape)[..^dimensions], .. Shape]).Copy();
    }
}
