using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>A = L·Lᴴ of a Hermitian matrix in the place of A's lower triangle, row by row.</summary>
/// <remarks>Golub and Van Loan, "Matrix Computations", 4th ed., §4.2.5.</remarks>
internal static class ComplexCholesky
{
    /// <param name="a">n × n with contiguous rows; only the lower triangle is read and written, of the diagonal the real part.</param>
    /// <returns>0, or the order of the first leading minor that is not positive.</returns>
    public static int Run(Matrix<Complex> a)
    {
        for (var i = 0; i < a.Rows; i++)
        {
            var row = a.RowSpan(i);
            for (var j = 0; j < i; j++)
            {
                var above = a.RowSpan(j);
                row[j] = (row[j] - ComplexVectors.Dot(above[..j], row[..j])) / above[j].Real;
            }

            var square = row[i].Real - ComplexVectors.Square(row[..i]);
            if (!(square > 0)) return i + 1;
            row[i] = Math.Sqrt(square);
        }

        return 0;
    }
}
