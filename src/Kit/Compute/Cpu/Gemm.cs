using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kit.Compute.Cpu;

/// <summary>A matrix in memory: rows, columns and the steps between them, in elements.</summary>
internal readonly unsafe struct Matrix<T>(T* data, int rows, int columns, long rowStep, long columnStep) where T : unmanaged
{
    public readonly T* Data = data;
    public readonly int Rows = rows, Columns = columns;
    public readonly long RowStep = rowStep, ColumnStep = columnStep;

    public T* At(int row, int column) => Data + row * RowStep + column * ColumnStep;
}

/// <summary>C ← C + sign·A·B, packed into panels that fit the caches, any strides.</summary>
/// <remarks>
/// Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008). Every element is a chain of fused
/// multiply-adds over k in blocks of <see cref="Depth"/>, summed block by block: the same bits for any tile, strip or thread.
/// </remarks>
internal static unsafe class Gemm<T, TMicro> where T : unmanaged, INumber<T> where TMicro : struct, IMicroKernel<T>
{
    public const int Depth = 256;
    private const int Width = 2048;

    private static int LargestBlock => TMicro.Rows * 12;

    public static void Run(Matrix<T> a, Matrix<T> b, Matrix<T> c, T sign)
    {
        if (c.Rows <= LargestBlock && c.Columns > TMicro.Columns && a.Columns > 4 * Depth) Columns(a, b, c, sign);
        else Panels(a, b, c, sign);
    }

    /// <summary>A small result of long sums: every thread takes its own columns through all of k, so that they wait for each other once.</summary>
    private static void Columns(Matrix<T> a, Matrix<T> b, Matrix<T> c, T sign)
    {
        var strips = (c.Columns + TMicro.Columns - 1) / TMicro.Columns;
        var groups = Math.Min(Threads.Count, strips);
        Threads.For(groups, g => Panels(a, Part(b, g), Part(c, g), sign));

        Matrix<T> Part(Matrix<T> x, int g)
        {
            var (from, end) = (g * strips / groups * TMicro.Columns, Math.Min(x.Columns, (g + 1) * strips / groups * TMicro.Columns));
            return new(x.At(0, from), x.Rows, end - from, x.RowStep, x.ColumnStep);
        }
    }

    private static void Panels(Matrix<T> a, Matrix<T> b, Matrix<T> c, T sign)
    {
        var strips = (Math.Min(Width, b.Columns) + TMicro.Columns - 1) / TMicro.Columns;
        var bytes = Math.Max(64L, (long)strips * TMicro.Columns * Math.Min(Depth, a.Columns) * sizeof(T));
        var panel = (T*)Pool.Rent(bytes);
        try
        {
            for (var column = 0; column < c.Columns; column += Width)
                for (var k = 0; k < a.Columns; k += Depth)
                    Panel(a, b, c, sign, column, Math.Min(Width, c.Columns - column), k, Math.Min(Depth, a.Columns - k), panel);
        }
        finally
        {
            Pool.Return((byte*)panel, bytes);
        }
    }

    /// <summary>Adds the product of columns k … of A and a packed panel of B.</summary>
    private static void Panel(Matrix<T> a, Matrix<T> b, Matrix<T> c, T sign, int column, int width, int k, int depth, T* panel)
    {
        var strips = (width + TMicro.Columns - 1) / TMicro.Columns;
        var large = (long)c.Rows * width * depth > 1 << 17;
        For(strips, large && (long)width * depth >= 1 << 16, s => PackStrip(b, column + s * TMicro.Columns, Math.Min(TMicro.Columns, width - s * TMicro.Columns), k, depth, panel + (long)s * TMicro.Columns * depth));
        var (block, blocks) = Cut(c.Rows, large ? Threads.Count : 1);
        var groups = large && blocks < Threads.Count ? Math.Min(Threads.Count, strips) : 1;
        For(blocks * groups, large, piece =>
        {
            var (row, group) = (piece / groups * block, piece % groups);
            Block(a, c, sign, row, Math.Min(block, c.Rows - row), column, width, k, depth, panel, group * strips / groups, (group + 1) * strips / groups);
        });
    }

    /// <summary>Equal blocks of rows, as many for every thread; how the rows are cut changes no sum.</summary>
    private static (int Rows, int Count) Cut(int rows, int threads)
    {
        var share = (rows + threads - 1) / threads;
        var each = (share + LargestBlock - 1) / LargestBlock;
        var block = ((share + each - 1) / each + TMicro.Rows - 1) / TMicro.Rows * TMicro.Rows;
        return (block, (rows + block - 1) / block);
    }

    private static void For(int pieces, bool large, Action<int> body)
    {
        if (large) Threads.For(pieces, body);
        else
            for (var i = 0; i < pieces; i++) body(i);
    }

    private static void PackStrip(Matrix<T> b, int column, int width, int k, int depth, T* strip)
    {
        if (b.ColumnStep == 1 && width == TMicro.Columns)
        {
            for (var p = 0; p < depth; p++) new ReadOnlySpan<T>(b.At(k + p, column), TMicro.Columns).CopyTo(new Span<T>(strip + p * TMicro.Columns, TMicro.Columns));
            return;
        }

        for (var p = 0; p < depth; p++, strip += TMicro.Columns)
        {
            Strided.Copy((byte*)b.At(k + p, column), b.ColumnStep * sizeof(T), (byte*)strip, sizeof(T), width, sizeof(T));
            for (var j = width; j < TMicro.Columns; j++) strip[j] = T.Zero;
        }
    }

    [SkipLocalsInit]
    private static void Block(Matrix<T> a, Matrix<T> c, T sign, int row, int rows, int column, int width, int k, int depth, T* panel, int firstStrip, int endStrip)
    {
        var packed = stackalloc T[LargestBlock * depth + 64 / sizeof(T)];
        for (var i = 0; i < rows; i += TMicro.Rows) PackRows(a, row + i, Math.Min(TMicro.Rows, rows - i), k, depth, packed + i * depth);
        var tile = stackalloc T[TMicro.Rows * TMicro.Columns];
        for (var s = firstStrip; s < endStrip; s++)
        {
            var j = s * TMicro.Columns;
            for (var i = 0; i < rows; i += TMicro.Rows)
            {
                TMicro.Run(depth, packed + i * depth, panel + (long)j * depth, default(PackedLines<T>), tile);
                Add(c, row + i, Math.Min(TMicro.Rows, rows - i), column + j, Math.Min(TMicro.Columns, width - j), sign, tile);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows(Matrix<T> a, int row, int rows, int k, int depth, T* packed)
    {
        if (rows == 8 && TMicro.Rows == 8 && a.ColumnStep == 1)
        {
            // Eight rows at once write whole lines: a strided store for every element would cost as much as its part of a small product.
            var (a0, a1, a2, a3) = (new Row(a.At(row, k)), new Row(a.At(row + 1, k)), new Row(a.At(row + 2, k)), new Row(a.At(row + 3, k)));
            var (a4, a5, a6, a7) = (new Row(a.At(row + 4, k)), new Row(a.At(row + 5, k)), new Row(a.At(row + 6, k)), new Row(a.At(row + 7, k)));
            for (var p = 0; p < depth; p++, packed += 8)
            {
                (packed[0], packed[1], packed[2], packed[3]) = (a0.At[p], a1.At[p], a2.At[p], a3.At[p]);
                (packed[4], packed[5], packed[6], packed[7]) = (a4.At[p], a5.At[p], a6.At[p], a7.At[p]);
            }

            return;
        }

        if (a.RowStep == 1)
        {
            // A transpose: the values of one k lie side by side.
            var line = a.At(row, k);
            if (rows < TMicro.Rows) new Span<T>(packed, depth * TMicro.Rows).Clear();
            for (var p = 0; p < depth; p++, packed += TMicro.Rows, line += a.ColumnStep)
            {
                if (rows == TMicro.Rows) Unsafe.CopyBlockUnaligned(packed, line, (uint)(TMicro.Rows * sizeof(T)));
                else
                    for (var r = 0; r < rows; r++) packed[r] = line[r];
            }

            return;
        }

        for (var r = 0; r < TMicro.Rows; r++)
        {
            var source = r < rows ? a.At(row + r, k) : null;
            for (var p = 0; p < depth; p++) packed[p * TMicro.Rows + r] = source == null ? T.Zero : source[p * a.ColumnStep];
        }
    }

    private readonly struct Row(T* at)
    {
        public readonly T* At = at;
    }

    private static void Add(Matrix<T> c, int row, int rows, int column, int columns, T sign, T* tile)
    {
        for (var r = 0; r < rows; r++, tile += TMicro.Columns)
        {
            var target = c.At(row + r, column);
            if (c.ColumnStep == 1 && columns == TMicro.Columns && sign == T.One)
                for (var j = 0; j < TMicro.Columns; j += Vector<T>.Count) (Vector.Load(target + j) + Vector.Load(tile + j)).Store(target + j);
            else
                for (var j = 0; j < columns; j++) target[j * c.ColumnStep] += sign * tile[j];
        }
    }
}
