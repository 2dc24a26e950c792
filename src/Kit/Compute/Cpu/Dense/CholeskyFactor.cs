using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>A = L·Lᵀ in the place of A's lower triangle, by halves: all but the smallest squares is matrix products.</summary>
/// <remarks>
/// Golub and Van Loan, "Matrix Computations", 4th ed., §4.2.6; the recursion is that of Gustavson, "Recursion leads to automatic
/// variable blocking for dense linear-algebra algorithms", IBM J. Res. Dev. 41 (1997).
/// </remarks>
internal static unsafe class CholeskyFactor
{
    private const int Small = 32;

    /// <param name="a">n × n with contiguous rows; only the lower triangle is read and written.</param>
    /// <returns>0, or the order of the first leading minor that is not positive.</returns>
    public static int Run<T>(Matrix<T> a) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (a.Rows <= Small) return Unblocked(a);
        var half = a.Rows / 2 / Small * Small;
        if (half == 0) half = Small;
        var rest = a.Rows - half;
        if (Run(a.Block(0, 0, half, half)) is > 0 and var minor) return minor;
        var below = a.Block(half, 0, rest, half);
        Below(a.Block(0, 0, half, half), below);
        Subtract(below, a.Block(half, half, rest, rest));
        return Run(a.Block(half, half, rest, rest)) is > 0 and var later ? half + later : 0;
    }

    /// <summary>X·Lᵀ = B, solved as L·Xᵀ = Bᵀ, where right sides lie side by side.</summary>
    private static void Below<T>(Matrix<T> l, Matrix<T> b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var scratch = new Scratch<T>((long)b.Rows * b.Columns);
        var turned = scratch.Matrix(b.Columns, b.Rows);
        b.Transposed().CopyTo(turned);
        Triangular.Solve(l, lower: true, unit: false, turned);
        turned.CopyTo(b.Transposed());
    }

    /// <summary>The lower triangle of C − B·Bᵀ.</summary>
    private static void Subtract<T>(Matrix<T> b, Matrix<T> c) where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Width = 128;
        for (var k = 0; k < c.Rows; k += Width)
        {
            var (n, rows) = (Math.Min(Width, c.Rows - k), c.Rows - k);
            Blocks.Product(b.Block(k, 0, rows, b.Columns), b.Block(k, 0, n, b.Columns).Transposed(), c.Block(k, k, rows, n), -1);
        }
    }

    private static int Unblocked<T>(Matrix<T> a) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < a.Rows; i++)
        {
            var row = a.Row(i);
            for (var j = 0; j < i; j++) row[j] = (row[j] - Vectors.Dot(row, a.Row(j), j)) / a.Row(j)[j];
            var square = row[i] - Vectors.Dot(row, row, i);
            if (!(square > T.Zero)) return i + 1;
            row[i] = T.Sqrt(square);
        }

        return 0;
    }
}
