using Kit.Compute;
using Kit.Compute.Cpu;

namespace Kit.Pde.Elliptic;

/// <summary>Numbers on an n₀ × n₁ × n₂ grid whose lines along the last axis are aligned, and surrounded by zeros so that whole vectors and neighbours can be read.</summary>
internal sealed unsafe class PaddedField : IDisposable
{
    private const int Pad = 8;
    private const int Page = 512;
    private const int NearPage = 96;
    private readonly HostStorage storage;
    private readonly double* origin;

    public PaddedField(int n0, int n1, int n2)
    {
        (Slabs, Lines, Count) = (n0, n1, n2);
        Stride = Pad + (n2 + 15) / 16 * 16 + Pad;
        // Lines whose addresses agree in their last 12 bits, or nearly, look to the processor like the line being written.
        if (Stride % Page < NearPage) Stride += NearPage;
        var size = (long)n0 * n1 * Stride + 2 * Pad;
        storage = HostStorage.Rent(size, DType.F64);
        origin = (double*)storage.Pointer + Pad;
        Clear();
    }

    public int Slabs { get; }

    public int Lines { get; }

    public int Count { get; }

    public long Stride { get; }

    /// <summary>The first number of line j of slab i.</summary>
    public double* Line(int i, int j) => origin + ((long)i * Lines + j) * Stride;

    /// <summary>Zeros everywhere, the copies before the first line and after the last one too.</summary>
    public void Clear() => new Span<double>(storage.Pointer, checked((int)((long)Slabs * Lines * Stride + 2 * Pad))).Clear();

    /// <summary>Copies the values before and after each line of slab i from its other end.</summary>
    public void Wrap(int i)
    {
        for (var j = 0; j < Lines; j++)
        {
            var line = Line(i, j);
            (line[-1], line[Count]) = (line[Count - 1], line[0]);
        }
    }

    public void Dispose() => storage.Release();
}
