using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu;

/// <summary>An associative operation that a reduction repeats.</summary>
internal interface IFold<T> where T : unmanaged
{
    static abstract T Identity { get; }

    static abstract T Join(T a, T b);

    static abstract Vector512<T> Join(Vector512<T> a, Vector512<T> b);
}

/// <summary>a + b.</summary>
internal readonly struct AddFold<T> : IFold<T> where T : unmanaged, INumber<T>
{
    public static T Identity => T.Zero;

    public static T Join(T a, T b) => a + b;

    public static Vector512<T> Join(Vector512<T> a, Vector512<T> b) => a + b;
}

/// <summary>a · b.</summary>
internal readonly struct MultiplyFold<T> : IFold<T> where T : unmanaged, INumber<T>
{
    public static T Identity => T.One;

    public static T Join(T a, T b) => a * b;

    public static Vector512<T> Join(Vector512<T> a, Vector512<T> b) => a * b;
}

/// <summary>The smaller, NaN if either is.</summary>
internal readonly struct MinFold<T> : IFold<T> where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public static T Identity => typeof(T) == typeof(double) || typeof(T) == typeof(float) ? T.CreateTruncating(double.PositiveInfinity) : T.MaxValue;

    public static T Join(T a, T b) => T.Min(a, b);

    public static Vector512<T> Join(Vector512<T> a, Vector512<T> b) => Vector512.Min(a, b);
}

/// <summary>The larger, NaN if either is.</summary>
internal readonly struct MaxFold<T> : IFold<T> where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public static T Identity => typeof(T) == typeof(double) || typeof(T) == typeof(float) ? T.CreateTruncating(double.NegativeInfinity) : T.MinValue;

    public static T Join(T a, T b) => T.Max(a, b);

    public static Vector512<T> Join(Vector512<T> a, Vector512<T> b) => Vector512.Max(a, b);
}

/// <summary>The fixed tree of every reduction: leaves of 256 elements on 4 × 512 bits of lanes, above them pairs of neighbours.</summary>
/// <remarks>The lanes are counted in bits, not in the machine's vectors, so the tree is the same on every instruction set. Error of a sum: O(ε log n).</remarks>
internal static unsafe class Tree<T, TFold> where T : unmanaged where TFold : struct, IFold<T>
{
    /// <summary>Elements of a leaf.</summary>
    public const int Leaf = 256;

    /// <summary>Elements that one thread folds at a time, a power of two leaves.</summary>
    public const int Chunk = 64 * Leaf;

    private const int Sequential = 16;

    /// <summary>Folds up to <see cref="Leaf"/> elements; there must be room behind them, which is overwritten.</summary>
    public static T FoldBuffer(T* x, int count)
    {
        if (count <= Sequential) return FoldFew(x, count);
        var padded = (count + 4 * Vector512<T>.Count - 1) / (4 * Vector512<T>.Count) * (4 * Vector512<T>.Count);
        for (var i = count; i < padded; i++) x[i] = TFold.Identity;
        return FoldLanes(x, padded, default(Same<T>));
    }

    /// <summary>Folds up to <see cref="Chunk"/> elements in place.</summary>
    public static T FoldChunk(T* x, int count) => FoldChunk(x, count, default(Same<T>));

    /// <summary>Folds what a function makes of up to <see cref="Chunk"/> elements, bit for bit as if it had been written down first.</summary>
    [SkipLocalsInit]
    public static T FoldChunk<TMap>(T* x, int count, TMap map) where TMap : struct, ILaneMap<T>
    {
        var counter = default(Counter);
        for (; count >= Leaf; count -= Leaf, x += Leaf) counter.Add(FoldLanes(x, Leaf, map));
        if (count > 0)
        {
            var rest = stackalloc T[Leaf];
            new ReadOnlySpan<T>(x, count).CopyTo(new(rest, Leaf));
            for (var i = 0; i < count; i += Vector512<T>.Count) map.Of(Vector512.Load(rest + i)).Store(rest + i);
            counter.Add(FoldBuffer(rest, count));
        }

        return counter.Total();
    }

    private static T FoldFew(T* x, int count)
    {
        var value = TFold.Identity;
        for (var i = 0; i < count; i++) value = i == 0 ? x[0] : TFold.Join(value, x[i]);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static T FoldLanes<TMap>(T* x, int count, TMap map) where TMap : struct, ILaneMap<T>
    {
        var w = Vector512<T>.Count;
        var (v0, v1, v2, v3) = (map.Of(Vector512.Load(x)), map.Of(Vector512.Load(x + w)), map.Of(Vector512.Load(x + 2 * w)), map.Of(Vector512.Load(x + 3 * w)));
        for (var i = 4 * w; i < count; i += 4 * w)
        {
            v0 = TFold.Join(v0, map.Of(Vector512.Load(x + i)));
            v1 = TFold.Join(v1, map.Of(Vector512.Load(x + i + w)));
            v2 = TFold.Join(v2, map.Of(Vector512.Load(x + i + 2 * w)));
            v3 = TFold.Join(v3, map.Of(Vector512.Load(x + i + 3 * w)));
        }

        // Lane i takes lane i + w/2, then lane i + w/4, and so on: by vectors as long as those have halves.
        var lanes = stackalloc T[64];
        var all = TFold.Join(TFold.Join(v0, v1), TFold.Join(v2, v3));
        all = TFold.Join(all, Vector512.Create(all.GetUpper(), all.GetUpper()));
        all = TFold.Join(all, Vector512.Create(Vector256.Create(all.GetLower().GetUpper(), all.GetLower().GetUpper()), all.GetUpper()));
        all.Store(lanes);
        for (var half = w / 8; half > 0; half /= 2)
            for (var i = 0; i < half; i++) lanes[i] = TFold.Join(lanes[i], lanes[i + half]);
        return lanes[0];
    }

    /// <summary>Room that <see cref="FoldRows"/> needs for so many columns: a row a lane.</summary>
    public static int RowsRoom(int columns) => 4 * Vector512<T>.Count * columns;

    /// <summary>Folds up to <see cref="Leaf"/> rows column by column, each column bit for bit as <see cref="FoldBuffer"/> would; the results are the first row of the room.</summary>
    public static void FoldRows(T** rows, int count, int columns, T* room)
    {
        if (count <= Sequential)
        {
            for (var r = 0; r < count; r++) JoinRow(room, r == 0 ? null : room, rows[r], columns);
            return;
        }

        var lanes = 4 * Vector512<T>.Count;
        for (var r = 0; r < (count + lanes - 1) / lanes * lanes; r++)
        {
            var lane = room + r % lanes * columns;
            JoinRow(lane, r < lanes ? null : lane, r < count ? rows[r] : null, columns);
        }

        var quarter = lanes / 4 * columns;
        for (var l = 0; l < quarter; l += columns)
        {
            JoinRow(room + l, room + l, room + quarter + l, columns);
            JoinRow(room + 2 * quarter + l, room + 2 * quarter + l, room + 3 * quarter + l, columns);
            JoinRow(room + l, room + l, room + 2 * quarter + l, columns);
        }

        for (var half = quarter / 2; half >= columns; half /= 2)
            for (var l = 0; l < half; l += columns) JoinRow(room + l, room + l, room + half + l, columns);
    }

    /// <summary>y = a joined with b; without a it is b, and a missing b is a row of identities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void JoinRow(T* y, T* a, T* b, int columns)
    {
        var i = 0;
        var identity = Vector512.Create(TFold.Identity);
        for (; i <= columns - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            var right = b == null ? identity : Vector512.Load(b + i);
            (a == null ? right : TFold.Join(Vector512.Load(a + i), right)).Store(y + i);
        }

        for (; i < columns; i++)
        {
            var right = b == null ? TFold.Identity : b[i];
            y[i] = a == null ? right : TFold.Join(a[i], right);
        }
    }

    /// <summary>The partial results of neighbouring aligned pairs, like the carries of a binary counter.</summary>
    internal struct Counter
    {
        private Levels levels;
        private int depth;
        private long count;

        public void Add(T value)
        {
            for (var i = count++; (i & 1) == 1; i >>= 1) value = TFold.Join(levels[--depth], value);
            levels[depth++] = value;
        }

        public T Total()
        {
            if (depth == 0) return TFold.Identity;
            var value = levels[--depth];
            while (depth > 0) value = TFold.Join(levels[--depth], value);
            return value;
        }

        [InlineArray(64)]
        private struct Levels
        {
            private T first;
        }
    }
}
