using System.Runtime.CompilerServices;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.Spectral;

/// <summary>The Fourier side of a periodic grid: û(k) = Σⱼ u(xⱼ) e^(−i k·(xⱼ − x₀)), with k = 2π m/L along each axis.</summary>
/// <remarks>
/// The modes of a real field are the half spectrum [n_x, …, ⌊n/2⌋ + 1] of <see cref="Numerics.Fourier.Rfft"/> along the last axis; those of a complex field are all.
/// Axes before space are components and samples, as for fields on the grid.
/// </remarks>
public sealed partial class FourierSpace
{
    private readonly Dictionary<(int Axis, int Order), Tensor> derivatives = [];
    private readonly ConditionalWeakTable<Tensor, Tensor> fullSymbols = [], dealiasedSymbols = [];
    private readonly int[] points;

    /// <summary>Wavenumbers and transforms of fields on a grid.</summary>
    /// <param name="grid">Periodic along every axis.</param>
    /// <param name="complex">Whether fields are complex.</param>
    /// <param name="dealiasing">What <see cref="Values"/> and <see cref="Modes(Tensor, Tensor?)"/> do about products.</param>
    /// <exception cref="ArgumentException">An axis is not periodic.</exception>
    public FourierSpace(Grid grid, bool complex = false, Dealiasing dealiasing = Dealiasing.TwoThirds)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Axes.FirstOrDefault(axis => axis.Kind != AxisKind.Periodic) is { } other)
            throw new ArgumentException($"FourierSpace: Fourier modes need periodic axes, not {other}; use Grid.Periodic or Axis.Periodic");
        if (!Enum.IsDefined(dealiasing)) throw new ArgumentOutOfRangeException(nameof(dealiasing), dealiasing, "unknown dealiasing");
        (Grid, IsComplex, Dealiasing) = (grid, complex, dealiasing);
        points = grid.Shape.ToArray();
        var extents = grid.Shape.ToArray();
        if (!complex) extents[^1] = extents[^1] / 2 + 1;
        Shape = extents;
        Mask = Kept().KeepAlways();
    }

    /// <summary>The grid.</summary>
    public Grid Grid { get; }

    /// <summary>Whether fields are complex, so that all modes are kept.</summary>
    public bool IsComplex { get; }

    /// <summary>What is done about products.</summary>
    public Dealiasing Dealiasing { get; }

    /// <summary>Number of modes along each axis.</summary>
    public Shape Shape { get; }

    /// <summary>Number of dimensions of space.</summary>
    public int Dimensions => Grid.Dimensions;

    /// <summary>1 for the modes that products keep and 0 for the others, <see cref="Shape"/>.</summary>
    public Tensor Mask { get; }

    /// <summary>−|k|², <see cref="Shape"/>: the symbol of Δ.</summary>
    public Tensor Laplacian => Order(-1, 2, () => Enumerable.Range(0, Dimensions).Select(d => Derivative(d, 2)).Aggregate((a, b) => a + b));

    /// <summary>Angular wavenumbers k_d = 2πm/L of an axis, signed, in a shape that broadcasts over the modes; m = −n/2 for the highest of even n but on the half axis.</summary>
    public Tensor Wavenumber(int axis) => Order(axis, 0, () => Along(axis, m => 2 * Math.PI * m / Grid.Axes[axis].Length));

    /// <summary>The symbol (i k_d)ᵖ of ∂ᵖ/∂x_dᵖ, in a shape that broadcasts over the modes; real for even p.</summary>
    /// <remarks>For odd p the highest mode of an even number of points counts as 0: it stands for a cosine whose sine the grid cannot see.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">No such axis, or an order below 1.</exception>
    public Tensor Derivative(int axis, int order = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        return Order(axis, order, () =>
        {
            var n = points[axis];
            var sign = order % 4 is 0 or 1 ? 1 : -1;
            var powers = Along(axis, m => order % 2 == 1 && 2 * Math.Abs(m) == n ? 0 : sign * Math.Pow(2 * Math.PI * m / Grid.Axes[axis].Length, order));
            return order % 2 == 0 ? powers : Functions.ComplexOf(Tensor.ZerosLike(powers), powers);
        });
    }

    /// <summary>All modes of a field.</summary>
    /// <param name="u">[…, n_x, n_y, n_z].</param>
    public Tensor Forward(Tensor u)
    {
        Grid.Check(u, "Forward");
        if (!IsComplex && u.DType.IsComplex()) throw new ArgumentException($"Forward: a complex field in a space of real ones; make it with complex: true");
        return Spectra.Forward(u, Dimensions, IsComplex, Shape[^1]);
    }

    /// <summary>The field of modes.</summary>
    /// <param name="modes">[…, <see cref="Shape"/>].</param>
    public Tensor Inverse(Tensor modes) => Spectra.Inverse(Check(modes, "Inverse"), points, IsComplex);

    /// <summary>Refuses a tensor that is no set of modes of this space.</summary>
    internal Tensor Check(Tensor modes, string caller)
    {
        ArgumentNullException.ThrowIfNull(modes);
        if (modes.Rank >= Dimensions && ((ReadOnlySpan<int>)modes.Shape)[^Dimensions..].SequenceEqual(Shape)) return modes;
        throw new ArgumentException($"{caller}: modes on {Grid} end in axes {Shape}, not {modes.Shape}{(modes.DType.IsComplex() ? "" : "; Forward makes modes of a field")}");
    }

    /// <summary>A symbol stretched over all modes, kept as long as the symbol if no scope will free that.</summary>
    internal Tensor Full(Tensor symbol) => Known(fullSymbols, symbol, s => s.BroadcastTo(Shape.Broadcast(s.Shape, Shape, "symbol")).Contiguous());

    private Tensor Dealiased(Tensor symbol) => Known(dealiasedSymbols, symbol, s => Full(s) * Mask);

    private static Tensor Known(ConditionalWeakTable<Tensor, Tensor> known, Tensor symbol, Func<Tensor, Tensor> make) =>
        symbol.Home is null && symbol.Tracer is null && !symbol.IsWeak ? known.GetValue(symbol, s => make(s).KeepAlways()) : make(symbol);

    /// <summary>The signed number m of a mode along an axis.</summary>
    private int Number(int axis, int index) => axis == Dimensions - 1 && !IsComplex || 2 * index < points[axis] ? index : index - points[axis];

    private Tensor Order(int axis, int order, Func<Tensor> symbol)
    {
        if (axis >= Dimensions || axis < -1) throw new ArgumentOutOfRangeException(nameof(axis), $"FourierSpace: no coordinate {axis} in {Dimensions} dimensions");
        lock (derivatives)
            return derivatives.TryGetValue((axis, order), out var known) ? known : derivatives[(axis, order)] = symbol().KeepAlways();
    }

    private Tensor Along(int axis, Func<int, double> of)
    {
        var dims = new int[Dimensions];
        Array.Fill(dims, 1);
        dims[axis] = Shape[axis];
        return Tensor.Of([.. Enumerable.Range(0, Shape[axis]).Select(index => of(Number(axis, index)))]).Reshape(dims);
    }

    private Tensor Kept()
    {
        var kept = Tensor.Ones(Shape);
        for (var axis = 0; axis < Dimensions; axis++)
        {
            var d = axis;
            kept = kept * Along(d, m => Math.Abs(m) <= Highest(d) ? 1 : 0);
        }

        return kept;
    }

    /// <summary>The highest mode that products keep.</summary>
    private int Highest(int axis) => Dealiasing switch
    {
        Dealiasing.TwoThirds => (points[axis] - 1) / 3,
        Dealiasing.OneHalf => (points[axis] - 1) / 4,
        Dealiasing.ThreeHalves => (points[axis] - 1) / 2,
        _ => points[axis] / 2,
    };
}
