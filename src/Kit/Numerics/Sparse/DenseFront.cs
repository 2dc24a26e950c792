using Kit.Compute.Cpu.Dense;
using Matrix = Kit.Compute.Cpu.Matrix<double>;

namespace Kit.Numerics.Sparse;

/// <summary>Gaussian elimination inside a front: pivots from its first k rows and columns only, each at least a tenth of its column.</summary>
/// <remarks>A column without such a pivot is put off to the parent, where more of its rows are complete. I. S. Duff and J. K. Reid, ACM Trans. Math. Softw. 9 (1983) 302.</remarks>
internal static unsafe class DenseFront
{
    private const int Width = 32;
    private const double Threshold = 0.1;

    /// <summary>A pivot below this counts as zero, where rows and columns have largest entries near 1.</summary>
    private const double Negligible = 1e-15;

    /// <summary>Eliminates what it can, first; rows and columns move inside the first k, and their names with them.</summary>
    /// <param name="f">The front; becomes L (unit diagonal) and U of the eliminated part, and what is left of the rest.</param>
    /// <param name="k">Rows and columns that are complete.</param>
    /// <param name="rows">Names of the first k rows.</param>
    /// <param name="columns">Names of the first k columns.</param>
    /// <returns>How many were eliminated.</returns>
    public static int Eliminate(Matrix f, int k, Span<int> rows, Span<int> columns)
    {
        using var scratch = new Scratch<double>((long)Width * f.Rows);
        var (done, end, progress) = (0, k, true);
        while (done < k)
        {
            if (done == end)
            {
                // All that are left were put off; other pivots since may have made them good.
                if (!progress) break;
                (end, progress) = (k, false);
            }

            var width = Math.Min(Width, end - done);
            var panel = scratch.Matrix(width, f.Rows - done);
            f.Block(done, done, f.Rows - done, width).Transposed().CopyTo(panel);
            var found = Panel(f, panel, done, k - done, rows, columns);
            panel.CopyTo(f.Block(done, done, f.Rows - done, width).Transposed());
            progress |= found > 0;
            var (below, beside) = (f.Rows - done - found, f.Columns - done - width);
            var upper = f.Block(done, done + width, found, beside);
            Triangular.Solve(f.Block(done, done, found, found), lower: true, unit: true, upper);
            Blocks.Product(f.Block(done + found, done, below, found), upper, f.Block(done + found, done + width, below, beside), -1);
            for (var t = 0; t < width - found && end - 1 - t >= done + width; t++) SwapColumns(f, columns, done + found + t, end - 1 - t);
            end -= width - found;
            done += found;
        }

        return done;
    }

    /// <summary>A few columns, each contiguous in the panel from row <paramref name="from"/> of the front on; the pivots' columns come first.</summary>
    private static int Panel(Matrix f, Matrix panel, int from, int complete, Span<int> rows, Span<int> columns)
    {
        var (found, m) = (0, panel.Columns);
        for (var t = 0; t < panel.Rows; t++)
        {
            var column = panel.Row(t);
            var (pivot, largest, all) = (-1, 0.0, 0.0);
            for (var i = found; i < m; i++)
            {
                var size = Math.Abs(column[i]);
                if (i < complete && size > largest) (pivot, largest) = (i, size);
                all = Math.Max(all, size);
            }

            if (pivot < 0 || largest < Threshold * all || largest <= Negligible) continue;
            if (t != found)
            {
                Vectors.Swap(panel.Row(t), panel.Row(found), m);
                SwapColumns(f, columns, from + t, from + found);
                column = panel.Row(found);
            }

            if (pivot != found)
            {
                for (var j = 0; j < panel.Rows; j++) (panel.Row(j)[found], panel.Row(j)[pivot]) = (panel.Row(j)[pivot], panel.Row(j)[found]);
                Vectors.Swap(f.Row(from + found), f.Row(from + pivot), f.Columns);
                (rows[from + found], rows[from + pivot]) = (rows[from + pivot], rows[from + found]);
            }

            Vectors.Scale(1 / column[found], column + found + 1, m - found - 1);
            for (var j = found + 1; j < panel.Rows; j++) Vectors.Axpy(-panel.Row(j)[found], column + found + 1, panel.Row(j) + found + 1, m - found - 1);
            found++;
        }

        return found;
    }

    private static void SwapColumns(Matrix f, Span<int> columns, int a, int b)
    {
        for (var i = 0; i < f.Rows; i++) (*f.At(i, a), *f.At(i, b)) = (*f.At(i, b), *f.At(i, a));
        (columns[a], columns[b]) = (columns[b], columns[a]);
    }
}
