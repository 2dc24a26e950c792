using System.Globalization;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Numerics.Krylov;
using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Solves the equation of an implicit stage, u − γh f(t, u) = r, by Newton's method with backtracking; derivatives of f are taken by forward mode.</summary>
/// <remarks>
/// Up to <see cref="DenseLimit"/> elements of a sample the matrix 1 − γh ∂f/∂u is built, and kept while the iteration converges fast; beyond, GMRES needs products with it only (Jacobian-free Newton–Krylov:
/// D. A. Knoll and D. E. Keyes, J. Comput. Phys. 193 (2004) 357). The solution is differentiable, in either mode and once, by the implicit function theorem.
/// </remarks>
public sealed record Newton
{
    private const int MostHalvings = 20;

    /// <summary>The root mean square of the residual, or of the last change, relative to 1 + that of u; not below 10⁻⁶ in F32. Rounding ends the iteration too.</summary>
    /// <remarks>So strict because stages divide by γh: what is left over here enters the slope, step after step.</remarks>
    public double Tolerance { get; init; } = 1e-15;

    /// <summary>Iterations before it gives up.</summary>
    public int MaxIterations { get; init; } = 50;

    /// <summary>Largest number of elements of a sample for which the matrix is built.</summary>
    public int DenseLimit { get; init; } = 64;

    /// <summary>Leading axes of u that count independent samples, each with a matrix of its own; 0 when the whole state is one.</summary>
    public int SampleAxes { get; init; }

    /// <summary>r ↦ an approximation of (1 − γh ∂f/∂u)⁻¹ r, given (γh, r): used from the right in GMRES.</summary>
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
        Func<Tensor, Tensor>? precondition = Preconditioner is { } approximate && preconditioned ? r => approximate(gammaDt, r) : null;
        return Gmres.Solve(a, b, precondition, stopping: new(Floor(b, Math.Min(1e-4, Math.Sqrt(Tolerance) * 1e-3), 1e-5), 0, 2000)).OrThrow();
    }

    /// <summary>What can be reached in the type of x.</summary>
    private static double Floor(Tensor x, double tolerance, double single) => x.DType.Real() == DType.F64 ? tolerance : Math.Max(tolerance, single);

    private Tensor Iterate(Func<double, Tensor, Tensor> f, double t, double gammaDt, Tensor rhs, Tensor guess)
    {
        Tensor Residual(Tensor u) => Combination.Of(u, -gammaDt, Grad.Stop(f(t, u))) - rhs;
        var history = new List<double>();
        var inverse = (Func<Tensor, Tensor>?)null;
        for (var (u, residual, last) = (guess, Residual(guess), double.PositiveInfinity); ;)
        {
            var size = 1 + Rms(u);
            var scale = Floor(u, Tolerance, 1e-6) * size;
            history.Add(Rms(residual));
            if (history[^1] <= scale) return u;
            if (history.Count > MaxIterations || !double.IsFinite(history[^1])) throw Failure(t, history, scale);
            var fresh = inverse is null;
            var change = Step(inverse ??= Inverse(f, t, u, gammaDt), t, residual, history, scale);
            // The next change would be of the order of this one's square; one that is small and no longer falls is rounding.
            var moved = Rms(change);
            if (moved <= scale || moved <= 1e4 * scale && moved > last / 2) return u - change;
            var (next, nextResidual, whole) = Backtrack(Residual, u, residual, change, 1e4 * scale, fresh);
            if (!IsDense(u) || !whole || moved > last / 20) inverse = null;
            // An old matrix that leads uphill is not followed: the step is taken again with a new one.
            if (whole || fresh) (u, residual, last) = (next, nextResidual, whole ? moved : double.PositiveInfinity);
        }
    }

    /// <summary>u − s·change with the first s = 1, ½, ¼, … for which the residual falls, of every sample by itself; and whether s = 1 did for all.</summary>
    /// <remarks>
    /// ‖r⁺‖ ≤ (1 − 10⁻⁴s)‖r‖: J. E. Dennis and R. B. Schnabel, Numerical Methods for Unconstrained Optimization and Nonlinear Equations (1996), §6.3. Changes below <paramref name="rounding"/> are taken as
    /// they are. Where no part of a change helps, all of it is taken: the point is at a minimum of ‖r‖ that is no solution.
    /// </remarks>
    private (Tensor U, Tensor Residual, bool Whole) Backtrack(Func<Tensor, Tensor> residualAt, Tensor u, Tensor residual, Tensor change, double rounding, bool halve)
    {
        var (before, moved) = (SampleNorms(residual), SampleNorms(change));
        var shares = Array.ConvertAll(before, _ => 1.0);
        var (next, whole) = (u - change, true);
        for (var halvings = 0; ; halvings++)
        {
            var reached = residualAt(next);
            var after = SampleNorms(reached);
            int[] uphill = [.. Enumerable.Range(0, shares.Length).Where(k => moved[k] > rounding && !(after[k] <= (1 - 1e-4 * shares[k]) * before[k]))];
            whole &= uphill.Length == 0;
            if (uphill.Length == 0 || !halve || halvings > MostHalvings) return (next, reached, whole);
            foreach (var k in uphill) shares[k] = halvings < MostHalvings ? shares[k] / 2 : 1;
            int[] perSample = [.. u.Shape.ToArray()[..SampleAxes], .. Enumerable.Repeat(1, u.Rank - SampleAxes)];
            next = u - Tensor.Of(shares).Cast(u.DType.Real()).Reshape(perSample) * change;
        }
    }

    /// <summary>Root mean square of every sample.</summary>
    private double[] SampleNorms(Tensor x) => x.Abs().Square().Reshape([(int)(x.Size / SampleSize(x)), -1]).Mean(-1).Sqrt().ToDoubles();

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
