using System.Numerics;
using System.Runtime.CompilerServices;
using Kit.Compute;
using Kit.Compute.Cpu;
using Kit.Tensors;

namespace Kit.Pde.Spectral;

/// <summary>Sums of modes times symbols, the algebra of spectral time stepping, in one pass over memory.</summary>
/// <remarks>Modes may be cut: their first columns along the last axis alone are in memory, and the others are 0.</remarks>
internal static unsafe class Symbols
{
    /// <summary>Numbers of a row that are done together, and numbers that a thread takes at once.</summary>
    private const int Chunk = 4096;

    private static readonly ConditionalWeakTable<Tensor, Tensor> Singles = [];

    /// <summary>True for modes that these loops and cut transforms take: others go through tensor operations, which see all modes.</summary>
    public static bool IsPlain(Tensor modes) => modes.Tracer is null && modes.DType is DType.C128 or DType.C64 && modes.Device == Device.Cpu;

    /// <summary>Σⱼ cⱼ xⱼ, all modes.</summary>
    /// <param name="c">Real or complex, each of the last axes of x before it was cut, contiguous.</param>
    /// <param name="x">Modes of one shape, cut or not.</param>
    public static Tensor Sum(ReadOnlySpan<Tensor> c, ReadOnlySpan<Tensor> x)
    {
        var factors = new Tensor[c.Length];
        var fast = true;
        for (var j = 0; j < c.Length; j++)
        {
            factors[j] = OfType(c[j], x[j].DType);
            fast &= Fits(factors[j]) && IsPlain(x[j]) && x[j].DType == x[0].DType && x[j].Shape == x[0].Shape && c[j].Size == c[0].Size;
        }

        if (fast) return Run(factors, x, 1, x[0].Shape.ToArray(), c[0].Shape[^1]);
        var sum = factors[0] * Whole(x[0], factors[0]);
        for (var j = 1; j < c.Length; j++) sum += factors[j] * Whole(x[j], factors[j]);
        return sum;
    }

    /// <summary>[…, P, modes] with c_p x in place p, or […, modes] for a symbol without P.</summary>
    /// <param name="c">[P, modes] or [modes].</param>
    /// <param name="x">[…, modes], cut or not.</param>
    /// <param name="dimensions">Axes of the modes.</param>
    /// <param name="columns">Columns of the result that are wanted; where <see cref="IsPlain"/>, others are cut.</param>
    public static Tensor Spread(Tensor c, Tensor x, int dimensions, int columns)
    {
        var factor = OfType(c, x.DType);
        var many = c.Rank > dimensions;
        if (!Fits(factor) || !IsPlain(x)) return factor * (many ? Whole(x, factor).Unsqueeze(x.Rank - dimensions) : Whole(x, factor));
        var dims = x.Shape.ToArray();
        return Run([factor], [x], many ? c.Shape[0] : 1, many ? [.. dims[..^dimensions], c.Shape[0], .. dims[^dimensions..]] : dims, columns);
    }

    /// <summary>Modes with zeros in the columns that were cut.</summary>
    private static Tensor Whole(Tensor x, Tensor symbol)
    {
        var cut = symbol.Shape[^1] - x.Shape[^1];
        return cut == 0 ? x : Tensor.Concat([x, Tensor.Zeros([.. ((ReadOnlySpan<int>)x.Shape)[..^1], cut], x.DType)], -1);
    }

    private static bool Fits(Tensor c) => c.Tracer is null && !c.IsWeak && c.IsContiguous && c.DType is DType.F64 or DType.C128 or DType.F32 or DType.C64 && c.Device == Device.Cpu;

    /// <summary>The symbol in the precision of the modes, kept as long as the symbol if no scope will free that.</summary>
    private static Tensor OfType(Tensor c, DType modes)
    {
        if (modes != DType.C64 || c.DType is not (DType.F64 or DType.C128) || c.IsWeak) return c;
        var type = c.DType == DType.F64 ? DType.F32 : DType.C64;
        return c.Home is null && c.Tracer is null ? Singles.GetValue(c, symbol => symbol.Cast(type).KeepAlways()) : c.Cast(type);
    }

    private static Tensor Run(Tensor[] c, ReadOnlySpan<Tensor> x, int spread, int[] dims, int columns)
    {
        dims[^1] = columns;
        var y = Tensor.Empty(dims, x[0].DType, x[0].Device);
        if (y.DType == DType.C128) Run<double>(c, x, y, spread);
        else Run<float>(c, x, y, spread);
        return y;
    }

    /// <summary>y[r, p, q, i] = Σⱼ cⱼ[p, q, i] xⱼ[r, q, i] for rows q of columns i.</summary>
    private static void Run<T>(Tensor[] c, ReadOnlySpan<Tensor> x, Tensor y, int spread) where T : unmanaged, INumber<T>
    {
        if (y.Size == 0) return;
        var (all, given, columns) = (c[0].Shape[^1], x[0].Shape[^1], y.Shape[^1]);
        var filled = Math.Min(given, columns);
        var rows = c[0].Size / all / spread;
        var terms = new ModeTerm<T>[c.Length];
        var keep = new Tensor[c.Length];
        for (var j = 0; j < terms.Length; j++)
        {
            keep[j] = x[j].Contiguous();
            terms[j] = new((nint)CpuBackend.Pointer(c[j].View), (nint)CpuBackend.Pointer(keep[j].View), c[j].DType.IsComplex());
        }

        var result = (T*)CpuBackend.Pointer(y.View);
        var parts = (columns + Chunk - 1) / Chunk;
        var chunks = y.Size / columns * parts;
        var piece = Math.Max(1, Chunk / columns);
        Threads.For(checked((int)((chunks + piece - 1) / piece)), number =>
        {
            var own = stackalloc ModeTerm<T>[terms.Length];
            for (var chunk = (long)number * piece; chunk < Math.Min(chunks, (number + 1L) * piece); chunk++)
            {
                var (row, start) = (chunk / parts, (int)(chunk % parts) * Chunk);
                var end = Math.Min(start + Chunk, columns);
                var (field, q) = (row / rows, row % rows);
                var (symbol, source) = ((field % spread * rows + q) * all, (field / spread * rows + q) * given);
                for (var j = 0; j < terms.Length; j++)
                {
                    var term = terms[j];
                    own[j] = new((nint)(term.C + (term.IsComplex ? 2 : 1) * symbol), (nint)(term.X + 2 * source), term.IsComplex);
                }

                var line = result + 2 * row * columns;
                if (start < filled) ModeProducts<T>.Sum(own, terms.Length, line, start, Math.Min(end, filled) - start);
                if (end > filled) new Span<T>(line + 2 * Math.Max(start, filled), 2 * (end - Math.Max(start, filled))).Clear();
            }
        });
        foreach (var tensor in keep) GC.KeepAlive(tensor);
        foreach (var tensor in c) GC.KeepAlive(tensor);
        GC.KeepAlive(y);
    }
}
