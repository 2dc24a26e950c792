using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>Flow through a porous medium: −∇·(a∇u) + c u = f for the pressure u, differentiable in the permeability a and the source f.</summary>
/// <remarks>
/// The derivative is one more solution with the same operator, which is self-adjoint: with Λ = A⁻ᵀū, f̄ = Λ and ā = −∂(A(a)u)/∂aᵀ Λ.
/// R.-E. Plessix, Geophys. J. Int. 167 (2006) 495, section 2.
/// </remarks>
public static class Darcy
{
    /// <summary>u = 0 on the edge of the unit square or cube, with a and f on nodes that include the edge: h = 1/(n − 1).</summary>
    /// <param name="a">Positive, [n_x, n_y], or [samples, n_x, n_y] with f of the same shape.</param>
    /// <param name="f">[n_x, n_y] or [samples, n_x, n_y].</param>
    /// <param name="average">Of the coefficient between nodes; the reference data sets of operator learning take the arithmetic one.</param>
    /// <param name="options">Tolerance and cycle.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or a is not positive; the message says where.</exception>
    /// <exception cref="ArithmeticException">No convergence, with the numbers.</exception>
    public static Tensor Solve(Tensor a, Tensor f, FaceAverage average = FaceAverage.Arithmetic, MultigridOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.Rank < 2) throw new ArgumentException($"Darcy.Solve: the coefficient has shape {a.Shape}; [n_x, n_y] is needed, or give boundaries");
        return Solve(a, f, Boundaries.Dirichlet(new Grid(Axis.Nodes(a.Shape[-2]), Axis.Nodes(a.Shape[-1]))), average, 0, options);
    }

    /// <summary>c u − ∇·(a∇u) = f with any conditions on the sides of any uniform grid; samples are solved in parallel.</summary>
    /// <param name="a">Positive, on the points of the grid, […, n_x, n_y].</param>
    /// <param name="f">[…, n_x, n_y]; the axes before space broadcast with those of a.</param>
    /// <param name="boundaries">The grid and the conditions on its sides.</param>
    /// <param name="average">Of the coefficient between points.</param>
    /// <param name="reaction">c ≥ 0.</param>
    /// <param name="options">Tolerance and cycle.</param>
    /// <inheritdoc cref="Solve(Tensor, Tensor, FaceAverage, MultigridOptions?)"/>
    public static Tensor Solve(Tensor a, Tensor f, Boundaries boundaries, FaceAverage average = FaceAverage.Arithmetic, double reaction = 0, MultigridOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(f);
        var op = new EllipticOperator(boundaries, average, reaction, "Darcy.Solve");
        op.Grid.Check(a, "Darcy.Solve, coefficient");
        op.Grid.Check(f, "Darcy.Solve, right-hand side");
        var rule = (options ?? new()).Checked("Darcy.Solve").CheckedOn(boundaries, "Darcy.Solve");
        if (a.Rank > op.Grid.Dimensions || f.Rank > op.Grid.Dimensions)
            (a, f) = (a.Rank == op.Grid.Dimensions ? a : Broadcast(a, f.Shape), Broadcast(f, a.Shape));
        return op.Lifted(a, f, rest => Inverse(op, rule, a, rest));
    }

    private static Tensor Inverse(EllipticOperator op, MultigridOptions rule, Tensor a, Tensor f)
    {
        Tensor Change(Tensor coefficient, Tensor u) => op.Apply(coefficient, u) - op.Apply(coefficient, Tensor.ZerosLike(u));
        return Grad.Custom(
            (Tensor[] x) => Converged(op, rule, x[0], x[1]),
            (Tensor[] x, Tensor u, Tensor g) =>
            {
                var volumes = op.Volumes();
                var adjoint = volumes * Inverse(op, rule, x[0], g / volumes);
                return [-Grad.Vjp((Tensor c) => Change(c, u), x[0]).Pullback(adjoint), adjoint];
            },
            (Tensor[] x, Tensor u, Tensor[] t) => Inverse(op, rule, x[0], t[1] - Grad.Jvp((Tensor c) => Change(c, u), x[0], t[0]).Tangent))([a, f]);
    }

    private static Tensor Converged(EllipticOperator op, MultigridOptions rule, Tensor a, Tensor f)
    {
        var result = EllipticSolver.Run(op, Coefficients.Checked(a, op.Grid, "Darcy.Solve"), f, rule);
        return result.Converged ? result.Solution : throw EllipticSolver.Failure("Darcy.Solve", result, rule);
    }

    private static Tensor Broadcast(Tensor x, Shape other)
    {
        var rank = Math.Max(x.Rank, other.Rank);
        int[] shape = [.. Enumerable.Range(0, rank).Select(k => Math.Max(Extent(x.Shape, k - rank), Extent(other, k - rank)))];
        return x.Shape == (Shape)shape ? x : x.BroadcastTo(shape).Copy();
    }

    private static int Extent(Shape shape, int fromEnd) => -fromEnd <= shape.Rank ? shape[fromEnd] : 1;
}
