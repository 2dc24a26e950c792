using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>P·A = L·U in the place of A with row exchanges, by halves of the columns.</summary>
/// <remarks>
/// Golub and Van Loan, "Matrix Computations", 4th ed., §3.4; the recursion is that of Toledo, "Locality of reference in LU
/// decomposition with partial pivoting", SIAM J. Matrix Anal. Appl. 18 (1997). A column of zeros leaves a zero pivot and goes on.
/// </remarks>
internal static unsafe class LuFactor
{
    private const int Narrow = 16;

    /// <param name="a">m × n, m ≥ n, with contiguous rows; becomes U above and L (unit diagonal) below the diagonal.</param>
    /// <param name="pivots">n row numbers: row k was exchanged with row pivots[k] ≥ k.</param>
    public static void Run<T>(Matrix<T> a, int* pivots) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (a.Columns <= Narrow)
        {
            Panel(a, pivots);
            return;
        }

        var half = (a.Columns / 2 + Narrow - 1) / Narrow * Narrow;
        var (rows, rest) = (a.Rows - half, a.Columns - half);
        Run(a.Block(0, 0, a.Rows, half), pivots);
        Exchange(a.Block(0, half, a.Rows, rest), pivots, half);
        Triangular.Solve(a.Block(0, 0, half, half), lower: true, unit: true, a.Block(0, half, half, rest));
        var corner = a.Block(half, half, rows, rest);
        Blocks.Product(a.Block(half, 0, rows, half), a.Block(0, half, half, rest), corner, -1);
        Run(corner, pivots + half);
        Exchange(a.Block(half, 0, rows, half), pivots + half, rest);
        for (var k = half; k < a.Columns; k++) pivots[k] += half;
    }

    /// <summary>Exchanges rows 0 … count − 1 with their pivots, in this order.</summary>
    public static void Exchange<T>(Matrix<T> a, int* pivots, int count) where T : unmanaged
    {
        for (var k = 0; k < count; k++)
            if (pivots[k] != k) Vectors.Swap(a.Row(k), a.Row(pivots[k]), a.Columns);
    }

    /// <summary>A few columns, turned so that each is contiguous.</summary>
    private static void Panel<T>(Matrix<T> a, int* pivots) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var scratch = new Scratch<T>((long)a.Rows * a.Columns);
        var (columns, m) = (scratch.Matrix(a.Columns, a.Rows), a.Rows);
        a.Transposed().CopyTo(columns);
        for (var k = 0; k < a.Columns; k++)
        {
            var column = columns.Row(k);
            var pivot = k;
            for (var i = k + 1; i < m; i++)
                if (T.Abs(column[i]) > T.Abs(column[pivot])) pivot = i;
            pivots[k] = pivot;
            if (column[pivot] == T.Zero) continue;
            for (var j = 0; j < a.Columns && pivot != k; j++) (columns.Row(j)[k], columns.Row(j)[pivot]) = (columns.Row(j)[pivot], columns.Row(j)[k]);
            for (var i = k + 1; i < m; i++) column[i] /= column[k];
            for (var j = k + 1; j < a.Columns; j++) Vectors.Axpy(-columns.Row(j)[k], column + k + 1, columns.Row(j) + k + 1, m - k - 1);
        }

        columns.CopyTo(a.Transposed());
    }
}
