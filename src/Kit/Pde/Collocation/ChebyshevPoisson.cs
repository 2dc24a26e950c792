using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Pde.Collocation;

/// <summary>Δu − s u = f on a rectangle of Chebyshev points with any condition on each side, by diagonalisation: O(n³) once, then two products of matrices a side and solve.</summary>
/// <remarks>
/// With A_x = X Λ X⁻¹ and A_y = Y M Y⁻¹ the second derivatives inside, A_x U + U A_yᵀ − s U = F has the solution X [(X⁻¹ F Y⁻ᵀ)ᵢⱼ/(λᵢ + μⱼ − s)] Yᵀ: Haidvogel, Zang (1979), The accurate
/// solution of Poisson's equation by expansion in Chebyshev polynomials, J. Comput. Phys. 30. Where s = 0 leaves a constant free (Neumann sides alone), that part of F is dropped.
/// </remarks>
public sealed class ChebyshevPoisson
{
    private readonly Boundaries boundaries;
    private readonly ReducedSecondDerivative x, y;
    private readonly Tensor inverse;

    /// <summary>The solver of a grid, conditions and s.</summary>
    /// <param name="boundaries">Two Chebyshev axes and their conditions.</param>
    /// <param name="shift">s; 2/(κ Δt) for a half step of diffusion.</param>
    /// <exception cref="ArgumentException">Another kind of grid, or a shift that is an eigenvalue.</exception>
    public ChebyshevPoisson(Boundaries boundaries, double shift = 0)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        if (boundaries.Grid.Dimensions != 2) throw new ArgumentException($"ChebyshevPoisson: two Chebyshev axes are needed, not {boundaries.Grid}");
        this.boundaries = boundaries;
        x = new(boundaries.Grid.Axes[0], boundaries[0].Low, boundaries[0].High);
        y = new(boundaries.Grid.Axes[1], boundaries[1].Low, boundaries[1].High);
        var sum = x.Eigenvalues.Unsqueeze(1) + y.Eigenvalues - shift;
        var size = sum.Abs();
        var singular = size < 1e-10 * size.Max();
        var free = (int)singular.Sum().Item();
        if (free > (boundaries.LeavesConstant && shift == 0 ? 1 : 0)) throw new ArgumentException(FormattableString.Invariant($"ChebyshevPoisson: the shift {shift} is an eigenvalue of the Laplacian; no solution is unique"));
        inverse = Functions.Where(singular, 0.0, Functions.Where(singular, 1.0, sum).Reciprocal());
    }

    /// <summary>u, […, n_x, n_y].</summary>
    /// <param name="f">The right-hand side, […, n_x, n_y]; its values on the sides do not count.</param>
    /// <param name="t">Time, for conditions that depend on it.</param>
    public Tensor Solve(Tensor f, double t = 0)
    {
        boundaries.Grid.Check(f, "ChebyshevPoisson");
        Tensor gx = Sides(0, t), gy = Sides(1, t);
        var inside = f[Slice.Ellipsis, 1..^1, 1..^1] - x.Lift.MatMul(gx[Slice.Ellipsis, 1..^1]) - gy[Slice.Ellipsis, 1..^1, ..].MatMul(y.Lift.T);
        var u = x.Vectors.MatMul(x.Inverse.MatMul(inside).MatMul(y.Inverse.T) * inverse).MatMul(y.Vectors.T);
        var endsX = x.Ends(u, gx[Slice.Ellipsis, 1..^1]);
        u = Tensor.Concat([endsX[Slice.Ellipsis, ..1, ..], u, endsX[Slice.Ellipsis, 1.., ..]], -2);
        var endsY = y.Ends(u.Transpose(), gy.Transpose()).Transpose();
        return Tensor.Concat([endsY[Slice.Ellipsis, ..1], u, endsY[Slice.Ellipsis, 1..]], -1);
    }

    /// <summary>g of both ends of an axis: [2, n_y] for x, [n_x, 2] for y.</summary>
    private Tensor Sides(int d, double t)
    {
        var along = boundaries.Grid.Axes[1 - d].Count;
        Shape one = d == 0 ? (1, along) : (along, 1);
        Tensor[] sides = [.. new[] { boundaries[d].Low, boundaries[d].High }.Select(side => boundaries.Value(side, d, t, 0))];
        return Tensor.Concat([.. sides.Select(g => g.Rank <= 2 ? g.BroadcastTo(one) : g)], d - 2);
    }
}
