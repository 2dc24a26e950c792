using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Solves T·X = B in the place of B for a complex triangular T of any layout, by substitution.</summary>
/// <remarks>Golub and Van Loan, "Matrix Computations", 4th ed., §3.1; an upper triangle read backwards is a lower one.</remarks>
internal static unsafe class ComplexTriangular
{
    /// <inheritdoc cref="Triangular.Solve"/>
    public static void Solve(Matrix<Complex> t, bool lower, bool unit, Matrix<Complex> b)
    {
        if (lower) Forward(t, unit, b);
        else Forward(t.Reversed(), unit, b.ReversedRows());
    }

    private static void Forward(Matrix<Complex> t, bool unit, Matrix<Complex> b)
    {
        for (var i = 0; i < t.Rows; i++)
        {
            var row = b.RowSpan(i);
            for (var j = 0; j < i; j++) ComplexVectors.Axpy(-*t.At(i, j), b.RowSpan(j), row);
            for (var c = 0; c < row.Length && !unit; c++) row[c] /= *t.At(i, i);
        }
    }
}
