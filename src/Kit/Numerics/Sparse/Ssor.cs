using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>Symmetric successive over-relaxation, M = (D/ω + L)(D/ω)⁻¹(D/ω + U)·ω/(2 − ω): no work to set up, symmetric where A is.</summary>
/// <remarks>D. M. Young, Iterative Solution of Large Linear Systems (1971); O. Axelsson, BIT 12 (1972) 443.</remarks>
public static class Ssor
{
    /// <summary>r → M⁻¹ r on tensors of any shape with n elements in all.</summary>
    /// <param name="matrix">A, real, with a diagonal that is nowhere zero.</param>
    /// <param name="omega">ω in (0, 2); 1 is symmetric Gauss–Seidel.</param>
    /// <exception cref="ArgumentException">ω lies outside.</exception>
    /// <exception cref="ArithmeticException">A diagonal entry is missing or zero.</exception>
    public static Func<Tensor, Tensor> Of(SparseMatrix matrix, double omega = 1)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        matrix.RequireSquare("Ssor");
        if (!(omega > 0 && omega < 2)) throw new ArgumentException($"Ssor: ω = {omega} is not in (0, 2)");
        var (pattern, values) = (matrix.Pattern, matrix.RealValues("Ssor"));
        var diagonal = TriangularSweeps.Diagonal(pattern, "Ssor");
        // (D/ω + L)(D/ω)⁻¹ has a unit diagonal: L's columns are divided by D/ω. ω/(2 − ω) goes into U.
        double[] scale = [.. diagonal.Select(k => values[k] / omega)], factors = [.. values];
        for (var i = 0; i < pattern.Rows; i++)
        {
            if (scale[i] == 0) throw new ArithmeticException($"Ssor: diagonal entry {i} is zero");
            for (var k = pattern.Starts[i]; k < pattern.Starts[i + 1]; k++)
                factors[k] = k < diagonal[i] ? values[k] / scale[pattern.Indices[k]] : (k == diagonal[i] ? scale[i] : values[k]) * omega / (2 - omega);
        }

        return new TriangularSweeps(pattern, factors).Solve;
    }
}
