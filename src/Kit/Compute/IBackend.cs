namespace Kit.Compute;

/// <summary>The primitive operations that a device must offer; everything else is composed of them.</summary>
/// <remarks>
/// Callers have checked everything: views of one call have one shape (broadcast axes have stride 0), inputs of one type,
/// outputs the type that the operation gives, and an output shares no memory with an input unless both views are the same.
/// Inputs of elementwise operations may be constants (<see cref="View.Storage"/> null); outputs never are.
/// </remarks>
public interface IBackend
{
    /// <summary>Uninitialised room for so many elements.</summary>
    Storage Allocate(long count, DType type);

    /// <summary>Host bytes to a contiguous view.</summary>
    void Upload(ReadOnlySpan<byte> source, in View target);

    /// <summary>A contiguous view to host bytes.</summary>
    void Download(in View source, Span<byte> target);

    /// <summary>y = x, converted to y's type: to I32 truncates towards zero, real to Bool is x ≠ 0, complex to real takes the real part.</summary>
    void Copy(in View x, in View y);

    /// <summary>y = op(x).</summary>
    void Unary(UnaryOp op, in View x, in View y);

    /// <summary>y = op(a, b).</summary>
    void Binary(BinaryOp op, in View a, in View b, in View y);

    /// <summary>y = condition ? a : b, element by element.</summary>
    void Select(in View condition, in View a, in View b, in View y);

    /// <summary>Runs a program at every element, in one pass over memory; constants of a call are inputs without storage.</summary>
    /// <param name="program">What is done.</param>
    /// <param name="inputs">By number, of the types that the program reads.</param>
    /// <param name="outputs">
    /// One for each result; one that is the view of an input receives its result after the program has read the element. In a program of rows the last axis
    /// of an output may have stride 0: all results along it are one.
    /// </param>
    void Elementwise(ElementwiseProgram program, ReadOnlySpan<View> inputs, ReadOnlySpan<View> outputs);

    /// <summary>Reduces x over its last <paramref name="axes"/> axes; y has the leading axes. The order of additions depends on the shape alone.</summary>
    void Reduce(ReduceOp op, in View x, int axes, in View y);

    /// <summary>yₙ = Σ_{k≤n} xₖ along the last axis.</summary>
    void CumSum(in View x, in View y);

    /// <summary>y = the positions (I32) that sort a real x along the last axis: stable in both directions, −0 equal to 0, NaN last.</summary>
    void ArgSort(in View x, bool descending, in View y);

    /// <summary>y[i, …] = x[index[i], …] along the first axis; index is a contiguous vector of checked I32.</summary>
    void Gather(in View x, in View index, in View y);

    /// <summary>y[index[i], …] = x[i, …], or += when <paramref name="add"/>, for i in ascending order.</summary>
    void Scatter(in View x, in View index, in View y, bool add);

    /// <summary>c = a·b for batches: [B,M,K]·[B,K,N] → [B,M,N]; c is contiguous.</summary>
    void MatMul(in View a, in View b, in View c);

    /// <summary>y[n,g,o,t] = b[g,o] + Σ_{c,k} w[g,o,c,k]·x̃[n,g,c, t·s + k·d − p] for groups g and 1 to 3 axes of positions; x̃ is x as the geometry continues it.</summary>
    void Convolve(in View x, in View w, View? bias, in View y, ConvolutionGeometry geometry);

    /// <summary>Yₖ = scale·Σⱼ xⱼ e^(∓2πi jk/n) along the last axis, − or + when <paramref name="inverse"/>; x and y share no memory.</summary>
    /// <remarks>
    /// Complex x and y have one shape. Real x of n numbers gives the first n/2 + 1 results, not inverse. For real y of n numbers x are the first
    /// n/2 + 1 of a spectrum with x_{n−k} = x̄ₖ, inverse; the imaginary parts of those that are their own partners count as 0.
    /// Where the complex side of these two has fewer columns, the others are not computed, or count as 0.
    /// </remarks>
    void Fourier(in View x, in View y, bool inverse, double scale);

    /// <summary>Fills a contiguous y from Philox block <paramref name="block"/> on; the layout is that of <see cref="Philox"/>.</summary>
    /// <param name="law">The distribution.</param>
    /// <param name="seed">The key.</param>
    /// <param name="stream">The upper half of the counter.</param>
    /// <param name="block">The lower half of the counter for the first elements.</param>
    /// <param name="bound">Exclusive upper bound for integers, in [1, 2³²].</param>
    /// <param name="y">F32 or F64, for integers I32.</param>
    void Random(RandomLaw law, ulong seed, ulong stream, ulong block, ulong bound, in View y);
}
