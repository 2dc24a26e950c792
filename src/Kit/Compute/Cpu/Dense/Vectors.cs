using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Operations on contiguous vectors and on matrices with contiguous rows that are bound by memory.</summary>
internal static unsafe class Vectors
{
    private const int Large = 1 << 15;

    /// <summary>Σ aᵢ bᵢ.</summary>
    public static T Dot<T>(T* a, T* b, int n) where T : unmanaged, INumber<T> => Products.Dot(a, b, n);

    /// <summary>y ← y + s·x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Axpy<T>(T s, T* x, T* y, int n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var w = Vector512<T>.Count;
        var factor = Vector512.Create(s);
        var i = 0;
        for (; i <= n - w; i += w) Micro512<T>.Fma(factor, Vector512.Load(x + i), Vector512.Load(y + i)).Store(y + i);
        for (; i < n; i++) y[i] = T.FusedMultiplyAdd(s, x[i], y[i]);
    }

    /// <summary>x ← s·x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale<T>(T s, T* x, int n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var w = Vector512<T>.Count;
        var factor = Vector512.Create(s);
        var i = 0;
        for (; i <= n - w; i += w) (factor * Vector512.Load(x + i)).Store(x + i);
        for (; i < n; i++) x[i] *= s;
    }

    public static void Swap<T>(T* x, T* y, int n) where T : unmanaged
    {
        var w = Vector512<T>.Count;
        var i = 0;
        for (; i <= n - w; i += w)
        {
            var (a, b) = (Vector512.Load(x + i), Vector512.Load(y + i));
            b.Store(x + i);
            a.Store(y + i);
        }

        for (; i < n; i++) (x[i], y[i]) = (y[i], x[i]);
    }

    /// <summary>y = A·x.</summary>
    public static void Multiply<T>(Matrix<T> a, T* x, T* y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var fours = (a.Rows + 3) / 4;
        var pieces = (long)a.Rows * a.Columns < Large ? 1 : Math.Min(16, fours);
        Threads.For(pieces, piece =>
        {
            for (var i = 4 * (int)((long)piece * fours / pieces); i < Math.Min(a.Rows, 4 * (int)((piece + 1L) * fours / pieces)); i += 4)
                FourDots(a, i, x, y);
        });
    }

    /// <summary>y = Aᵀ·x, a sum of A's rows.</summary>
    public static void MultiplyTransposed<T>(Matrix<T> a, T* x, T* y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = 4 * Vector512<T>.Count;
        var strips = (a.Columns + width - 1) / width;
        if ((long)a.Rows * a.Columns < Large)
            for (var s = 0; s < strips; s++) Strip(s);
        else
            Threads.For(strips, Strip);

        void Strip(int s) => SumRows(a.Block(0, s * width, a.Rows, Math.Min(width, a.Columns - s * width)), x, y + s * width);
    }

    /// <summary>Four rows at a time use what is loaded of x four times; rows past the end repeat the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourDots<T>(Matrix<T> a, int row, T* x, T* y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (n, w, last) = (a.Columns, Vector512<T>.Count, a.Rows - 1);
        T* p0 = a.Row(row), p1 = a.Row(Math.Min(row + 1, last)), p2 = a.Row(Math.Min(row + 2, last)), p3 = a.Row(Math.Min(row + 3, last));
        Vector512<T> v0 = default, v1 = default, v2 = default, v3 = default;
        var j = 0;
        for (; j <= n - w; j += w)
        {
            var v = Vector512.Load(x + j);
            v0 = Micro512<T>.Fma(Vector512.Load(p0 + j), v, v0);
            v1 = Micro512<T>.Fma(Vector512.Load(p1 + j), v, v1);
            v2 = Micro512<T>.Fma(Vector512.Load(p2 + j), v, v2);
            v3 = Micro512<T>.Fma(Vector512.Load(p3 + j), v, v3);
        }

        T r0 = T.Zero, r1 = T.Zero, r2 = T.Zero, r3 = T.Zero;
        for (; j < n; j++)
        {
            r0 = T.FusedMultiplyAdd(p0[j], x[j], r0);
            r1 = T.FusedMultiplyAdd(p1[j], x[j], r1);
            r2 = T.FusedMultiplyAdd(p2[j], x[j], r2);
            r3 = T.FusedMultiplyAdd(p3[j], x[j], r3);
        }

        y[row] = Sum(v0) + r0;
        if (row < last) y[row + 1] = Sum(v1) + r1;
        if (row + 1 < last) y[row + 2] = Sum(v2) + r2;
        if (row + 2 < last) y[row + 3] = Sum(v3) + r3;
    }

    /// <summary>The sum of the lanes in a tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<T>(Vector512<T> v) where T : unmanaged, INumber<T>
    {
        var half = v.GetLower() + v.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        return typeof(T) == typeof(double)
            ? quarter[0] + quarter[1]
            : (quarter[0] + quarter[2]) + (quarter[1] + quarter[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows<T>(Matrix<T> a, T* x, T* y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var w = Vector512<T>.Count;
        if (a.Columns == 4 * w)
        {
            Vector512<T> v0 = default, v1 = default, v2 = default, v3 = default;
            var row = a.Data;
            for (var i = 0; i < a.Rows; i++, row += a.RowStep)
            {
                var s = Vector512.Create(x[i]);
                v0 = Micro512<T>.Fma(s, Vector512.Load(row), v0);
                v1 = Micro512<T>.Fma(s, Vector512.Load(row + w), v1);
                v2 = Micro512<T>.Fma(s, Vector512.Load(row + 2 * w), v2);
                v3 = Micro512<T>.Fma(s, Vector512.Load(row + 3 * w), v3);
            }

            v0.Store(y);
            v1.Store(y + w);
            v2.Store(y + 2 * w);
            v3.Store(y + 3 * w);
            return;
        }

        new Span<T>(y, a.Columns).Clear();
        for (var i = 0; i < a.Rows; i++) Axpy(x[i], a.Row(i), y, a.Columns);
    }
}
