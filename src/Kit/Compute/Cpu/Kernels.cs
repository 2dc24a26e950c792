using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu;

/// <summary>Short runs made long enough for a vector.</summary>
internal static unsafe class Runs
{
    public const int Shortest = 16;

    /// <summary>Copies a run and repeats its first element behind it, which raises no error that the run itself would not.</summary>
    public static void Lengthen<T>(T* source, int count, T* target, int length) where T : unmanaged
    {
        for (var i = 0; i < length; i++) target[i] = source[i < count ? i : 0];
    }
}

/// <summary>A span function of one argument as a kernel.</summary>
/// <remarks>
/// Functions come as pointers, so that the driver is compiled once a type and not once an operation. Vector code may treat a run shorter than one
/// vector by other (scalar) arithmetic; runs are therefore lengthened to <see cref="Runs.Shortest"/>, and an element's result never depends on its neighbours.
/// </remarks>
internal sealed unsafe class UnaryKernel<T, R>(delegate*<ReadOnlySpan<T>, Span<R>, void> function) : IKernel
    where T : unmanaged where R : unmanaged
{
    public void Invoke(byte** operands, int count)
    {
        if (count >= Runs.Shortest)
        {
            function(new(operands[0], count), new(operands[1], count));
            return;
        }

        var x = stackalloc T[Runs.Shortest];
        var y = stackalloc R[Runs.Shortest];
        Runs.Lengthen((T*)operands[0], count, x, Runs.Shortest);
        function(new(x, Runs.Shortest), new(y, Runs.Shortest));
        new ReadOnlySpan<R>(y, count).CopyTo(new(operands[1], count));
    }
}

/// <summary>A span function of two arguments as a kernel.</summary>
internal sealed unsafe class BinaryKernel<T, R>(delegate*<ReadOnlySpan<T>, ReadOnlySpan<T>, Span<R>, void> function) : IKernel
    where T : unmanaged where R : unmanaged
{
    public void Invoke(byte** operands, int count)
    {
        if (count >= Runs.Shortest)
        {
            function(new(operands[0], count), new(operands[1], count), new(operands[2], count));
            return;
        }

        var a = stackalloc T[Runs.Shortest];
        var b = stackalloc T[Runs.Shortest];
        var y = stackalloc R[Runs.Shortest];
        Runs.Lengthen((T*)operands[0], count, a, Runs.Shortest);
        Runs.Lengthen((T*)operands[1], count, b, Runs.Shortest);
        function(new(a, Runs.Shortest), new(b, Runs.Shortest), new(y, Runs.Shortest));
        new ReadOnlySpan<R>(y, count).CopyTo(new(operands[2], count));
    }
}

/// <summary>Copies elements as they are.</summary>
internal sealed unsafe class MoveKernel(int size) : IKernel
{
    public void Invoke(byte** operands, int count) => Strided.Copy(operands[0], size, operands[1], size, count, size);
}

/// <summary>Chooses between two operands by a third, without a branch that random conditions would mispredict.</summary>
internal sealed unsafe class SelectKernel<T> : IKernel where T : unmanaged, IBinaryInteger<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Invoke(byte** operands, int count)
    {
        var c = operands[0];
        T* a = (T*)operands[1], b = (T*)operands[2], y = (T*)operands[3];
        var i = 0;
        for (; sizeof(T) is 4 or 8 && i <= count - 16; i += 16)
        {
            var conditions = Vector512.Create(Vector256.Create(Vector128.Widen(Vector128.Load(c + i)).Lower, Vector128.Widen(Vector128.Load(c + i)).Upper), Vector256<ushort>.Zero);
            var wide = Vector512.Negate(Vector512.WidenLower(conditions).AsInt32());
            if (sizeof(T) == 4)
            {
                Choose(wide.As<int, T>(), a + i, b + i, y + i);
            }
            else
            {
                Choose(Vector512.WidenLower(wide).As<long, T>(), a + i, b + i, y + i);
                Choose(Vector512.WidenUpper(wide).As<long, T>(), a + i + 8, b + i + 8, y + i + 8);
            }
        }

        for (; i < count; i++)
        {
            var mask = T.Zero - T.CreateTruncating(c[i]);
            y[i] = b[i] ^ ((a[i] ^ b[i]) & mask);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Choose(Vector512<T> mask, T* a, T* b, T* y) => Vector512.ConditionalSelect(mask, Vector512.Load(a), Vector512.Load(b)).Store(y);
}
