using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>A = U·B·Vᵀ with an upper bidiagonal B for square A: half the work is matrix times vector, half a matrix product.</summary>
/// <remarks>
/// Dongarra, Sorensen and Hammarling, LAPACK Working Note 2 (1987); Golub and Van Loan §5.4.8. Within a panel the matrix is A − Uᵀ·Y − Xᵀ·V
/// with the rows u, y, x, v gathered so far; the product is made at the panel's end.
/// </remarks>
internal static unsafe class Bidiagonal
{
    /// <param name="a">n × n; overwritten.</param>
    /// <param name="d">The n elements of B's diagonal.</param>
    /// <param name="e">The n − 1 elements above it.</param>
    /// <param name="u">n × n zeros; becomes the reflections from the left, with lead 0.</param>
    /// <param name="tauU">Their factors.</param>
    /// <param name="v">(n − 1) × n zeros; becomes the reflections from the right, with lead 1.</param>
    /// <param name="tauV">Their factors.</param>
    public static void Reduce<T>(Matrix<T> a, T* d, T* e, Matrix<T> u, T* tauU, Matrix<T> v, T* tauV) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = a.Rows;
        using var memory = new Scratch<T>((2L * Reflectors<T>.Width + 1) * n);
        var x = memory.Matrix(Reflectors<T>.Width, n);
        var y = new Matrix<T>(x.Row(Reflectors<T>.Width), Reflectors<T>.Width, n, n, 1);
        var line = y.Row(Reflectors<T>.Width);
        for (var first = 0; first < n; first += Reflectors<T>.Width)
        {
            var end = Math.Min(first + Reflectors<T>.Width, n);
            for (var i = first; i < end; i++)
            {
                Column(i);
                if (i < n - 1) Row(i);
            }

            var (count, left) = (end - first, n - end);
            if (left == 0) return;
            var corner = a.Block(end, end, left, left);
            Blocks.Product(u.Block(first, end, count, left).Transposed(), y.Block(0, end, count, left), corner, -1);
            Blocks.Product(x.Block(0, end, count, left).Transposed(), v.Block(first, end, count, left), corner, -1);

            void Column(int i)
            {
                var rows = n - i;
                a.Block(i, i, rows, 1).CopyTo(new(line, rows, 1, 1, 1));
                for (var q = first; q < i; q++)
                {
                    Vectors.Axpy(-y.Row(q - first)[i], u.Row(q) + i, line, rows);
                    Vectors.Axpy(-v.Row(q)[i], x.Row(q - first) + i, line, rows);
                }

                tauU[i] = Reflectors<T>.Make(line, u.Row(i) + i, rows);
                d[i] = line[0];
            }

            void Row(int i)
            {
                var rest = n - i - 1;
                T* ui = u.Row(i) + i, yi = y.Row(i - first) + i + 1, vi = v.Row(i) + i + 1, xi = x.Row(i - first) + i + 1;
                Vectors.MultiplyTransposed(a.Block(i, i + 1, rest + 1, rest), ui, yi);
                for (var q = first; q < i; q++)
                {
                    Vectors.Axpy(-Vectors.Dot(u.Row(q) + i, ui, rest + 1), y.Row(q - first) + i + 1, yi, rest);
                    Vectors.Axpy(-Vectors.Dot(x.Row(q - first) + i, ui, rest + 1), v.Row(q) + i + 1, yi, rest);
                }

                Vectors.Scale(tauU[i], yi, rest);
                var row = a.Row(i) + i + 1;
                for (var q = first; q < i; q++)
                {
                    Vectors.Axpy(-u.Row(q)[i], y.Row(q - first) + i + 1, row, rest);
                    Vectors.Axpy(-x.Row(q - first)[i], v.Row(q) + i + 1, row, rest);
                }

                Vectors.Axpy(-T.One, yi, row, rest);
                tauV[i] = Reflectors<T>.Make(row, vi, rest);
                e[i] = row[0];
                Vectors.Multiply(a.Block(i + 1, i + 1, rest, rest), vi, xi);
                for (var q = first; q <= i; q++)
                {
                    Vectors.Axpy(-Vectors.Dot(y.Row(q - first) + i + 1, vi, rest), u.Row(q) + i + 1, xi, rest);
                    if (q < i) Vectors.Axpy(-Vectors.Dot(v.Row(q) + i + 1, vi, rest), x.Row(q - first) + i + 1, xi, rest);
                }

                Vectors.Scale(tauV[i], xi, rest);
            }
        }
    }
}
