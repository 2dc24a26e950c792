using Kit.Tensors;

namespace Kit.Numerics.Krylov;

/// <summary>Minimal residuals: Ax = b for a Hermitian A, indefinite or singular but consistent, with ‖b − Ax‖ least over the Krylov space, by Lanczos' three-term recurrence.</summary>
/// <remarks>With a preconditioner the norm is ⟨r, M⁻¹r⟩^½. C. C. Paige and M. A. Saunders, SIAM J. Numer. Anal. 12 (1975) 617.</remarks>
public static class Minres
{
    /// <summary>Solves Ax = b.</summary>
    /// <param name="a">A, Hermitian: keeps the shape of its argument and does not write to it.</param>
    /// <param name="b">Right-hand side, of any shape.</param>
    /// <param name="preconditioner">r → M⁻¹r, Hermitian positive definite even where A is not.</param>
    /// <param name="x0">First guess; zero if null.</param>
    /// <param name="stopping">When to stop.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit.</exception>
    public static KrylovResult Solve(Func<Tensor, Tensor> a, Tensor b, Func<Tensor, Tensor>? preconditioner = null, Tensor? x0 = null, Stopping? stopping = null)
    {
        using var scope = Tensor.Scope();
        var result = new KrylovIteration("Minres", a, b, preconditioner, x0, stopping).Run(Cycle);
        return result with { Solution = scope.Own(result.Solution, scope.Outer) };
    }

    private static string? Cycle(KrylovIteration state)
    {
        // Lanczos vectors u (before M⁻¹) and z = M⁻¹u, both divided by β = ⟨u, z⟩^½; directions d of x.
        var (u, earlier) = (state.R.Copy(), Tensor.ZerosLike(state.R));
        Tensor z = state.Precondition(u).Copy(), d = Tensor.ZerosLike(u), last = Tensor.ZerosLike(u);
        var residual = state.IsPreconditioned ? state.R.Copy() : null;
        var beta = VectorSpace.RealDot(u, z);
        if (!(beta > 0)) return BadPreconditioner(beta);
        beta = Math.Sqrt(beta);
        VectorSpace.Scale(1 / beta, u);
        VectorSpace.Scale(1 / beta, z);
        // T is brought to triangular form by rotations (c, s), the two latest of which touch a new column; ρ is what is left of the residual.
        var (rho, before, c, s, formerC, formerS, size) = (beta, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0);
        while (true)
        {
            using var scope = Tensor.Scope();
            var next = state.Apply(z).Copy();
            VectorSpace.Axpy(-before, earlier, next);
            var alpha = VectorSpace.RealDot(z, next);
            VectorSpace.Axpy(-alpha, u, next);
            var image = state.Precondition(next);
            var square = VectorSpace.RealDot(next, image);
            if (square < 0) return BadPreconditioner(square);
            var after = Math.Sqrt(square);
            size = Math.Max(size, Math.Sqrt(alpha * alpha + square + before * before));

            // The column (…, before, α, after) of T.
            var (far, middle) = (formerS * before, formerC * before);
            var near = c * middle + s * alpha;
            var diagonal = c * alpha - s * middle;
            var pivot = Math.Sqrt(diagonal * diagonal + square);
            if (pivot <= 1e-15 * size) return $"the operator is singular and the system inconsistent: ‖Ar‖/(‖A‖‖r‖) = {pivot / size:G3} at step {state.Steps}; x has the least residual";
            (formerC, formerS, c, s) = (c, s, diagonal / pivot, after / pivot);

            // d ← (z − near·d − far·last)/pivot
            VectorSpace.Scale(-far, last);
            VectorSpace.Axpy(-near, d, last);
            VectorSpace.Axpy(1, z, last);
            VectorSpace.Scale(1 / pivot, last);
            (d, last) = (last, d);
            VectorSpace.Axpy(c * rho, d, state.X);
            rho *= -s;

            z.Assign(image); // before next is scaled: it may be the image
            if (after > 0) VectorSpace.Scale(1 / after, z);
            if (after > 0) VectorSpace.Scale(1 / after, next);
            (earlier, u, before) = (u, earlier, after);
            u.Assign(next);
            if (residual is not null)
            {
                // r ← s²r + ρc·u
                VectorSpace.Scale(s * s, residual);
                VectorSpace.Axpy(rho * c, u, residual);
            }

            if (state.Report(residual is null ? Math.Abs(rho) : VectorSpace.Norm(residual)) || after <= 1e-15 * size) return null;
        }
    }

    private static string BadPreconditioner(double square) => $"the preconditioner is not positive definite: ⟨r, M⁻¹r⟩ = {square:G3}; take one of |A|, such as a multigrid cycle of the definite part";
}
