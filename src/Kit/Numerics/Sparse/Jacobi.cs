using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>The preconditioner diag(A)⁻¹: for bad scaling, and where others cost too much.</summary>
public static class Jacobi
{
    /// <summary>r → diag(A)⁻¹ r on tensors of any shape with n elements in all.</summary>
    /// <exception cref="ArithmeticException">A diagonal entry is zero.</exception>
    public static Func<Tensor, Tensor> Of(SparseMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        matrix.RequireSquare("Jacobi");
        var diagonal = matrix.Diagonal();
        if ((bool)diagonal.Equal(0).Any()) throw new ArithmeticException("Jacobi: a diagonal entry is zero; IncompleteLu of a reordered matrix, or no preconditioner, may serve");
        var inverse = (1 / diagonal).Contiguous().KeepAlways();
        return r => r * inverse.Reshape(r.Shape);
    }
}
