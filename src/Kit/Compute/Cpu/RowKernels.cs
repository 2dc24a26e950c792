using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu;

/// <summary>A function of one element and of numbers that stay the same along a row.</summary>
internal interface ILaneMap<T>
{
    Vector512<T> Of(Vector512<T> x);
}

/// <summary>A lane map whose numbers are those of one row.</summary>
internal unsafe interface IRowMap<TSelf, T> : ILaneMap<T> where T : unmanaged where TSelf : struct, IRowMap<TSelf, T>
{
    /// <summary>The map of a row; <paramref name="operands"/>[1], … have one number a row.</summary>
    static abstract TSelf At(T** operands, int row);
}

/// <summary>x itself.</summary>
internal readonly struct Same<T> : ILaneMap<T>
{
    public Vector512<T> Of(Vector512<T> x) => x;
}

/// <summary>x ∘ a.</summary>
internal readonly unsafe struct WithRow<T, TOperation>(T a) : IRowMap<WithRow<T, TOperation>, T> where T : unmanaged where TOperation : struct, IArithmetic<T>
{
    private readonly Vector512<T> a = Vector512.Create(a);

    public static WithRow<T, TOperation> At(T** operands, int row) => new(operands[1][row]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Of(Vector512<T> x) => TOperation.Of(x, a);
}

/// <summary>(x − a)².</summary>
internal readonly unsafe struct SquaredDeviation<T>(T a) : IRowMap<SquaredDeviation<T>, T> where T : unmanaged
{
    private readonly Vector512<T> a = Vector512.Create(a);

    public static SquaredDeviation<T> At(T** operands, int row) => new(operands[1][row]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Of(Vector512<T> x) => (x - a) * (x - a);
}

/// <summary>(x − a)·b.</summary>
internal readonly unsafe struct Standardised<T>(T a, T b) : IRowMap<Standardised<T>, T> where T : unmanaged
{
    private readonly Vector512<T> a = Vector512.Create(a), b = Vector512.Create(b);

    public static Standardised<T> At(T** operands, int row) => new(operands[1][row], operands[2][row]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Of(Vector512<T> x) => (x - a) * b;
}

/// <summary>e^(x − a).</summary>
internal readonly unsafe struct ShiftedExp<T>(T a) : IRowMap<ShiftedExp<T>, T> where T : unmanaged
{
    private readonly Vector512<T> a = Vector512.Create(a);

    public static ShiftedExp<T> At(T** operands, int row) => new(operands[1][row]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Of(Vector512<T> x) => typeof(T) == typeof(double) ? Exp.Of((x - a).AsDouble()).As<double, T>() : Exp.Of((x - a).AsSingle()).As<float, T>();
}

/// <summary>Applies to each row of n elements the map of that row; the result may lie where the elements do.</summary>
internal sealed unsafe class RowMapKernel<T, TMap>(int n, int operands) : IKernel where T : unmanaged where TMap : struct, IRowMap<TMap, T>
{
    public void Invoke(byte** places, int count)
    {
        for (var (row, start) = (0, 0); start < count; row++, start += n) Run((T*)places[0] + start, (T*)places[operands] + start, n, TMap.At((T**)places, row));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(T* x, T* y, int n, TMap map)
    {
        var last = n - Vector512<T>.Count;
        if (last < 0)
        {
            var few = stackalloc T[Vector512<T>.Count];
            for (var i = 0; i < n; i++) few[i] = x[i];
            map.Of(Vector512.Load(few)).Store(few);
            for (var i = 0; i < n; i++) y[i] = few[i];
            return;
        }

        // The last vector overlaps the one before it, so it is computed before anything is written.
        var end = map.Of(Vector512.Load(x + last));
        for (var i = 0; i < last; i += Vector512<T>.Count) map.Of(Vector512.Load(x + i)).Store(y + i);
        end.Store(y + last);
    }
}

/// <summary>Folds rows of n ≤ <see cref="Tree{T, TFold}.Chunk"/> elements to one each, bit for bit as a reduction does.</summary>
internal sealed unsafe class RowKernel<T, TFold>(int n) : IKernel where T : unmanaged where TFold : struct, IFold<T>
{
    public void Invoke(byte** operands, int count)
    {
        for (var (row, start) = (0, 0); start < count; row++, start += n) ((T*)operands[1])[row] = Tree<T, TFold>.FoldChunk((T*)operands[0] + start, n);
    }
}

/// <summary>Folds what the map of each row makes of its n elements.</summary>
internal sealed unsafe class RowMapFoldKernel<T, TFold, TMap>(int n, int operands) : IKernel where T : unmanaged where TFold : struct, IFold<T> where TMap : struct, IRowMap<TMap, T>
{
    public void Invoke(byte** places, int count)
    {
        for (var (row, start) = (0, 0); start < count; row++, start += n)
            ((T*)places[operands])[row] = Tree<T, TFold>.FoldChunk((T*)places[0] + start, n, TMap.At((T**)places, row));
    }
}

/// <summary>Writes each number n times.</summary>
internal sealed unsafe class SpreadKernel(int size, int n) : IKernel
{
    public void Invoke(byte** operands, int count)
    {
        for (var row = 0; row < count / n; row++) Strided.Copy(operands[0] + row * size, 0, operands[1] + (long)row * n * size, size, n, size);
    }
}
