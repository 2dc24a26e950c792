using System.Collections.Concurrent;
using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>Solves c u − ∇·(a∇u) = f on a uniform grid of one to three dimensions and any size, with any conditions on its sides, in time proportional to the number of points.</summary>
/// <remarks>
/// Red–black Gauss–Seidel sweeps, or another <see cref="Smoother"/>, every second point of an axis on the coarser grid, interpolation that keeps the flux continuous. With a = 1 an error falls by a factor
/// of about 0.05 a V(2,2) cycle. Where a varies, cycles precondition conjugate gradients. An axis with weak coupling is coarsened later than the others.
/// Where a jumps from point to point, and on rings of odd length, the coarser levels come from the matrix: no contrast up to 10⁴ takes more than 15 steps to 10⁻¹⁰.
/// A. Brandt, Math. Comp. 31 (1977) 333; Trottenberg, Oosterlee and Schüller (2001), Multigrid; Alcouffe, Brandt, Dendy and Painter (1981).
/// </remarks>
public sealed class Multigrid
{
    private readonly EllipticOperator op;
    private readonly MultigridOptions options;
    private readonly Tensor coefficient;
    private readonly ConcurrentBag<Hierarchy> spare = [];

    /// <summary>c u − Δu.</summary>
    /// <param name="boundaries">The grid and the conditions on its sides.</param>
    /// <param name="reaction">c ≥ 0.</param>
    /// <param name="options">Cycle, tolerance.</param>
    /// <exception cref="ArgumentException">Chebyshev points, c &lt; 0, or a Robin condition with a/b &lt; 0.</exception>
    public Multigrid(Boundaries boundaries, double reaction = 0, MultigridOptions? options = null)
        : this(boundaries, Tensor.Of(1.0), FaceAverage.Arithmetic, reaction, options) { }

    /// <summary>c u − ∇·(a∇u).</summary>
    /// <param name="boundaries">The grid and the conditions on its sides.</param>
    /// <param name="a">Positive, [n_x, n_y, n_z], or with samples before, which f must have too.</param>
    /// <param name="average">Of the coefficient between points.</param>
    /// <param name="reaction">c ≥ 0.</param>
    /// <param name="options">Cycle, tolerance.</param>
    /// <exception cref="ArgumentException">As before, or a is not positive; the message says where.</exception>
    public Multigrid(Boundaries boundaries, Tensor a, FaceAverage average = FaceAverage.Arithmetic, double reaction = 0, MultigridOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        op = new(boundaries, average, reaction, "Multigrid");
        this.options = (options ?? new()).Checked("Multigrid").CheckedOn(boundaries, "Multigrid");
        coefficient = Coefficients.Checked(a, op.Grid, "Multigrid").Keep();
    }

    /// <summary>A u, 0 on walls that are points.</summary>
    /// <param name="u">[…, n_x, n_y, n_z].</param>
    public Tensor Apply(Tensor u)
    {
        op.Grid.Check(u, "Multigrid.Apply");
        return op.Apply(coefficient, u);
    }

    /// <summary>u with A u = f, differentiable in f by one more solution.</summary>
    /// <param name="f">[…, n_x, n_y, n_z]; values at walls that are points are not read.</param>
    /// <exception cref="ArithmeticException">No convergence, with the numbers.</exception>
    /// <exception cref="ArgumentException">Wrong shape, not finite, or no solution exists as the mean of f is not zero.</exception>
    public Tensor Solve(Tensor f)
    {
        op.Grid.Check(f, "Multigrid.Solve");
        return op.Lifted(coefficient, f, Inverse);
    }

    /// <summary>As <see cref="Solve"/>, with the history of the iteration; without convergence the flag says so.</summary>
    /// <param name="f">[…, n_x, n_y, n_z].</param>
    public EllipticResult Run(Tensor f)
    {
        op.Grid.Check(f, "Multigrid.Run");
        EllipticResult? result = null;
        var u = op.Lifted(coefficient, f, rest => (result = EllipticSolver.Run(op, coefficient, rest, options, spare)).Solution);
        return result! with { Solution = u };
    }

    /// <summary>u of one pass of full multigrid: a cycle on each grid from the coarsest to the finest, each from the cubically interpolated solution of the one before.</summary>
    /// <param name="f">[…, n_x, n_y, n_z].</param>
    /// <returns>For a smooth solution nearly as close to it as <see cref="Solve"/> comes, at about half its price: A u = f holds to the error of the differences, O(h²), only.</returns>
    /// <remarks>
    /// For constant coefficients, on any axes and with any conditions but on rings whose count soon becomes odd. With <see cref="CycleKind.F"/> the algebraic error is at most a third of
    /// that of the differences; with V cycles, for values on walls of node axes, it may be once or twice as large.
    /// A. Brandt, Math. Comp. 31 (1977) 333; Trottenberg, Oosterlee and Schüller (2001), Multigrid, section 2.6.
    /// </remarks>
    /// <exception cref="ArgumentException">A coefficient that varies, grids from the matrix, or f as in <see cref="Solve"/>.</exception>
    public Tensor Full(Tensor f)
    {
        op.Grid.Check(f, "Multigrid.Full");
        if (coefficient.Rank > 0) throw new ArgumentException($"Multigrid.Full: the coefficient, {coefficient.Shape}, varies, and kinks of u where it jumps are not interpolated cubically; take Solve, or a constant");
        if (!Coefficients.IsSeparable(op, coefficient, options.Levels))
            throw new ArgumentException($"Multigrid.Full: the coarser levels of {op.Grid} with Coarsening.{options.Coarsening} come from the matrix and have no points to interpolate from; take Coarsening.Geometric, rings of 2ᵏ points, or Solve");
        return op.Lifted(coefficient, f, rest => EllipticSolver.Run(op, coefficient, rest, options, spare, Iteration.FullPass).Solution);
    }

    /// <summary>One cycle from zero with homogeneous conditions: an approximate inverse of <see cref="Apply"/>, for Krylov methods.</summary>
    /// <param name="r">[…, n_x, n_y, n_z].</param>
    public Tensor Precondition(Tensor r)
    {
        op.Grid.Check(r, "Multigrid.Precondition");
        return EllipticSolver.Run(op, coefficient, r, options, spare, Iteration.OneCycle).Solution;
    }

    /// <summary>A⁻¹f without conditions' values: Aᵀ = V A V⁻¹ with the volumes V, so that the derivative is a solution too.</summary>
    private Tensor Inverse(Tensor f) =>
        Grad.Custom(Converged, (_, _, g) => op.Volumes() * Inverse(g / op.Volumes()), (_, _, change) => Inverse(change))(f);

    private Tensor Converged(Tensor f)
    {
        var result = EllipticSolver.Run(op, coefficient, f, options, spare);
        return result.Converged ? result.Solution : throw EllipticSolver.Failure("Multigrid", result, options);
    }
}
