namespace Kit.Compute.Cpu;

/// <summary>The primitives on the processor: SIMD runs over native memory, shared by the worker threads.</summary>
internal sealed unsafe class CpuBackend : IBackend
{
    public Storage Allocate(long count, DType type) => HostStorage.Rent(count, type);

    public void Upload(ReadOnlySpan<byte> source, in View target)
    {
        fixed (byte* from = source) Buffer.MemoryCopy(from, Pointer(target), source.Length, source.Length);
        GC.KeepAlive(target.Storage);
    }

    public void Download(in View source, Span<byte> target)
    {
        fixed (byte* to = target) Buffer.MemoryCopy(Pointer(source), to, target.Length, target.Length);
        GC.KeepAlive(source.Storage);
    }

    public void Copy(in View x, in View y) => Conversions.Run(x, y);

    public void Unary(UnaryOp op, in View x, in View y) => Sweep.Run(KernelTable.Of(op, x.Type), [x, y]);

    public void Binary(BinaryOp op, in View a, in View b, in View y) => Sweep.Run(KernelTable.Of(op, a.Type), [a, b, y]);

    public void Select(in View condition, in View a, in View b, in View y) => Sweep.Run(KernelTable.Select(y.Type), [condition, a, b, y]);

    public void Elementwise(ElementwiseProgram program, ReadOnlySpan<View> inputs, ReadOnlySpan<View> outputs) => Fusion.Of(program).Run(inputs, outputs);

    public void Reduce(ReduceOp op, in View x, int axes, in View y) => Reduction.Run(op, x, axes, y);

    public void CumSum(in View x, in View y) => Scan.Run(x, y);

    public void ArgSort(in View x, bool descending, in View y) => Sorting.ArgSort(x, descending, y);

    public void Gather(in View x, in View index, in View y) => Indexing.Gather(x, index, y);

    public void Scatter(in View x, in View index, in View y, bool add) => Indexing.Scatter(x, index, y, add);

    public void MatMul(in View a, in View b, in View c) => Products.Run(a, b, c);

    public void Fourier(in View x, in View y, bool inverse, double scale) => Fft.Transform.Run(x, y, inverse, scale);

    public void Random(RandomLaw law, ulong seed, ulong stream, ulong block, ulong bound, in View y) =>
        RandomFill.Run(law, seed, stream, block, bound, y);

    internal static byte* Pointer(in View view) => ((HostStorage)view.Storage!).Pointer + view.Offset * view.Type.Bytes();
}
