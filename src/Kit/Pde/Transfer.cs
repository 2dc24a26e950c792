using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Pde;

/// <summary>Fields from a grid to one of half or double the points along each axis, or to any points; linear and differentiable.</summary>
/// <remarks>Trottenberg, Oosterlee, Schüller (2001), Multigrid, section 2.3. Adjoint means ∫ (R u) v dx = ∫ u (P v) dx with each grid's own quadrature; so R keeps integrals, as P keeps constants.</remarks>
public static partial class Transfer
{
    /// <summary>The grid of half the points: n/2 of periodic points or cells, (n + 1)/2 of nodes.</summary>
    /// <exception cref="ArgumentException">An axis cannot be halved.</exception>
    public static Grid Coarse(Grid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return grid.With([.. grid.Axes.Select((axis, d) => axis.Kind switch
        {
            AxisKind.Periodic or AxisKind.Cells when axis.Count % 2 == 0 => axis.Count / 2,
            AxisKind.Nodes when axis.Count % 2 == 1 && axis.Count > 2 => (axis.Count + 1) / 2,
            _ => throw new ArgumentException($"Transfer: axis {d}, {axis}, has no grid of half its points; an even number of periodic points or cells, or an odd number of nodes has"),
        })]);
    }

    /// <summary>The grid of twice the points: 2n of periodic points or cells, 2n − 1 of nodes.</summary>
    /// <exception cref="ArgumentException">An axis of Chebyshev points.</exception>
    public static Grid Fine(Grid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return grid.With([.. grid.Axes.Select(axis => axis.Kind switch
        {
            AxisKind.Nodes => 2 * axis.Count - 1,
            AxisKind.Chebyshev => throw new ArgumentException($"Transfer: {axis} has no middles; use Collocation.Chebyshev.Interpolate"),
            _ => 2 * axis.Count,
        })]);
    }

    /// <summary>Values at the points that both grids share: every other one.</summary>
    /// <param name="u">[…, n_x, n_y, n_z] on the fine grid.</param>
    /// <param name="fine">Periodic points or nodes.</param>
    /// <exception cref="ArgumentException">Cells share no points, or an axis cannot be halved.</exception>
    public static Tensor Inject(Tensor u, Grid fine)
    {
        Coarse(fine);
        fine.Check(u, "Transfer.Inject");
        if (fine.Axes.Any(axis => axis.Kind == AxisKind.Cells)) throw new ArgumentException($"Transfer.Inject: centres of cells are not centres of smaller ones; use Restrict on {fine}");
        return AlongEach(u, fine, (v, _) => Every(v, 0));
    }

    /// <summary>Averages: of pairs of cells; on periodic points and nodes with the weights ¼, ½, ¼ (½, ½ at ends).</summary>
    /// <param name="u">[…, n_x, n_y, n_z] on the fine grid.</param>
    /// <param name="fine">The fine grid.</param>
    /// <exception cref="ArgumentException">An axis cannot be halved.</exception>
    public static Tensor Restrict(Tensor u, Grid fine)
    {
        Coarse(fine);
        fine.Check(u, "Transfer.Restrict");
        return AlongEach(u, fine, (v, axis) =>
        {
            Tensor even = Every(v, 0), odd = Every(v, 1);
            if (axis.Kind == AxisKind.Cells) return 0.5 * (even + odd);
            if (axis.Kind == AxisKind.Periodic) return 0.5 * even + 0.25 * (odd + odd.Roll(1));
            // At an end its only neighbour stands for both.
            return 0.5 * even + 0.25 * (odd.Pad(1, 0, PadMode.Edge) + odd.Pad(0, 1, PadMode.Edge));
        });
    }

    /// <summary>Values on the grid of twice the points.</summary>
    /// <param name="v">[…, n_x, n_y, n_z] on the coarse grid.</param>
    /// <param name="coarse">The coarse grid.</param>
    /// <param name="kind">How values between the points are made.</param>
    /// <exception cref="ArgumentException">A kind that does not fit an axis.</exception>
    public static Tensor Prolong(Tensor v, Grid coarse, Prolongation kind = Prolongation.Linear)
    {
        Fine(coarse);
        coarse.Check(v, "Transfer.Prolong");
        return AlongEach(v, coarse, (w, axis) => (kind, axis.Kind) switch
        {
            (Prolongation.Constant, AxisKind.Cells) => Interleave(w, w),
            (Prolongation.Fourier, AxisKind.Periodic) => Fourier.Resample(w, 2 * axis.Count),
            (Prolongation.Linear, AxisKind.Periodic) => Interleave(w, 0.5 * (w + w.Roll(-1))),
            (Prolongation.Linear, AxisKind.Nodes) => Interleave(w, (0.5 * (w[Slice.Ellipsis, ..^1] + w[Slice.Ellipsis, 1..])).Pad(0, 1))[Slice.Ellipsis, ..^1],
            (Prolongation.Linear, AxisKind.Cells) => LinearOnCells(w),
            _ => throw new ArgumentException($"Transfer.Prolong: {kind} does not fit {axis}"),
        });
    }

    private static Tensor LinearOnCells(Tensor w)
    {
        if (w.Shape[-1] == 1) return Interleave(w, w);
        // A quarter of the way to the neighbour, which beyond an end is 2w₀ − w₁.
        Tensor first = 2 * w[Slice.Ellipsis, ..1] - w[Slice.Ellipsis, 1..2], last = 2 * w[Slice.Ellipsis, ^1..] - w[Slice.Ellipsis, ^2..^1];
        var below = Tensor.Concat([first, w[Slice.Ellipsis, ..^1]], -1);
        var above = Tensor.Concat([w[Slice.Ellipsis, 1..], last], -1);
        return Interleave(0.75 * w + 0.25 * below, 0.75 * w + 0.25 * above);
    }

    private static Tensor Every(Tensor v, int start) => v[Slice.Ellipsis, Slice.Step(start, null, 2)];

    private static Tensor Interleave(Tensor even, Tensor odd) => Tensor.Stack([even, odd], -1).Reshape([.. ((ReadOnlySpan<int>)even.Shape)[..^1], 2 * even.Shape[-1]]);

    private static Tensor AlongEach(Tensor u, Grid grid, Func<Tensor, Axis, Tensor> transfer)
    {
        for (var d = 0; d < grid.Dimensions; d++)
        {
            var along = u.Rank + grid.TensorAxis(d);
            u = transfer(u.MoveAxis(along, -1), grid.Axes[d]).MoveAxis(-1, along);
        }

        return u;
    }
}
