using System.Numerics;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>A x or Aᵀx for vectors along the last axis. Operands (the values of A, x), of one type.</summary>
/// <remarks>x̄ = Aᴴȳ, and on the pattern Āᵢⱼ = Σ ȳᵢ conj(xⱼ) over all vectors.</remarks>
internal sealed record SparseProductCall(SparsePattern Pattern, bool Transpose) : RuledCall
{
    private static readonly Rule Product = Rule.Bilinear((c, i, g) =>
    {
        var call = (SparseProductCall)c.Application;
        return i == 1 ? (call with { Transpose = !call.Transpose }).Run([c[0].Conj(), g]) : call.OnPattern(g, c[1].Conj());
    });

    public override string Name => "SparseMatrix.Multiply";

    public override Rule Rule => Product;

    public override RuledCall? OverSamples(bool[] batched) => batched[0] ? null : this;

    protected override Tensor Compute(Tensor[] x)
    {
        var (pattern, order) = Transpose ? Pattern.Transposed() : (Pattern, null);
        int[] target = [.. x[1].Shape.ToArray()[..^1], pattern.Rows];
        var y = Tensor.Empty(target, x[0].DType, x[0].Device);
        if (x[0].DType.IsComplex()) Run<Complex>(pattern, order, x[0], x[1], y);
        else Run<double>(pattern, order, x[0], x[1], y);
        return y;
    }

    private Tensor OnPattern(Tensor g, Tensor x)
    {
        var (rows, columns) = Transpose ? (Pattern.Indices, Pattern.RowOf) : (Pattern.RowOf, Pattern.Indices);
        var products = g.Take(Tensor.Of(rows), -1) * x.Take(Tensor.Of(columns), -1);
        return products.Rank == 1 ? products : products.Reshape(-1, Pattern.Count).Sum(0);
    }

    private static unsafe void Run<T>(SparsePattern pattern, int[]? order, Tensor values, Tensor x, Tensor y) where T : unmanaged, INumberBase<T>
    {
        var (solidValues, solidX) = (values.Contiguous(), x.Contiguous());
        fixed (T* a = solidValues.Span<T>(), from = solidX.Span<T>(), to = y.Span<T>())
        fixed (int* starts = pattern.Starts, columns = pattern.Indices, entries = order)
        {
            var (rows, n, vectors) = (pattern.Rows, pattern.Columns, (int)(solidX.Size / Math.Max(1, pattern.Columns)));
            // Each row is summed by one piece alone.
            var pieces = Math.Max(1, (int)Math.Min(64, (long)pattern.Count * vectors / 8192));
            T* a0 = a, from0 = from, to0 = to;
            int* starts0 = starts, columns0 = columns, entries0 = entries;
            Threads.For(pieces, p =>
            {
                var (first, end) = ((int)((long)p * rows / pieces), (int)((p + 1L) * rows / pieces));
                for (var v = 0; v < vectors; v++)
                    if (entries0 == null) Rows(a0, starts0, columns0, from0 + (long)v * n, to0 + (long)v * rows, first, end);
                    else Rows(a0, starts0, columns0, entries0, from0 + (long)v * n, to0 + (long)v * rows, first, end);
            });
        }
    }

    private static unsafe void Rows<T>(T* a, int* starts, int* columns, T* x, T* y, int first, int end) where T : unmanaged, INumberBase<T>
    {
        for (var i = first; i < end; i++)
        {
            var sum = T.Zero;
            for (var k = starts[i]; k < starts[i + 1]; k++) sum += a[k] * x[columns[k]];
            y[i] = sum;
        }
    }

    private static unsafe void Rows<T>(T* a, int* starts, int* columns, int* entries, T* x, T* y, int first, int end) where T : unmanaged, INumberBase<T>
    {
        for (var i = first; i < end; i++)
        {
            var sum = T.Zero;
            for (var k = starts[i]; k < starts[i + 1]; k++) sum += a[entries[k]] * x[columns[k]];
            y[i] = sum;
        }
    }
}
