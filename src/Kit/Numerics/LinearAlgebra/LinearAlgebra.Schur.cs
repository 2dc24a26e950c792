using System.Numerics;
using Kit.Tensors;

namespace Kit.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>A = Q·T·Qᴴ of any square matrices: T upper triangular with the eigenvalues on its diagonal, Q unitary. It exists where <see cref="Eig"/> fails, of defective matrices too.</summary>
    /// <param name="a">Real or complex [.., n, n]; computed in double.</param>
    /// <returns>C128; the eigenvalues in the order in which they were found.</returns>
    /// <remarks>
    /// Householder's Hessenberg form and single-shift QR with Wilkinson's shift, Golub and Van Loan §7.4–7.5; unblocked and on one thread: for some hundreds of rows.
    /// It has no derivative rule.
    /// </remarks>
    /// <exception cref="ArgumentException">Not square or not finite.</exception>
    /// <exception cref="ArithmeticException">No convergence.</exception>
    /// <exception cref="NotSupportedException">It is being differentiated.</exception>
    public static SchurFactors Schur(Tensor a)
    {
        Operand.RequireSquare(a, "Schur");
        if (a.Tracer is not null) throw new NotSupportedException("Schur has no derivative rule; cut the derivative with Grad.Stop, or take Eig or Eigh");
        var (elements, n) = (Operand.Complexes(a, "Schur"), a.Shape[-1]);
        var unitary = new Complex[elements.Length];
        for (var batch = 0; batch < Operand.Count(a) && n > 0; batch++)
        {
            var schur = new ComplexSchur(elements.AsMemory(batch * n * n, n * n), unitary.AsMemory(batch * n * n, n * n), n);
            if (!schur.Run()) throw new ArithmeticException($"Schur: no convergence for {Operand.Which(batch, Operand.Count(a))} of shape [{n},{n}]");
        }

        return new(Tensor.Of(unitary).Reshape(a.Shape), Tensor.Of(elements).Reshape(a.Shape));
    }
}
