using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu;

/// <summary>The innermost loop of a matrix product: a tile of Rows × Columns, tile = Σₖ a[k]·b[k]ᵀ, kept in registers.</summary>
internal unsafe interface IMicroKernel<T> where T : unmanaged
{
    static abstract int Rows { get; }

    static abstract int Columns { get; }

    /// <param name="depth">Number of k.</param>
    /// <param name="a">Rows values for each k.</param>
    /// <param name="b">Columns values for each k.</param>
    /// <param name="lines">Where those of b lie.</param>
    /// <param name="tile">Row-major result.</param>
    static abstract void Run<TLines>(int depth, T* a, T* b, TLines lines, T* tile) where TLines : struct, ILines<T>;
}

/// <summary>Where the values of B for each k lie.</summary>
internal unsafe interface ILines<T> where T : unmanaged
{
    T* At(T* b, int k, int columns);
}

/// <summary>One after the other.</summary>
internal readonly unsafe struct PackedLines<T> : ILines<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* At(T* b, int k, int columns) => b + k * columns;
}

/// <summary>At steps from the first, of any alignment: windows of a tensor where it lies.</summary>
internal readonly unsafe struct ScatteredLines<T>(long* steps) : ILines<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* At(T* b, int k, int columns) => b + steps[k];
}

/// <summary>8 × 2 vectors of 512 bits.</summary>
internal readonly unsafe struct Micro512<T> : IMicroKernel<T> where T : unmanaged, INumber<T>
{
    public static int Rows => 8;

    public static int Columns => 2 * Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLines>(int depth, T* a, T* b, TLines lines, T* tile) where TLines : struct, ILines<T>
    {
        var w = Vector512<T>.Count;
        Vector512<T> r00 = default, r01 = default, r10 = default, r11 = default, r20 = default, r21 = default, r30 = default, r31 = default;
        Vector512<T> r40 = default, r41 = default, r50 = default, r51 = default, r60 = default, r61 = default, r70 = default, r71 = default;
        for (var k = 0; k < depth; k++, a += 8)
        {
            var line = lines.At(b, k, 2 * w);
            var (x, y) = (Vector512.Load(line), Vector512.Load(line + w));
            var s = Vector512.Create(a[0]);
            (r00, r01) = (Fma(s, x, r00), Fma(s, y, r01));
            s = Vector512.Create(a[1]);
            (r10, r11) = (Fma(s, x, r10), Fma(s, y, r11));
            s = Vector512.Create(a[2]);
            (r20, r21) = (Fma(s, x, r20), Fma(s, y, r21));
            s = Vector512.Create(a[3]);
            (r30, r31) = (Fma(s, x, r30), Fma(s, y, r31));
            s = Vector512.Create(a[4]);
            (r40, r41) = (Fma(s, x, r40), Fma(s, y, r41));
            s = Vector512.Create(a[5]);
            (r50, r51) = (Fma(s, x, r50), Fma(s, y, r51));
            s = Vector512.Create(a[6]);
            (r60, r61) = (Fma(s, x, r60), Fma(s, y, r61));
            s = Vector512.Create(a[7]);
            (r70, r71) = (Fma(s, x, r70), Fma(s, y, r71));
        }

        Store(tile, r00, r01);
        Store(tile + 2 * w, r10, r11);
        Store(tile + 4 * w, r20, r21);
        Store(tile + 6 * w, r30, r31);
        Store(tile + 8 * w, r40, r41);
        Store(tile + 10 * w, r50, r51);
        Store(tile + 12 * w, r60, r61);
        Store(tile + 14 * w, r70, r71);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* row, Vector512<T> left, Vector512<T> right)
    {
        left.Store(row);
        right.Store(row + Vector512<T>.Count);
    }

    /// <summary>a·b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Fma(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(double)
        ? Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
}

/// <summary>6 × 2 vectors of 256 bits.</summary>
internal readonly unsafe struct Micro256<T> : IMicroKernel<T> where T : unmanaged, INumber<T>
{
    public static int Rows => 6;

    public static int Columns => 2 * Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLines>(int depth, T* a, T* b, TLines lines, T* tile) where TLines : struct, ILines<T>
    {
        var w = Vector256<T>.Count;
        Vector256<T> r00 = default, r01 = default, r10 = default, r11 = default, r20 = default, r21 = default;
        Vector256<T> r30 = default, r31 = default, r40 = default, r41 = default, r50 = default, r51 = default;
        for (var k = 0; k < depth; k++, a += 6)
        {
            var line = lines.At(b, k, 2 * w);
            var (x, y) = (Vector256.Load(line), Vector256.Load(line + w));
            var s = Vector256.Create(a[0]);
            (r00, r01) = (Fma(s, x, r00), Fma(s, y, r01));
            s = Vector256.Create(a[1]);
            (r10, r11) = (Fma(s, x, r10), Fma(s, y, r11));
            s = Vector256.Create(a[2]);
            (r20, r21) = (Fma(s, x, r20), Fma(s, y, r21));
            s = Vector256.Create(a[3]);
            (r30, r31) = (Fma(s, x, r30), Fma(s, y, r31));
            s = Vector256.Create(a[4]);
            (r40, r41) = (Fma(s, x, r40), Fma(s, y, r41));
            s = Vector256.Create(a[5]);
            (r50, r51) = (Fma(s, x, r50), Fma(s, y, r51));
        }

        Store(tile, r00, r01);
        Store(tile + 2 * w, r10, r11);
        Store(tile + 4 * w, r20, r21);
        Store(tile + 6 * w, r30, r31);
        Store(tile + 8 * w, r40, r41);
        Store(tile + 10 * w, r50, r51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* row, Vector256<T> left, Vector256<T> right)
    {
        left.Store(row);
        right.Store(row + Vector256<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Fma(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(double)
        ? Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
}
