using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu;

/// <summary>Batched matrix products: chooses between the packed product, vectors, and plain loops for tiny or integer matrices.</summary>
internal static unsafe class Products
{
    private const int Tiny = 1000;

    public static void Run(in View a, in View b, in View c)
    {
        Sweep.Run(KernelTable.Convert(c.Type, c.Type), [new View(0, c.Dims, c.Type), c]);
        switch (c.Type)
        {
            case DType.F64: Batch<double>(a, b, c, 1); break;
            case DType.F32: Batch<float>(a, b, c, 1); break;
            case DType.I32: Batch<int>(a, b, c, 1); break;
            default: Complex(a, b, c); break;
        }

        GC.KeepAlive(a.Storage);
        GC.KeepAlive(b.Storage);
        GC.KeepAlive(c.Storage);
    }

    /// <summary>(A + iB)(C + iD) as four real products on the parts.</summary>
    private static void Complex(in View a, in View b, in View c)
    {
        for (var p = 0; p < 2; p++)
            for (var q = 0; q < 2; q++)
            {
                if (c.Type == DType.C128) Batch<double>(a.Part(p), b.Part(q), c.Part(p ^ q), p + q == 2 ? -1 : 1);
                else Batch<float>(a.Part(p), b.Part(q), c.Part(p ^ q), p + q == 2 ? -1 : 1);
            }
    }

    private static void Batch<T>(View a, View b, View c, int sign) where T : unmanaged, INumber<T>
    {
        if (c.Size == 0) return;
        if (c.Dims[0] == 1) One(0);
        else Threads.For(c.Dims[0], One);

        void One(int batch) => Multiply(At<T>(a, batch), At<T>(b, batch), At<T>(c, batch), T.CreateTruncating(sign));
    }

    private static Matrix<T> At<T>(in View view, int batch) where T : unmanaged =>
        new((T*)CpuBackend.Pointer(view) + batch * view.Strides[0], view.Dims[1], view.Dims[2], view.Strides[1], view.Strides[2]);

    internal static void Multiply<T>(Matrix<T> a, Matrix<T> b, Matrix<T> c, T sign) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(int) || (long)c.Rows * c.Columns * a.Columns <= Tiny) Plain(a, b, c, sign);
        else if (c.Columns == 1 && a.ColumnStep == 1 && b.RowStep == 1) Rows(a, b.Data, c.Data, c.RowStep, sign);
        else if (c.Rows == 1 && b.RowStep == 1 && a.ColumnStep == 1) Rows(new(b.Data, b.Columns, b.Rows, b.ColumnStep, b.RowStep), a.Data, c.Data, c.ColumnStep, sign);
        else if (Vector512.IsHardwareAccelerated) Gemm<T, Micro512<T>>.Run(a, b, c, sign);
        else Gemm<T, Micro256<T>>.Run(a, b, c, sign);
    }

    private static void Plain<T>(Matrix<T> a, Matrix<T> b, Matrix<T> c, T sign) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < c.Rows; i++)
            for (var j = 0; j < c.Columns; j++)
            {
                var sum = T.Zero;
                for (var k = 0; k < a.Columns; k++) sum = Fma(*a.At(i, k), *b.At(k, j), sum);
                *c.At(i, j) += sign * sum;
            }
    }

    private static T Fma<T>(T a, T b, T c) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double)) return T.CreateTruncating(Math.FusedMultiplyAdd(double.CreateTruncating(a), double.CreateTruncating(b), double.CreateTruncating(c)));
        if (typeof(T) == typeof(float)) return T.CreateTruncating(MathF.FusedMultiplyAdd(float.CreateTruncating(a), float.CreateTruncating(b), float.CreateTruncating(c)));
        return unchecked(a * b + c);
    }

    /// <summary>y ← y + sign·A·x for contiguous rows: each a dot product on four vectors of lanes.</summary>
    private static void Rows<T>(Matrix<T> a, T* x, T* y, long step, T sign) where T : unmanaged, INumber<T>
    {
        var pieces = (long)a.Rows * a.Columns < 1 << 16 ? 1 : Math.Min(64, a.Rows);
        Threads.For(pieces, piece =>
        {
            for (var i = (int)((long)piece * a.Rows / pieces); i < (int)((piece + 1L) * a.Rows / pieces); i++) y[i * step] += sign * Dot(a.At(i, 0), x, a.Columns);
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static T Dot<T>(T* a, T* b, int n) where T : unmanaged, INumber<T>
    {
        var w = Vector512<T>.Count;
        Vector512<T> v0 = default, v1 = default, v2 = default, v3 = default;
        var i = 0;
        for (; i <= n - 4 * w; i += 4 * w)
        {
            v0 = Micro512<T>.Fma(Vector512.Load(a + i), Vector512.Load(b + i), v0);
            v1 = Micro512<T>.Fma(Vector512.Load(a + i + w), Vector512.Load(b + i + w), v1);
            v2 = Micro512<T>.Fma(Vector512.Load(a + i + 2 * w), Vector512.Load(b + i + 2 * w), v2);
            v3 = Micro512<T>.Fma(Vector512.Load(a + i + 3 * w), Vector512.Load(b + i + 3 * w), v3);
        }

        var lanes = stackalloc T[16];
        ((v0 + v1) + (v2 + v3)).Store(lanes);
        for (var half = w / 2; half > 0; half /= 2)
            for (var l = 0; l < half; l++) lanes[l] += lanes[l + half];
        var rest = T.Zero;
        for (; i < n; i++) rest = Fma(a[i], b[i], rest);
        return lanes[0] + rest;
    }
}
