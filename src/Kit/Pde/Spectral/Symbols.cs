using Kit.Compute;
using Kit.Compute.Cpu;
using Kit.Tensors;

namespace Kit.Pde.Spectral;

/// <summary>Sums of modes times symbols, the algebra of spectral time stepping, in one pass over memory.</summary>
internal static unsafe class Symbols
{
    /// <summary>Modes that are added up before the next ones are looked at: 16 kB of results stay in the first-level cache.</summary>
    private const int Chunk = 1024;

    /// <summary>Chunks that a thread takes at once.</summary>
    private const int Piece = 4;

    /// <summary>Σⱼ cⱼ xⱼ.</summary>
    /// <param name="c">Real or complex, each of the last axes of x, contiguous.</param>
    /// <param name="x">Modes of one shape.</param>
    public static Tensor Sum(ReadOnlySpan<Tensor> c, ReadOnlySpan<Tensor> x)
    {
        var fast = true;
        for (var j = 0; j < c.Length; j++) fast &= Fits(c[j]) && x[j].Tracer is null && x[j].DType == DType.C128 && x[j].Shape == x[0].Shape && c[j].Size == c[0].Size;
        if (!fast)
        {
            var sum = c[0] * x[0];
            for (var j = 1; j < c.Length; j++) sum += c[j] * x[j];
            return sum;
        }

        var y = Tensor.Empty(x[0].Shape, DType.C128, x[0].Device);
        Run(c, x, y, c[0].Size, 1);
        return y;
    }

    /// <summary>[…, P, modes] with c_p x in place p.</summary>
    /// <param name="c">[P, modes].</param>
    /// <param name="x">[…, modes].</param>
    /// <param name="dimensions">Axes of the modes.</param>
    public static Tensor Spread(Tensor c, Tensor x, int dimensions)
    {
        if (!Fits(c) || x.Tracer is not null || x.DType != DType.C128) return c * x.Unsqueeze(x.Rank - dimensions);
        var dims = x.Shape.ToArray();
        var y = Tensor.Empty([.. dims[..^dimensions], c.Shape[0], .. dims[^dimensions..]], DType.C128, x.Device);
        Run([c], [x], y, c.Size / c.Shape[0], c.Shape[0]);
        return y;
    }

    private static bool Fits(Tensor c) => c.Tracer is null && !c.IsWeak && c.IsContiguous && c.DType is DType.F64 or DType.C128 && c.Device == Device.Cpu;

    /// <summary>y[r, p, i] = Σⱼ cⱼ[p, i] xⱼ[r, i] for i below the period; with P = 1 c and x are of equal period.</summary>
    private static void Run(ReadOnlySpan<Tensor> c, ReadOnlySpan<Tensor> x, Tensor y, long period, int spread)
    {
        var terms = c.Length;
        var factors = new Factor[terms];
        var keep = new Tensor[terms];
        for (var j = 0; j < terms; j++)
        {
            keep[j] = x[j].Contiguous();
            factors[j] = new((double*)CpuBackend.Pointer(c[j].View), (double*)CpuBackend.Pointer(keep[j].View), c[j].DType == DType.C128);
        }

        var result = (double*)CpuBackend.Pointer(y.View);
        var chunks = (period + Chunk - 1) / Chunk;
        var all = y.Size / period * chunks;
        Threads.For(checked((int)((all + Piece - 1) / Piece)), piece =>
        {
            for (var chunk = (long)piece * Piece; chunk < Math.Min(all, (piece + 1L) * Piece); chunk++)
            {
                var (line, start) = (chunk / chunks, chunk % chunks * Chunk);
                var count = (int)Math.Min(Chunk, period - start);
                var own = result + 2 * (line * period + start);
                for (var j = 0; j < factors.Length; j++)
                {
                    var factor = factors[j];
                    var modes = factor.Modes + 2 * (line / spread * period + start);
                    var place = line % spread * period + start;
                    if (factor.IsComplex) ModeProducts.Complex(factor.Symbol + 2 * place, modes, own, count, add: j > 0);
                    else ModeProducts.Real(factor.Symbol + place, modes, own, count, add: j > 0);
                }
            }
        });
        foreach (var tensor in keep) GC.KeepAlive(tensor);
        foreach (var tensor in c) GC.KeepAlive(tensor);
        GC.KeepAlive(y);
    }

    private readonly struct Factor(double* symbol, double* modes, bool complex)
    {
        public double* Symbol => symbol;

        public double* Modes => modes;

        public bool IsComplex => complex;
    }
}
