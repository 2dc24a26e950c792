using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Sweeps of plane rotations on the rows of a matrix, collected first and then applied to strips of columns that stay in the cache.</summary>
/// <remarks>
/// Van Zee, van de Geijn and Quintana-Ortí, "Restructuring the tridiagonal and bidiagonal QR algorithms for performance", ACM TOMS 40 (2014).
/// A rotation takes row p and its neighbour q to c·p + s·q and c·q − s·p; the latter is the p of the sweep's next rotation and stays in registers.
/// </remarks>
internal sealed unsafe class Rotations<T>(Matrix<T> rows) : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Capacity = 1 << 15;
    private static readonly int Width = 4 * Vector512<T>.Count;
    private static readonly T Tiny = T.CreateTruncating(typeof(T) == typeof(float) ? 1e-30 : 1e-280);
    private readonly Scratch<T> angles = new(2 * Capacity);
    private readonly List<(int Row, int Step, int First, int Count)> sweeps = [];
    private int used;

    /// <summary>The rotation c·f + s·g = r, c·g − s·f = 0 with c² + s² = 1, also where squares would underflow.</summary>
    /// <returns>r.</returns>
    public static T Make(T f, T g, out T c, out T s)
    {
        var square = T.FusedMultiplyAdd(f, f, g * g);
        if (square > Tiny)
        {
            var r = T.Sqrt(square);
            (c, s) = (f / r, g / r);
            return r;
        }

        var scale = T.Max(T.Abs(f), T.Abs(g));
        (c, s) = (T.One, T.Zero);
        return scale == T.Zero ? scale : scale * Make(f / scale, g / scale, out c, out s);
    }

    /// <summary>Starts a sweep of at most <paramref name="most"/> rotations: of row and row + step, then of row + step and row + 2·step, and so on.</summary>
    public void Sweep(int row, int step, int most)
    {
        if (used + most > Capacity) Apply();
        if (most > Capacity) throw new ArgumentException($"Rotations: {rows.Rows} rows; at most {Capacity} are possible");
        sweeps.Add((row, step, used, 0));
    }

    /// <summary>The next rotation of the sweep.</summary>
    public void Add(T c, T s)
    {
        var (row, step, first, count) = sweeps[^1];
        sweeps[^1] = (row, step, first, count + 1);
        angles.Data[2 * used] = c;
        angles.Data[2 * used + 1] = s;
        used++;
    }

    /// <summary>Applies what was collected.</summary>
    public void Apply()
    {
        var strips = (rows.Columns + Width - 1) / Width;
        if ((long)used * rows.Columns < 1 << 16)
            for (var s = 0; s < strips; s++) Strip(s);
        else
            Threads.For(strips, Strip);
        sweeps.Clear();
        used = 0;
    }

    public void Dispose() => angles.Dispose();

    private void Strip(int strip)
    {
        using var memory = new Scratch<T>((long)rows.Rows * Width);
        var packed = memory.Matrix(rows.Rows, Width);
        var columns = Math.Min(Width, rows.Columns - strip * Width);
        var source = rows.Block(0, strip * Width, rows.Rows, columns);
        source.CopyTo(packed.Block(0, 0, rows.Rows, columns));
        foreach (var (row, step, first, count) in sweeps) Rotate(packed.Row(row), step * packed.RowStep, angles.Data + 2 * first, count);
        packed.Block(0, 0, rows.Rows, columns).CopyTo(source);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rotate(T* p, long step, T* angles, int count)
    {
        var w = Vector512<T>.Count;
        Vector512<T> x0 = Vector512.Load(p), x1 = Vector512.Load(p + w), x2 = Vector512.Load(p + 2 * w), x3 = Vector512.Load(p + 3 * w);
        for (; count > 0; count--, angles += 2)
        {
            var q = p + step;
            Vector512<T> c = Vector512.Create(angles[0]), s = Vector512.Create(angles[1]), minus = -s;
            Vector512<T> y0 = Vector512.Load(q), y1 = Vector512.Load(q + w), y2 = Vector512.Load(q + 2 * w), y3 = Vector512.Load(q + 3 * w);
            Micro512<T>.Fma(c, x0, s * y0).Store(p);
            Micro512<T>.Fma(c, x1, s * y1).Store(p + w);
            Micro512<T>.Fma(c, x2, s * y2).Store(p + 2 * w);
            Micro512<T>.Fma(c, x3, s * y3).Store(p + 3 * w);
            x0 = Micro512<T>.Fma(c, y0, minus * x0);
            x1 = Micro512<T>.Fma(c, y1, minus * x1);
            x2 = Micro512<T>.Fma(c, y2, minus * x2);
            x3 = Micro512<T>.Fma(c, y3, minus * x3);
            p = q;
        }

        x0.Store(p);
        x1.Store(p + w);
        x2.Store(p + 2 * w);
        x3.Store(p + 3 * w);
    }
}
