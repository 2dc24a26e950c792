using System.Numerics;

namespace Kit.Compute.Cpu;

/// <summary>Moves sub-tensors between the positions of a first axis.</summary>
internal static unsafe class Indexing
{
    public static void Gather(in View x, in View index, in View y)
    {
        var positions = Positions(index);
        if (Piece(x) is { } from && Piece(y) is { } to)
            for (var i = 0; i < positions.Length; i++) Buffer.MemoryCopy((byte*)from.Address + positions[i] * from.Step, (byte*)to.Address + i * to.Step, to.Bytes, to.Bytes);
        else
            for (var i = 0; i < positions.Length; i++) Sweep.Run(KernelTable.Convert(x.Type, x.Type), [At(x, positions[i]), At(y, i)]);
        KeepAlive(x, index, y);
    }

    public static void Scatter(in View x, in View index, in View y, bool add)
    {
        var positions = Positions(index);
        if (add && x.Type == DType.F64 && x.Rank == 1) Add<double>(x, positions, y);
        else if (add && x.Type == DType.F32 && x.Rank == 1) Add<float>(x, positions, y);
        else if (add && x.Type == DType.I32 && x.Rank == 1) Add<int>(x, positions, y);
        else
        {
            for (var i = 0; i < positions.Length; i++)
            {
                var (from, to) = (At(x, i), At(y, positions[i]));
                if (add) Sweep.Run(KernelTable.Of(BinaryOp.Add, to.Type), [from, to, to]);
                else Sweep.Run(KernelTable.Convert(x.Type, x.Type), [from, to]);
            }
        }

        KeepAlive(x, index, y);
    }

    private static void Add<T>(in View x, ReadOnlySpan<int> positions, in View y) where T : unmanaged, INumber<T>
    {
        T* from = (T*)CpuBackend.Pointer(x), to = (T*)CpuBackend.Pointer(y);
        for (var i = 0; i < positions.Length; i++) to[positions[i] * y.Strides[0]] += from[i * x.Strides[0]];
    }

    /// <summary>Where the sub-tensors lie, when each is one piece of memory.</summary>
    private static (nint Address, long Step, long Bytes)? Piece(in View view)
    {
        var row = At(view, 0);
        if (!row.IsContiguous) return null;
        var size = view.Type.Bytes();
        return ((nint)CpuBackend.Pointer(view), view.Strides[0] * size, row.Size * size);
    }

    private static ReadOnlySpan<int> Positions(in View index) => new((int*)CpuBackend.Pointer(index), (int)index.Size);

    private static View At(in View view, int i) =>
        new(view.Storage!, view.Offset + i * view.Strides[0], view.Dims[1..], view.Strides[1..], view.Type);

    private static void KeepAlive(in View x, in View index, in View y)
    {
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(index.Storage);
        GC.KeepAlive(y.Storage);
    }
}
