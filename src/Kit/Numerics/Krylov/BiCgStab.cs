using System.Numerics;
using Kit.Tensors;

namespace Kit.Numerics.Krylov;

/// <summary>Stabilised biconjugate gradients: Ax = b for any regular A in short recurrences, seven vectors in all; two applications of A a step.</summary>
/// <remarks>Preconditioned from the right. H. A. van der Vorst, SIAM J. Sci. Stat. Comput. 13 (1992) 631. Where it breaks down it begins anew at once, with a new shadow residual.</remarks>
public static class BiCgStab
{
    // ⟨r̂, r⟩ this small beside ‖r̂‖‖r‖ has lost its digits.
    private const double Lost = 1e-14;

    /// <summary>Solves Ax = b.</summary>
    /// <param name="a">A: keeps the shape of its argument and does not write to it.</param>
    /// <param name="b">Right-hand side, of any shape.</param>
    /// <param name="preconditioner">r → M⁻¹r.</param>
    /// <param name="x0">First guess; zero if null.</param>
    /// <param name="stopping">When to stop.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit.</exception>
    public static KrylovResult Solve(Func<Tensor, Tensor> a, Tensor b, Func<Tensor, Tensor>? preconditioner = null, Tensor? x0 = null, Stopping? stopping = null)
    {
        using var scope = Tensor.Scope();
        var result = new KrylovIteration("BiCgStab", a, b, preconditioner, x0, stopping).Run(Cycle);
        return result with { Solution = scope.Own(result.Solution, scope.Outer) };
    }

    private static string? Cycle(KrylovIteration state)
    {
        var (x, r) = (state.X, state.R);
        Tensor shadow = r.Copy(), p = r.Copy();
        var (start, reach) = (state.Steps, state.Size);
        Complex rho = state.Size * state.Size;
        while (true)
        {
            using var scope = Tensor.Scope();
            var direction = state.Precondition(p);
            var v = state.Apply(direction);
            var projection = VectorSpace.Dot(shadow, v);
            if (Complex.Abs(projection) <= Lost * state.Size * VectorSpace.Norm(v))
                return Broken(state, start, $"⟨r̂, AM⁻¹p⟩ = {Complex.Abs(projection):G3}");
            var alpha = rho / projection;
            VectorSpace.Axpy(alpha, direction, x);
            VectorSpace.Axpy(-alpha, v, r);

            var correction = state.Precondition(r);
            var t = state.Apply(correction);
            var square = VectorSpace.RealDot(t, t);
            var omega = square > 0 ? VectorSpace.Dot(t, r) / square : 0;
            VectorSpace.Axpy(omega, correction, x);
            VectorSpace.Axpy(-omega, t, r);
            reach = VectorSpace.Norm(r);
            if (state.Report(reach)) return null;

            var next = VectorSpace.Dot(shadow, r);
            if (omega == 0 || Complex.Abs(next) <= Lost * state.Size * reach) return Broken(state, start, $"ω = {Complex.Abs(omega):G3}, ⟨r̂, r⟩ = {Complex.Abs(next):G3}");
            // p ← r + β(p − ωv)
            VectorSpace.Axpy(-omega, v, p);
            VectorSpace.Xpby(r, next / rho * (alpha / omega), p);
            rho = next;
        }
    }

    /// <summary>Another cycle gets past a breakdown, unless it came at the first step of this one.</summary>
    private static string? Broken(KrylovIteration state, int start, string numbers) =>
        state.Steps > start + 1 ? null : $"broke down at step {state.Steps}, {numbers}; Gmres does not break down";
}
