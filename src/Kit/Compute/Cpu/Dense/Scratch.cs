using System.Runtime.InteropServices;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Working memory from the pool for the length of a call, zero at first.</summary>
internal readonly unsafe struct Scratch<T> : IDisposable where T : unmanaged
{
    private readonly long bytes;

    public Scratch(long count)
    {
        bytes = Math.Max(64, count * sizeof(T));
        Data = (T*)Pool.Rent(bytes);
        NativeMemory.Clear(Data, (nuint)bytes);
    }

    public T* Data { get; }

    /// <summary>The memory as a row-major matrix.</summary>
    public Matrix<T> Matrix(int rows, int columns) => new(Data, rows, columns, columns, 1);

    public void Dispose() => Pool.Return((byte*)Data, bytes);
}
