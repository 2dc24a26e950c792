using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>IC(0): A ≈ LDLᵀ on the pattern of A, a preconditioner that conjugate gradients accept.</summary>
/// <remarks>J. A. Meijerink and H. A. van der Vorst, Math. Comput. 31 (1977) 148. Where a pivot is not positive the diagonal is raised, T. A. Manteuffel, Math. Comput. 34 (1980) 473.</remarks>
public static class IncompleteCholesky
{
    private const int Attempts = 20;

    /// <summary>r → (LDLᵀ)⁻¹ r on tensors of any shape with n elements in all.</summary>
    /// <param name="matrix">A, symmetric positive definite; that it is symmetric is not checked.</param>
    /// <exception cref="ArithmeticException">A diagonal entry is not positive.</exception>
    public static Func<Tensor, Tensor> Of(SparseMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        matrix.RequireSquare("IncompleteCholesky");
        var diagonal = TriangularSweeps.Diagonal(matrix.Pattern, "IncompleteCholesky");
        var own = matrix.RealValues("IncompleteCholesky");
        if (Array.FindIndex(diagonal, k => !(own[k] > 0)) is >= 0 and var bad) throw new ArithmeticException($"IncompleteCholesky: diagonal entry {bad} is {own[diagonal[bad]]}: the matrix is not positive definite");
        // A + α diag(A) is diagonally dominant, and so factorable, for some α: 0, 10⁻³, 2·10⁻³, 4·10⁻³, …
        for (var (attempt, raise) = (0, 0.0); attempt < Attempts; attempt++, raise = Math.Max(1e-3, 2 * raise))
        {
            var factors = IncompleteLu.Factors(matrix + SparseMatrix.FromDiagonal(raise * matrix.Diagonal()), "IncompleteCholesky");
            if (Array.TrueForAll(diagonal, k => factors[k] > 0)) return new TriangularSweeps(matrix.Pattern, factors).Solve;
        }

        throw new ArithmeticException("IncompleteCholesky: pivots stay negative however much the diagonal is raised; the matrix is not positive definite");
    }
}
