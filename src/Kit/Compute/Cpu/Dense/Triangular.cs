using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Solves T·X = B in the place of B for a triangular T of any layout: substitution in blocks, the rest a matrix product.</summary>
/// <remarks>Golub and Van Loan, "Matrix Computations", 4th ed., §3.1.4 (block forward substitution); an upper triangle read backwards is a lower one.</remarks>
internal static unsafe class Triangular
{
    private const int Side = 64;

    /// <param name="t">n × n; only the named triangle is read.</param>
    /// <param name="lower">Which triangle.</param>
    /// <param name="unit">True where the diagonal is not read but taken as ones.</param>
    /// <param name="b">n × m with contiguous rows; becomes X.</param>
    public static void Solve<T>(Matrix<T> t, bool lower, bool unit, Matrix<T> b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (b.Rows == 0 || b.Columns == 0) return;
        if (lower) Forward(t, unit, b);
        else Forward(t.Reversed(), unit, b.ReversedRows());
    }

    [SkipLocalsInit]
    private static void Forward<T>(Matrix<T> t, bool unit, Matrix<T> b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var corner = stackalloc T[Side * Side];
        var width = 4 * Vector512<T>.Count;
        var strips = (b.Columns + width - 1) / width;
        for (var k = 0; k < t.Rows; k += Side)
        {
            var n = Math.Min(Side, t.Rows - k);
            t.Block(k, k, n, n).CopyTo(new(corner, n, n, n, 1));
            if (unit)
                for (var i = 0; i < n; i++) corner[i * n + i] = T.One;
            var rows = b.Block(k, 0, n, b.Columns);
            if ((long)n * n * b.Columns < 1 << 16)
                for (var s = 0; s < strips; s++) Strip(s);
            else
                Threads.For(strips, Strip);
            var rest = t.Rows - k - n;
            Blocks.Product(t.Block(k + n, k, rest, n), rows, b.Block(k + n, 0, rest, b.Columns), -1);

            void Strip(int s) => Substitute(corner, rows.Block(0, s * width, n, Math.Min(width, b.Columns - s * width)));
        }
    }

    /// <summary>xᵢ = (bᵢ − Σⱼ₍ⱼ﹤ᵢ₎ tᵢⱼ xⱼ) / tᵢᵢ for a strip of right sides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Substitute<T>(T* t, Matrix<T> b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (n, w) = (b.Rows, Vector512<T>.Count);
        if (b.Columns == 4 * w)
        {
            for (var i = 0; i < n; i++)
            {
                T* row = b.Row(i), x = b.Data;
                Vector512<T> v0 = Vector512.Load(row), v1 = Vector512.Load(row + w), v2 = Vector512.Load(row + 2 * w), v3 = Vector512.Load(row + 3 * w);
                for (var j = 0; j < i; j++, x += b.RowStep)
                {
                    var s = Vector512.Create(-t[i * n + j]);
                    v0 = Micro512<T>.Fma(s, Vector512.Load(x), v0);
                    v1 = Micro512<T>.Fma(s, Vector512.Load(x + w), v1);
                    v2 = Micro512<T>.Fma(s, Vector512.Load(x + 2 * w), v2);
                    v3 = Micro512<T>.Fma(s, Vector512.Load(x + 3 * w), v3);
                }

                var d = Vector512.Create(t[i * n + i]);
                (v0 / d).Store(row);
                (v1 / d).Store(row + w);
                (v2 / d).Store(row + 2 * w);
                (v3 / d).Store(row + 3 * w);
            }

            return;
        }

        for (var c = 0; c < b.Columns; c++)
            for (var i = 0; i < n; i++)
            {
                var sum = *b.At(i, c);
                for (var j = 0; j < i; j++) sum = T.FusedMultiplyAdd(-t[i * n + j], *b.At(j, c), sum);
                *b.At(i, c) = sum / t[i * n + i];
            }
    }
}
