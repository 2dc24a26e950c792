using System.Numerics;
using Kit.Compute;
using Kit.Compute.Cpu;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;

namespace Kit.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>Eigenvalues in ascending order and orthonormal vectors of symmetric matrices, A·V = V·Λ.</summary>
    /// <param name="a">Symmetric [.., n, n]; only the lower triangle is read.</param>
    /// <returns>Values to a small multiple of n·ε·‖A‖; the largest component of each vector is positive.</returns>
    /// <exception cref="ArgumentException">Not square, complex or not finite.</exception>
    /// <exception cref="ArithmeticException">No convergence.</exception>
    public static EigenPairs Eigh(Tensor a) => Eigh(a, "Eigh", vectors: true);

    /// <summary>Eigenvalues of symmetric matrices in ascending order, [.., n], without the cost of the vectors.</summary>
    /// <inheritdoc cref="Eigh(Tensor)"/>
    public static Tensor EighValues(Tensor a) => Eigh(a, "EighValues", vectors: false).Values;

    /// <summary>A = U·diag(S)·Vᵀ with k = min(m, n) singular values in descending order.</summary>
    /// <param name="a">[.., m, n].</param>
    /// <returns>Values to a small multiple of max(m, n)·ε·‖A‖₂, so the small ones are relative to the largest; the largest component of each left vector is positive.</returns>
    /// <exception cref="ArgumentException">Not a matrix, complex or not finite.</exception>
    /// <exception cref="ArithmeticException">No convergence.</exception>
    public static SvdFactors Svd(Tensor a) => Svd(a, "Svd", vectors: true);

    /// <summary>Singular values in descending order, [.., min(m, n)], without the cost of the vectors.</summary>
    /// <inheritdoc cref="Svd(Tensor)"/>
    public static Tensor SingularValues(Tensor a) => Svd(a, "SingularValues", vectors: false).S;

    /// <summary>Number of singular values above a floor, I32 [..].</summary>
    /// <param name="a">[.., m, n].</param>
    /// <param name="tolerance">The floor as a part of the largest singular value; else max(m, n)·ε.</param>
    /// <exception cref="ArgumentException">Not a matrix, complex or not finite.</exception>
    public static Tensor MatrixRank(Tensor a, double? tolerance = null)
    {
        var s = Svd(a, "MatrixRank", vectors: false).S;
        return s.Size == 0 ? Tensor.Zeros(Operand.Lead(a.Shape), DType.I32) : (s > Floor(s, a.Shape, tolerance)).Cast(DType.I32).Sum(-1);
    }

    /// <summary>κ₂(A) = σ₁/σₖ, [..]; infinite for a singular matrix.</summary>
    /// <param name="a">[.., m, n] with at least one element.</param>
    /// <exception cref="ArgumentException">Not a matrix, empty, complex or not finite.</exception>
    public static Tensor ConditionNumber(Tensor a)
    {
        var s = Svd(a, "ConditionNumber", vectors: false).S;
        if (s.Size == 0) throw new ArgumentException($"ConditionNumber: shape {a.Shape} has no elements");
        var least = s.Min(-1);
        return Functions.Where(least.Equal(0), double.PositiveInfinity, s.Max(-1) / least);
    }

    /// <summary>A norm of each matrix, [..].</summary>
    /// <param name="a">[.., m, n].</param>
    /// <param name="kind">Frobenius, 1, 2 or ∞.</param>
    /// <exception cref="ArgumentException">Not a matrix, complex or not finite.</exception>
    public static Tensor Norm(Tensor a, MatrixNorm kind = MatrixNorm.Frobenius)
    {
        var matrices = Operand.Matrices(a, "Norm").Reshape(a.Shape);
        if (a.Size == 0) return Tensor.Zeros(Operand.Lead(a.Shape), matrices.DType);
        return kind switch
        {
            MatrixNorm.Frobenius => matrices.Norm([-2, -1]),
            MatrixNorm.One => matrices.Abs().Sum(-2).Max(-1),
            MatrixNorm.Infinity => matrices.Abs().Sum(-1).Max(-1),
            MatrixNorm.Two => Svd(matrices, "Norm", vectors: false).S.Max(-1),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Norm: Frobenius, One, Two or Infinity"),
        };
    }

    private static unsafe EigenPairs Eigh(Tensor a, string caller, bool vectors)
    {
        var matrices = Operand.Square(a, caller);
        var (count, n) = (matrices.Shape[0], a.Shape[-1]);
        var values = Operand.Empty((count, n), matrices.DType);
        var columns = Operand.Empty((count, n, vectors ? n : 0), matrices.DType);
        if (matrices.DType == DType.F32) Run<float>();
        else Run<double>();
        matrices.Dispose();
        return new(values.Reshape(a.Shape.ToArray()[..^1]), vectors ? columns.Reshape(a.Shape) : columns);

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Threads.For(count, batch =>
        {
            if (!SymmetricEigen.Run(Operand.At<T>(matrices, batch), Operand.Pointer<T>(values) + (long)batch * n, Operand.At<T>(columns, batch)))
                throw new ArithmeticException($"{caller}: QL did not converge for {Operand.Which(batch, count)} of shape [{n},{n}]");
        });
    }

    private static unsafe SvdFactors Svd(Tensor a, string caller, bool vectors)
    {
        var matrices = Operand.Matrices(a, caller);
        var (count, m, n, lead) = (matrices.Shape[0], a.Shape[-2], a.Shape[-1], Operand.Lead(a.Shape).ToArray());
        var k = Math.Min(m, n);
        var s = Operand.Empty((count, k), matrices.DType);
        var (u, vt) = (Operand.Empty((count, vectors ? m : 0, k), matrices.DType), Operand.Empty((count, k, vectors ? n : 0), matrices.DType));
        if (matrices.DType == DType.F32) Run<float>();
        else Run<double>();
        matrices.Dispose();
        return vectors ? new(u.Reshape([.. lead, m, k]), s.Reshape([.. lead, k]), vt.Reshape([.. lead, k, n])) : new(u, s.Reshape([.. lead, k]), vt);

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Threads.For(count, batch =>
        {
            var (matrix, left, right) = (Operand.At<T>(matrices, batch), Operand.At<T>(u, batch), Operand.At<T>(vt, batch));
            var values = Operand.Pointer<T>(s) + (long)batch * k;
            // A wide matrix is the transpose of a tall one, with its vectors exchanged.
            var done = m >= n ? Compute.Cpu.Dense.SingularValues.Run(matrix, left, values, right)
                : Compute.Cpu.Dense.SingularValues.Run(matrix.Transposed(), right.Transposed(), values, left.Transposed());
            if (!done) throw new ArithmeticException($"{caller}: QR did not converge for {Operand.Which(batch, count)} of shape [{m},{n}]");
            if (vectors && m < n) Settle(left, right);
        });

        static void Settle<T>(Matrix<T> left, Matrix<T> right) where T : unmanaged, IFloatingPointIeee754<T> =>
            Compute.Cpu.Dense.SingularValues.Settle(left.Transposed(), right);
    }
}
