using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>ILU(0): Gaussian elimination that keeps to the pattern of A. (LU)ᵢⱼ = Aᵢⱼ wherever A has an entry.</summary>
/// <remarks>J. A. Meijerink and H. A. van der Vorst, Math. Comput. 31 (1977) 148, who show that it exists for M-matrices; of a symmetric positive definite one it is incomplete Cholesky, LDLᵀ.</remarks>
public static class IncompleteLu
{
    /// <summary>r → (LU)⁻¹ r on tensors of any shape with n elements in all.</summary>
    /// <param name="matrix">A, real, with its whole diagonal in the pattern.</param>
    /// <exception cref="ArithmeticException">A diagonal entry is missing, or a pivot is zero.</exception>
    public static Func<Tensor, Tensor> Of(SparseMatrix matrix) => new TriangularSweeps(matrix.Pattern, Factors(matrix, "IncompleteLu")).Solve;

    internal static double[] Factors(SparseMatrix matrix, string caller)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        matrix.RequireSquare(caller);
        var (values, pattern) = (matrix.RealValues(caller), matrix.Pattern);
        int[] starts = pattern.Starts, columns = pattern.Indices, diagonal = TriangularSweeps.Diagonal(pattern, caller), place = new int[pattern.Columns];
        Array.Fill(place, -1);
        for (var i = 0; i < pattern.Rows; i++)
        {
            for (var k = starts[i]; k < starts[i + 1]; k++) place[columns[k]] = k;
            for (var k = starts[i]; k < diagonal[i]; k++)
            {
                var j = columns[k];
                values[k] /= values[diagonal[j]];
                for (var l = diagonal[j] + 1; l < starts[j + 1]; l++)
                    if (place[columns[l]] is >= 0 and var target) values[target] -= values[k] * values[l];
            }

            for (var k = starts[i]; k < starts[i + 1]; k++) place[columns[k]] = -1;
            if (values[diagonal[i]] == 0 || !double.IsFinite(values[diagonal[i]])) throw new ArithmeticException($"{caller}: pivot {i} is {values[diagonal[i]]}; add a shift to the diagonal, or reorder");
        }

        return values;
    }
}
