using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu;

/// <summary>An operation on two vectors.</summary>
internal interface IArithmetic<T>
{
    static abstract Vector512<T> Of(Vector512<T> a, Vector512<T> b);
}

/// <summary>Applies an operation to spans of at least one vector, of which the result may be an operand.</summary>
/// <remarks>Chains of arithmetic on blocks in the first-level cache spend as long in the call as in the loop: this one has no other cases.</remarks>
internal static unsafe class Pairwise<T, TOperation> where T : unmanaged where TOperation : struct, IArithmetic<T>
{
    public static void Self(ReadOnlySpan<T> x, Span<T> y) => Run(x, x, y);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        fixed (T* p = a, q = b, r = y)
        {
            // The last vector overlaps the one before it, so it is computed before anything is written.
            var last = y.Length - Vector512<T>.Count;
            var end = TOperation.Of(Vector512.Load(p + last), Vector512.Load(q + last));
            for (var i = 0; i < last; i += Vector512<T>.Count) TOperation.Of(Vector512.Load(p + i), Vector512.Load(q + i)).Store(r + i);
            end.Store(r + last);
        }
    }
}

/// <summary>a + b.</summary>
internal readonly struct Plus<T> : IArithmetic<T>
{
    public static Vector512<T> Of(Vector512<T> a, Vector512<T> b) => a + b;
}

/// <summary>a − b.</summary>
internal readonly struct Minus<T> : IArithmetic<T>
{
    public static Vector512<T> Of(Vector512<T> a, Vector512<T> b) => a - b;
}

/// <summary>a·b.</summary>
internal readonly struct Times<T> : IArithmetic<T>
{
    public static Vector512<T> Of(Vector512<T> a, Vector512<T> b) => a * b;
}

/// <summary>a/b.</summary>
internal readonly struct Over<T> : IArithmetic<T>
{
    public static Vector512<T> Of(Vector512<T> a, Vector512<T> b) => a / b;
}
