using System.Globalization;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Solves the equation of an implicit stage, u − γh f(t, u) = r, by Newton's method; derivatives of f are taken by forward mode.</summary>
/// <remarks>
/// Up to <see cref="DenseLimit"/> elements of a sample the matrix 1 − γh ∂f/∂u is built, and kept while the iteration converges fast; beyond, GMRES needs products with it only (Jacobian-free Newton–Krylov:
/// D. A. Knoll and D. E. Keyes, J. Comput. Phys. 193 (2004) 357). The solution is differentiable, in either mode and once, by the implicit function theorem.
/// </remarks>
public sealed record Newton
{
    /// <summary>The root mean square of the residual, or of the last change, relative to 1 + that of u; not below 10⁻⁶ in F32. Rounding ends the iteration too.</summary>
    /// <remarks>So strict because stages divide by γh: what is left over here enters the slope, step after step.</remarks>
    public double Tolerance { get; init; } = 1e-15;

    /// <summary>Iterations before it gives up.</summary>
    public int MaxIterations { get; init; } = 50;

    /// <summary>Largest number of elements of a sample for which the matrix is built.</summary>
    public int DenseLimit { get; init; } = 64;

    /// <summary>Leading axes of u that count independent samples, each with a matrix of its own; 0 when the whole state is one.</summary>
    public int SampleAxes { get; init; }

    /// <summary>r ↦ an approximation of (1 − γh ∂f/∂u)⁻¹ r, given (γh, r): used from the left in GMRES.</summary>
    public Func<double, Tensor, Tensor>? Preconditioner { get; init; }

    /// <summary>(A, b) → A⁻¹b in place of the dense and Krylov solvers.</summary>
    public Func<Func<Tensor, Tensor>, Tensor, Tensor>? Linear { get; init; }

    /// <summary>u with u − γh f(t, u) = r.</summary>
    /// <param name="f">(t, u) → du/dt.</param>
    /// <param name="t">Time.</param>
    /// <param name="gammaDt">γh.</param>
    /// <param name="rhs">r.</param>
    /// <param name="guess">Where to begin.</param>
    /// <exception cref="ConvergenceException">It does not converge.</exception>
    public Tensor Solve(Func<double, Tensor, Tensor> f, double t, double gammaDt, Tensor rhs, Tensor guess)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(rhs);
        ArgumentNullException.ThrowIfNull(guess);
        var u = Iterate(f, t, gammaDt, rhs.Plain, guess.Plain);
        // What the residual at the solution depends on, the solution depends on by −A⁻¹; its value is not changed.
        var residual = Combination.Of(u, -gammaDt, f(t, u)) - rhs;
        if (residual.Tracer is null) return u;
        var shift = Inverse(f, t, u, gammaDt)(residual);
        return u - (shift - Grad.Stop(shift));
    }

    /// <summary>b ↦ A⁻¹b with A = 1 − γh ∂f/∂u at a fixed point, as a differentiable function of b.</summary>
    /// <param name="f">(t, u) → du/dt.</param>
    /// <param name="t">Time.</param>
    /// <param name="u">Where the derivative is taken.</param>
    /// <param name="gammaDt">γh.</param>
    /// <param name="varies">Whether a derivative with respect to u sees A change too; needs a matrix.</param>
    internal Func<Tensor, Tensor> Inverse(Func<double, Tensor, Tensor> f, double t, Tensor u, double gammaDt, bool varies = false)
    {
        var point = u.Plain;
        if (IsDense(point))
        {
            var jacobian = varies ? Jacobian(f, t, u) : Grad.Stop(Jacobian(f, t, point));
            var matrix = Tensor.Eye(jacobian.Shape[^1], point.DType) - gammaDt * jacobian;
            return b => LinearAlgebra.Solve(matrix, b.Reshape([.. b.Shape.ToArray()[..SampleAxes], -1, 1])).Reshape(b.Shape);
        }

        if (varies && u.Tracer is not null)
            throw new NotSupportedException($"a state of {u.Size} elements: a Rosenbrock step, which depends on the Jacobian itself, can be differentiated with a matrix only; raise DenseLimit from {DenseLimit}, or take DiagonallyImplicit");

        Tensor Apply(Tensor at, Tensor v) => Grad.Stop(Combination.Of(v, -gammaDt, Grad.Jvp(x => f(t, x), at, v).Tangent));
        Tensor Transposed(Tensor at, Tensor v) => Grad.Stop(Combination.Of(v, -gammaDt, Grad.Vjp(x => f(t, x), at).Pullback(v)));
        // The point is an argument, so that a derivative saves it.
        var inverse = Grad.Custom(
            (Tensor[] x) => Invert(v => Apply(x[1], v), gammaDt, x[0]),
            (x, _, g) => [Invert(v => Transposed(x[1], v), gammaDt, g, preconditioned: false), null],
            (x, _, v) => Invert(w => Apply(x[1], w), gammaDt, v[0]));
        return b => inverse([b, point]);
    }

    private bool IsDense(Tensor u) => Linear is null && Preconditioner is null && !u.DType.IsComplex() && SampleSize(u) <= DenseLimit;

    private long SampleSize(Tensor u) => SampleAxes <= u.Rank
        ? u.Shape.ToArray()[SampleAxes..].Aggregate(1L, (size, extent) => size * extent)
        : throw new ArgumentException($"Newton: {SampleAxes} sample axes of a state of shape {u.Shape}");

    /// <summary>∂f/∂u of every sample, [samples…, n, n], column by column for all samples at once.</summary>
    private Tensor Jacobian(Func<double, Tensor, Tensor> f, double t, Tensor u)
    {
        int[] samples = u.Shape.ToArray()[..SampleAxes], sample = u.Shape.ToArray()[SampleAxes..];
        var n = (int)SampleSize(u);
        if (SampleAxes == 0 && n > 8) return Grad.Jacobian(x => f(t, x), u).Reshape(n, n);
        var units = Tensor.Eye(n, u.DType);
        return Tensor.Stack([.. Enumerable.Range(0, n).Select(j => Grad.Jvp(x => f(t, x), u, units[j].Reshape(sample).BroadcastTo(u.Shape)).Tangent.Reshape([.. samples, n]))], -1);
    }

    private Tensor Invert(Func<Tensor, Tensor> a, double gammaDt, Tensor b, bool preconditioned = true)
    {
        if (Linear is { } own) return own(a, b);
        if (Preconditioner is not { } precondition || !preconditioned) return Grad.LinearSolve((x, _) => a(x), b, [], iteration: Krylov(b));
        return Grad.LinearSolve((x, _) => precondition(gammaDt, a(x)), precondition(gammaDt, b), [], iteration: Krylov(b));
    }

    private Iteration Krylov(Tensor b) => new(Floor(b, Math.Min(1e-4, Math.Sqrt(Tolerance) * 1e-3), 1e-5), MaxIterations: 2000);

    /// <summary>What can be reached in the type of x.</summary>
    private static double Floor(Tensor x, double tolerance, double single) => x.DType.Real() == DType.F64 ? tolerance : Math.Max(tolerance, single);

    private Tensor Iterate(Func<double, Tensor, Tensor> f, double t, double gammaDt, Tensor rhs, Tensor guess)
    {
        var history = new List<double>();
        var inverse = (Func<Tensor, Tensor>?)null;
        for (var (u, last) = (guess, double.PositiveInfinity); ;)
        {
            var residual = Combination.Of(u, -gammaDt, Grad.Stop(f(t, u))) - rhs;
            var size = 1 + Rms(u);
            var scale = Floor(u, Tolerance, 1e-6) * size;
            history.Add(Rms(residual));
            if (history[^1] <= scale) return u;
            if (history.Count > MaxIterations || !double.IsFinite(history[^1])) throw Failure(t, history, scale);
            var change = Step(inverse ??= Inverse(f, t, u, gammaDt), t, residual, history, scale);
            u -= change;
            // The next change would be of the order of this one's square; one that is small and no longer falls is rounding.
            var moved = Rms(change);
            if (moved <= scale || moved <= 1e4 * scale && moved > last / 2) return u;
            if (!IsDense(u) || moved > last / 20) inverse = null;
            last = moved;
        }
    }

    private static Tensor Step(Func<Tensor, Tensor> inverse, double t, Tensor residual, List<double> history, double scale)
    {
        try
        {
            return inverse(residual);
        }
        catch (ArithmeticException e)
        {
            history.Add(double.NaN);
            throw Failure(t, history, scale, $" ({e.Message})");
        }
    }

    private static double Rms(Tensor x) => Math.Sqrt(x.Abs().Square().Mean().Item());

    private static ConvergenceException Failure(double t, List<double> history, double goal, string why = "") => new(string.Create(CultureInfo.InvariantCulture,
        $"Newton at t = {t:G6}: the residual went {string.Join(" → ", history.TakeLast(8).Select(r => r.ToString("G3", CultureInfo.InvariantCulture)))} and {goal:G3} was to be reached{why}; try a smaller step, a preconditioner, or more iterations"), history);
}
