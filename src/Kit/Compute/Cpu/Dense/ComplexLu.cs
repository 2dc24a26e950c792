using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>P·A = L·U of a complex matrix in the place of A; the pivot is the first element of the largest modulus.</summary>
/// <remarks>Golub and Van Loan, "Matrix Computations", 4th ed., §3.4. A column of zeros leaves a zero pivot and goes on.</remarks>
internal static unsafe class ComplexLu
{
    /// <param name="a">n × n with contiguous rows; becomes U above and L (unit diagonal) below the diagonal.</param>
    /// <param name="pivots">n row numbers: row k was exchanged with row pivots[k] ≥ k.</param>
    public static void Run(Matrix<Complex> a, int* pivots)
    {
        for (var k = 0; k < a.Rows; k++)
        {
            var (pivot, largest) = (k, 0.0);
            for (var i = k; i < a.Rows; i++)
                if (Complex.Abs(a.Row(i)[k]) is var size && size > largest) (pivot, largest) = (i, size);
            pivots[k] = pivot;
            if (largest == 0) continue;
            if (pivot != k) Vectors.Swap(a.Parts().Row(k), a.Parts().Row(pivot), 2 * a.Columns);
            var row = a.RowSpan(k);
            for (var i = k + 1; i < a.Rows; i++)
            {
                var below = a.RowSpan(i);
                below[k] /= row[k];
                ComplexVectors.Axpy(-below[k], row[(k + 1)..], below[(k + 1)..]);
            }
        }
    }
}
