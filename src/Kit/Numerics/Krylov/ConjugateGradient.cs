using Kit.Tensors;

namespace Kit.Numerics.Krylov;

/// <summary>Conjugate gradients: Ax = b for a Hermitian positive definite A. Of all x in x₀ + span{r, Ar, A²r, …} it takes that of least error in the norm ⟨e, Ae⟩.</summary>
/// <remarks>
/// ‖eₖ‖_A ≤ 2((√κ − 1)/(√κ + 1))ᵏ ‖e₀‖_A with the condition number κ of M⁻¹A.
/// M. R. Hestenes and E. Stiefel, J. Res. Natl. Bur. Stand. 49 (1952) 409.
/// </remarks>
public static class ConjugateGradient
{
    /// <summary>Solves Ax = b.</summary>
    /// <param name="a">A, Hermitian positive definite: keeps the shape of its argument and does not write to it.</param>
    /// <param name="b">Right-hand side, of any shape.</param>
    /// <param name="preconditioner">r → M⁻¹r, Hermitian positive definite and the same at every step.</param>
    /// <param name="x0">First guess; zero if null.</param>
    /// <param name="stopping">When to stop.</param>
    /// <param name="deflation">A subspace of slow directions, solved exactly and kept out of the search.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit.</exception>
    public static KrylovResult Solve(
        Func<Tensor, Tensor> a, Tensor b, Func<Tensor, Tensor>? preconditioner = null, Tensor? x0 = null, Stopping? stopping = null, Deflation? deflation = null)
    {
        using var scope = Tensor.Scope();
        var result = new KrylovIteration("ConjugateGradient", a, b, preconditioner, x0, stopping).Run(state => Cycle(state, deflation));
        return result with { Solution = scope.Own(result.Solution, scope.Outer) };
    }

    private static string? Cycle(KrylovIteration state, Deflation? deflation)
    {
        var (x, r) = (state.X, state.R);
        deflation?.Correct(state);
        var z = state.Precondition(r);
        var p = z.Copy();
        deflation?.Project(z, p);
        var rho = VectorSpace.RealDot(r, z);
        if (rho <= 0) return deflation is null || rho < 0 ? BadPreconditioner(rho) : null;
        while (true)
        {
            using var scope = Tensor.Scope();
            var q = state.Apply(p);
            var curvature = VectorSpace.RealDot(p, q);
            if (!(curvature > 0))
                return $"the operator is not positive definite: ⟨p, Ap⟩/⟨p, p⟩ = {curvature / VectorSpace.RealDot(p, p):G3} at step {state.Steps}; Minres solves indefinite Hermitian systems";
            VectorSpace.Axpy(rho / curvature, p, x);
            VectorSpace.Axpy(-rho / curvature, q, r);
            if (state.Report(VectorSpace.Norm(r))) return null;
            z = state.Precondition(r);
            var next = VectorSpace.RealDot(r, z);
            if (next < 0) return BadPreconditioner(next);
            VectorSpace.Xpby(z, next / rho, p);
            deflation?.Project(z, p);
            rho = next;
        }
    }

    private static string BadPreconditioner(double rho) => $"the preconditioner is not positive definite: ⟨r, M⁻¹r⟩ = {rho:G3}; it must be symmetric, like Jacobi, SSOR or incomplete Cholesky";
}
