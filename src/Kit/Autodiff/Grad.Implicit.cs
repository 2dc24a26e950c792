using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>How long an iteration goes on.</summary>
/// <param name="Tolerance">Largest root mean square of what is left over, relative to 1 + that of the solution (of a linear system, to that of the right-hand side); 0 means 10⁻¹² in F64, 10⁻⁶ in F32.</param>
/// <param name="MaxIterations">Evaluations before it gives up.</param>
/// <param name="Memory">Earlier steps that Anderson's mixing of a fixed point uses, 3 to 10; 0 is plain iteration.</param>
public sealed record Iteration(double Tolerance = 0, int MaxIterations = 500, int Memory = 5)
{
    internal double For(DType type) => Tolerance > 0 ? Tolerance : type.Real() == DType.F64 ? 1e-12 : 1e-6;
}

public static partial class Grad
{
    /// <summary>x* = f(x*, θ), found by iteration and differentiated by the implicit function theorem: x̄ → θ̄ = f_θᵀ(1 − f_xᵀ)⁻¹x̄, whatever the number of steps.</summary>
    /// <remarks>No step is saved. The derivative solves its linear system by GMRES to the same tolerance, and is itself such a solution: derivatives of any order exist.
    /// D. G. Anderson, J. ACM 12 (1965) 547; S. Bai, J. Z. Kolter and V. Koltun, Deep Equilibrium Models, NeurIPS 2019.</remarks>
    /// <param name="f">(x, θ) → the next x, of x's shape; a tensor that is being differentiated must be among the θ.</param>
    /// <param name="x0">Where the iteration begins; the derivative takes it for a constant.</param>
    /// <param name="theta">θ, the parameters.</param>
    /// <param name="iteration">When to stop.</param>
    /// <exception cref="ArithmeticException">It does not converge; the message says how far it came.</exception>
    public static Tensor FixedPoint(Func<Tensor, Tensor[], Tensor> f, Tensor x0, Tensor[] theta, Iteration? iteration = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        var (start, rule) = (Points([Stop(x0)])[0], iteration ?? new());
        return Implicit("FixedPoint", (x, p) => f(x, p) - x, p => Iterations.FixedPoint(x => f(x, p), start, rule), (a, b) => Iterations.Gmres(a, b, rule), theta);
    }

    /// <summary>x* = f(x*, θ) with one parameter tensor; see <see cref="FixedPoint(Func{Tensor, Tensor[], Tensor}, Tensor, Tensor[], Iteration?)"/>.</summary>
    /// <param name="f">(x, θ) → the next x.</param>
    /// <param name="x0">Where the iteration begins.</param>
    /// <param name="theta">θ.</param>
    /// <param name="iteration">When to stop.</param>
    public static Tensor FixedPoint(Func<Tensor, Tensor, Tensor> f, Tensor x0, Tensor theta, Iteration? iteration = null) =>
        FixedPoint((x, p) => f(x, p[0]), x0, [theta], iteration);

    /// <summary>x with F(x, θ) = 0, by Newton's method or a solver of yours, differentiated by the implicit function theorem: ẋ = −F_x⁻¹F_θ θ̇.</summary>
    /// <param name="f">(x, θ) → F, of x's shape; a tensor that is being differentiated must be among the θ.</param>
    /// <param name="x0">Where Newton's method begins; the derivative takes it for a constant.</param>
    /// <param name="theta">θ, the parameters.</param>
    /// <param name="iteration">When to stop.</param>
    /// <param name="solver">θ → x where there is something better than Newton's method with GMRES, such as bisection.</param>
    /// <exception cref="ArithmeticException">It does not converge; the message says how far it came.</exception>
    public static Tensor Root(Func<Tensor, Tensor[], Tensor> f, Tensor x0, Tensor[] theta, Iteration? iteration = null, Func<Tensor[], Tensor>? solver = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        var (start, rule) = (Points([Stop(x0)])[0], iteration ?? new());
        solver ??= p => Iterations.Newton(x => f(x, p), start, rule);
        return Implicit("Root", f, solver, (a, b) => Iterations.Gmres(a, b, rule), theta);
    }

    /// <summary>x = A(θ)⁻¹b for a matrix that is known by its action, by GMRES or a solver of yours: b̄ = A⁻ᵀx̄, θ̄ = −(∂(Ax)/∂θ)ᵀb̄. The transpose is taken of the action.</summary>
    /// <param name="apply">(x, θ) → Ax, linear in x, of b's shape.</param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="theta">What the matrix is made of, as far as it is to be differentiated.</param>
    /// <param name="solver">(A, b) → x, also used with Aᵀ, such as conjugate gradients for a symmetric matrix.</param>
    /// <param name="iteration">When GMRES stops.</param>
    /// <exception cref="ArithmeticException">It does not converge; the message says how far it came.</exception>
    public static Tensor LinearSolve(
        Func<Tensor, Tensor[], Tensor> apply, Tensor b, Tensor[] theta, Func<Func<Tensor, Tensor>, Tensor, Tensor>? solver = null, Iteration? iteration = null)
    {
        ArgumentNullException.ThrowIfNull(apply);
        ArgumentNullException.ThrowIfNull(b);
        var rule = iteration ?? new();
        solver ??= (a, c) => Iterations.Gmres(a, c, rule);
        return Implicit("LinearSolve", (x, p) => apply(x, p[1..]) - p[0], p => solver(x => apply(x, p[1..]), p[0]), solver, [b, .. theta]);
    }

    /// <summary>x(θ) with F(x, θ) = 0. Its derivatives are solutions of linear equations, F_xᵀλ = x̄ and F_xẋ = −F_θθ̇, which are implicit functions again.</summary>
    private static Tensor Implicit(
        string name, Func<Tensor, Tensor[], Tensor> f, Func<Tensor[], Tensor> solve, Func<Func<Tensor, Tensor>, Tensor, Tensor> linear, Tensor[] theta)
    {
        return new CustomCall(name, Solution, (p, x, g) =>
        {
            var adjoint = Implicit(name, (v, q) => Transposed(q)(v) - q[0], q => linear(Transposed(q), q[0]), linear, [g, x, .. p]);
            return Pulled(t => f(x, t), p, -adjoint);
        }, (p, x, t) =>
        {
            var change = -Jvp(q => f(x, q), p, t).Tangent;
            return Implicit(name, (v, q) => Tangent(q, v) - q[0], q => linear(v => Tangent(q, v), q[0]), linear, [change, x, .. p]);
        }).Run(Points(theta));

        // q = (right-hand side, x, θ…)
        Func<Tensor, Tensor> Transposed(Tensor[] q) => Vjp(x => f(x, q[2..]), q[1]).Pullback;

        Tensor Tangent(Tensor[] q, Tensor v) => Jvp(x => f(x, q[2..]), q[1], v).Tangent;

        Tensor Solution(Tensor[] p)
        {
            using var scope = Tensor.Scope();
            var x = Valid(solve(p));
            return x.Tracer is null
                ? scope.Own(x, scope.Outer)
                : throw new InvalidOperationException($"{name}: the function closes over a tensor that is being differentiated; make it one of the parameters, or close over Grad.Stop of it");
        }
    }
}
