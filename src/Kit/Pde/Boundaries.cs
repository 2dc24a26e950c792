using System.Globalization;
using Kit.Tensors;

namespace Kit.Pde;

/// <summary>The conditions on all sides of a grid, and the ghost points that express them to second order.</summary>
/// <remarks>
/// With a u + b ∂u/∂n = g, u₀ the outermost point, u₁ its inner neighbour and h their distance, the ghost point beyond the side is, from central differences and averages at the side:
/// cells: (g + (b/h − a/2) u₀) / (b/h + a/2); nodes: u₁ + 2h (g − a u₀)/b, or 2g/a − u₁ for b = 0.
/// LeVeque (2007), Finite Difference Methods for Ordinary and Partial Differential Equations, section 2.12.
/// </remarks>
public sealed class Boundaries
{
    private readonly (Boundary Low, Boundary High)[] sides;

    /// <summary>One pair of conditions an axis, at its lower and its upper end.</summary>
    /// <exception cref="ArgumentException">The number of pairs is not the number of axes; a periodic axis has another condition, or another axis a periodic one; a Robin condition that determines no ghost point.</exception>
    public Boundaries(Grid grid, params ReadOnlySpan<(Boundary Low, Boundary High)> sides)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (sides.Length != grid.Dimensions) throw new ArgumentException($"Boundaries: {sides.Length} pairs of sides for {grid.Dimensions} axes");
        (Grid, this.sides) = (grid, sides.ToArray());
        for (var d = 0; d < sides.Length; d++)
        {
            CheckSide(d, sides[d].Low, "lower");
            CheckSide(d, sides[d].High, "upper");
        }
    }

    /// <summary>The grid inside.</summary>
    public Grid Grid { get; }

    /// <summary>The conditions at the lower and the upper end of axis d.</summary>
    public (Boundary Low, Boundary High) this[int d] => sides[d];

    /// <summary>Whether every axis is periodic or of Neumann type, so that u is fixed up to a constant.</summary>
    public bool LeavesConstant => Array.TrueForAll(sides, side => side.Low.A == 0 && side.High.A == 0);

    /// <summary>Every axis is periodic.</summary>
    /// <exception cref="ArgumentException">An axis of the grid is not periodic.</exception>
    public static Boundaries Periodic(Grid grid) => Everywhere(grid, Boundary.Periodic);

    /// <summary>u = g on every side that is not periodic.</summary>
    public static Boundaries Dirichlet(Grid grid, double g = 0) => OnSides(grid, Boundary.Dirichlet(g));

    /// <summary>∂u/∂n = g on every side that is not periodic.</summary>
    public static Boundaries Neumann(Grid grid, double g = 0) => OnSides(grid, Boundary.Neumann(g));

    /// <summary>One condition on every side that is not periodic.</summary>
    public static Boundaries OnSides(Grid grid, Boundary boundary)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return new(grid, [.. grid.Axes.Select(axis => axis.Kind == AxisKind.Periodic ? (Boundary.Periodic, Boundary.Periodic) : (boundary, boundary))]);
    }

    /// <summary>The field with one ghost point beyond each side: […, n_x + 2, n_y + 2].</summary>
    /// <remarks>In corners the values of a side are continued constantly.</remarks>
    /// <param name="u">[…, n_x, n_y].</param>
    /// <param name="t">Time, for conditions that depend on it.</param>
    public Tensor Pad(Tensor u, double t = 0)
    {
        Grid.Check(u, "Boundaries.Pad");
        for (var d = 0; d < sides.Length; d++) u = PadAxis(u, d, t, padded: d);
        return u;
    }

    /// <summary>The field with one ghost point beyond both ends of axis d alone.</summary>
    /// <param name="u">[…, n_x, n_y].</param>
    /// <param name="d">The coordinate.</param>
    /// <param name="t">Time, for conditions that depend on it.</param>
    public Tensor PadAxis(Tensor u, int d, double t = 0)
    {
        Grid.Check(u, "Boundaries.PadAxis");
        return PadAxis(u, d, t, padded: 0);
    }

    /// <summary>The field with the given values on node sides of Dirichlet type; elsewhere u itself.</summary>
    /// <param name="u">[…, n_x, n_y].</param>
    /// <param name="t">Time, for conditions that depend on it.</param>
    public Tensor Impose(Tensor u, double t = 0)
    {
        Grid.Check(u, "Boundaries.Impose");
        for (var d = 0; d < sides.Length; d++)
        {
            if (Grid.Axes[d].Kind is not (AxisKind.Nodes or AxisKind.Chebyshev)) continue;
            var (axis, n) = (u.Rank - Grid.Dimensions + d, Grid.Axes[d].Count);
            var (low, high) = sides[d];
            Tensor first = u.Along(axis, 0, 1), last = u.Along(axis, n - 1, n);
            if (low.IsDirichlet) first = (first * 0) + (Value(low, d, t, 0) / low.A);
            if (high.IsDirichlet) last = (last * 0) + (Value(high, d, t, 0) / high.A);
            if (low.IsDirichlet || high.IsDirichlet) u = Tensor.Concat([first, u.Along(axis, 1, n - 1), last], axis);
        }

        return u;
    }

    /// <summary>g of a side as a field of extent 1 along axis d.</summary>
    /// <param name="side">The condition.</param>
    /// <param name="d">Its axis.</param>
    /// <param name="t">Time.</param>
    /// <param name="padded">Axes before this one have a ghost point at both ends.</param>
    internal Tensor Value(Boundary side, int d, double t, int padded)
    {
        var g = side.Value(t);
        if (g.Rank == 0) return g;
        var others = Grid.Dimensions - 1;
        var expected = ((int[])[.. Grid.Axes.Where((_, k) => k != d).Select(other => other.Count)]).AsSpan();
        var matches = g.Rank >= others;
        for (var k = 0; matches && k < others; k++) matches = g.Shape[g.Rank - others + k] is var extent && (extent == 1 || extent == expected[k]);
        if (!matches) throw new ArgumentException($"Boundaries: values of shape {g.Shape} on a side of shape [{string.Join(',', expected.ToArray())}] of axis {d}");
        for (var k = 0; k < padded; k++)
        {
            var axis = g.Rank - others + k;
            if (g.Shape[axis] > 1) g = Tensor.Concat([g.Along(axis, 0, 1), g, g.Along(axis, g.Shape[axis] - 1, g.Shape[axis])], axis);
        }

        return g.Unsqueeze(g.Rank - others + d);
    }

    private static Boundaries Everywhere(Grid grid, Boundary boundary)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return new(grid, [.. Enumerable.Repeat((boundary, boundary), grid.Dimensions)]);
    }

    private Tensor PadAxis(Tensor u, int d, double t, int padded)
    {
        var (axis, n) = (u.Rank - Grid.Dimensions + d, Grid.Axes[d].Count);
        if (Grid.Axes[d].Kind == AxisKind.Chebyshev) throw new InvalidOperationException($"Boundaries.Pad: axis {d} has Chebyshev points; ghost points need equal distances");
        var (low, high) = sides[d];
        if (low.IsPeriodic) return Tensor.Concat([u.Along(axis, n - 1, n), u, u.Along(axis, 0, 1)], axis);
        return Tensor.Concat([Ghost(low, 0, Math.Min(1, n - 1)), u, Ghost(high, n - 1, Math.Max(n - 2, 0))], axis);

        Tensor Ghost(Boundary side, int outer, int inner)
        {
            var (h, g, u0, u1) = (Grid.Axes[d].Spacing, Value(side, d, t, padded).Cast(u.DType), u.Along(axis, outer, outer + 1), u.Along(axis, inner, inner + 1));
            if (Grid.Axes[d].Kind == AxisKind.Cells) return (g + (side.B / h - side.A / 2) * u0) / (side.B / h + side.A / 2);
            return side.IsDirichlet ? 2 / side.A * g - u1 : u1 + 2 * h / side.B * (g - side.A * u0);
        }
    }

    private void CheckSide(int d, Boundary side, string name)
    {
        ArgumentNullException.ThrowIfNull(side);
        var axis = Grid.Axes[d];
        if (side.IsPeriodic != (axis.Kind == AxisKind.Periodic))
            throw new ArgumentException($"Boundaries: axis {d} is {axis.Kind}, and its {name} side is {(side.IsPeriodic ? "" : "not ")}periodic; use Axis.Periodic exactly where the boundary is");
        if (axis.Kind == AxisKind.Cells && side.B / axis.Spacing + side.A / 2 == 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Boundaries: {side} on the {name} side of axis {d} determines no ghost point at h = {axis.Spacing}, as b/h + a/2 = 0; change h or the sign of a"));
    }
}
