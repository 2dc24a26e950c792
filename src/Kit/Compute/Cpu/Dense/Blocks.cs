using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Views of a matrix and copies between views.</summary>
internal static unsafe class Blocks
{
    /// <summary>The block of this extent from (row, column) on.</summary>
    public static Matrix<T> Block<T>(this Matrix<T> a, int row, int column, int rows, int columns) where T : unmanaged =>
        new(a.At(row, column), rows, columns, a.RowStep, a.ColumnStep);

    /// <summary>Aᵀ.</summary>
    public static Matrix<T> Transposed<T>(this Matrix<T> a) where T : unmanaged => new(a.Data, a.Columns, a.Rows, a.ColumnStep, a.RowStep);

    /// <summary>Rows and columns in reverse order: an upper triangle becomes a lower one.</summary>
    public static Matrix<T> Reversed<T>(this Matrix<T> a) where T : unmanaged =>
        new(a.At(a.Rows - 1, a.Columns - 1), a.Rows, a.Columns, -a.RowStep, -a.ColumnStep);

    /// <summary>Rows in reverse order.</summary>
    public static Matrix<T> ReversedRows<T>(this Matrix<T> a) where T : unmanaged =>
        new(a.At(a.Rows - 1, 0), a.Rows, a.Columns, -a.RowStep, a.ColumnStep);

    /// <summary>Row i as a pointer, where columns are one after the other.</summary>
    public static T* Row<T>(this Matrix<T> a, int row) where T : unmanaged => a.Data + row * a.RowStep;

    /// <summary>Row i as a span, where columns are one after the other.</summary>
    public static Span<T> RowSpan<T>(this Matrix<T> a, int row) where T : unmanaged => new(a.Row(row), a.Columns);

    /// <summary>Copies into a matrix of the same extent, in squares that stay in the cache whatever the two layouts are.</summary>
    public static void CopyTo<T>(this Matrix<T> source, Matrix<T> target) where T : unmanaged
    {
        const int Side = 16;
        for (var i = 0; i < source.Rows; i += Side)
            for (var j = 0; j < source.Columns; j += Side)
                for (var r = i; r < Math.Min(i + Side, source.Rows); r++)
                {
                    T* from = source.At(r, j), to = target.At(r, j);
                    for (var c = Math.Min(Side, source.Columns - j); c > 0; c--, from += source.ColumnStep, to += target.ColumnStep) *to = *from;
                }
    }

    /// <summary>C ← C + sign·A·B.</summary>
    public static void Product<T>(Matrix<T> a, Matrix<T> b, Matrix<T> c, int sign) where T : unmanaged, INumber<T>
    {
        if (c.Rows > 0 && c.Columns > 0 && a.Columns > 0) Products.Multiply(a, b, c, T.CreateTruncating(sign));
    }
}
