using System.Numerics;

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
    public void Invoke(byte** operands, int count)
    {
        var c = operands[0];
        T* a = (T*)operands[1], b = (T*)operands[2], y = (T*)operands[3];
        for (var i = 0; i < count; i++)
        {
            var mask = T.Zero - T.CreateTruncating(c[i]);
            y[i] = b[i] ^ ((a[i] ^ b[i]) & mask);
        }
    }
}

/// <summary>Folds rows of n ≤ <see cref="Tree{T, TFold}.Chunk"/> elements, bit for bit as a reduction does, and spreads each result over its row.</summary>
internal sealed unsafe class RowKernel<T, TFold>(int n) : IKernel where T : unmanaged where TFold : struct, IFold<T>
{
    public void Invoke(byte** operands, int count)
    {
        T* x = (T*)operands[0], y = (T*)operands[1];
        for (var start = 0; start < count; start += n) new Span<T>(y + start, n).Fill(Tree<T, TFold>.FoldChunk(x + start, n));
    }
}
