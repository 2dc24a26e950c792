using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu;

/// <summary>A relation of two numbers: lanes of all bits where it holds.</summary>
internal interface IRelation<T>
{
    static abstract Vector512<T> Of(Vector512<T> a, Vector512<T> b);
}

/// <summary>Applies a relation to spans; the results are bytes 0 and 1.</summary>
internal static unsafe class Compare<T, TRelation> where T : unmanaged, INumber<T> where TRelation : struct, IRelation<T>
{
    private const int Lanes = 64;

    /// <summary>Whether each number has a property, as a relation to itself.</summary>
    public static void Self(ReadOnlySpan<T> x, Span<byte> y) => Run(x, x, y);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<byte> y)
    {
        fixed (T* p = a, q = b)
        {
            fixed (byte* r = y)
            {
                var i = 0;
                for (; i <= y.Length - Lanes; i += Lanes) Truths(p + i, q + i).Store(r + i);
                if (i == y.Length) return;
                T* left = stackalloc T[Lanes], right = stackalloc T[Lanes];
                a[i..].CopyTo(new(left, Lanes));
                b[i..].CopyTo(new(right, Lanes));
                var rest = stackalloc byte[Lanes];
                Truths(left, right).Store(rest);
                new ReadOnlySpan<byte>(rest, y.Length - i).CopyTo(y[i..]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Truths(T* a, T* b)
    {
        var bytes = sizeof(T) switch
        {
            1 => At(a, b, 0).AsByte(),
            4 => Vector512.Narrow(Words(a, b, 0), Words(a, b, 32)).AsByte(),
            _ => Vector512.Narrow(Vector512.Narrow(Ints(a, b, 0), Ints(a, b, 16)), Vector512.Narrow(Ints(a, b, 32), Ints(a, b, 48))).AsByte(),
        };
        return bytes & Vector512<byte>.One;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Words(T* a, T* b, int i) => Vector512.Narrow(At(a, b, i).AsInt32(), At(a, b, i + 16).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Ints(T* a, T* b, int i) => Vector512.Narrow(At(a, b, i).AsInt64(), At(a, b, i + 8).AsInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> At(T* a, T* b, int i) => TRelation.Of(Vector512.Load(a + i), Vector512.Load(b + i));
}

/// <summary>a = b.</summary>
internal readonly struct IsEqual<T> : IRelation<T>
{
    public static Vector512<T> Of(Vector512<T> a, Vector512<T> b) => Vector512.Equals(a, b);
}

/// <summary>a ≠ b; of a number with itself whether it is NaN.</summary>
internal readonly struct IsUnequal<T> : IRelation<T>
{
    public static Vector512<T> Of(Vector512<T> a, Vector512<T> b) => ~Vector512.Equals(a, b);
}

/// <summary>a &lt; b.</summary>
internal readonly struct IsLess<T> : IRelation<T>
{
    public static Vector512<T> Of(Vector512<T> a, Vector512<T> b) => Vector512.LessThan(a, b);
}

/// <summary>a ≤ b.</summary>
internal readonly struct IsAtMost<T> : IRelation<T>
{
    public static Vector512<T> Of(Vector512<T> a, Vector512<T> b) => Vector512.LessThanOrEqual(a, b);
}

/// <summary>Whether a − a is 0: of infinities and NaN it is NaN.</summary>
internal readonly struct IsFinite<T> : IRelation<T>
{
    public static Vector512<T> Of(Vector512<T> a, Vector512<T> b) => Vector512.Equals(a - b, Vector512<T>.Zero);
}
