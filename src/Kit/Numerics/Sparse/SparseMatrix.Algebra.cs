using System.Numerics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics.Sparse;

public sealed partial class SparseMatrix
{
    /// <summary>A + B.</summary>
    public static SparseMatrix operator +(SparseMatrix a, SparseMatrix b) => Sum(a, b, 1);

    /// <summary>A − B.</summary>
    public static SparseMatrix operator -(SparseMatrix a, SparseMatrix b) => Sum(a, b, -1);

    /// <summary>s·A.</summary>
    public static SparseMatrix operator *(double s, SparseMatrix a) => new(a.Pattern, s * a.Values);

    /// <summary>s·A.</summary>
    public static SparseMatrix operator *(Complex s, SparseMatrix a) => new(a.Pattern, s * a.Values);

    /// <summary>−A.</summary>
    public static SparseMatrix operator -(SparseMatrix a) => new(a.Pattern, -a.Values);

    /// <summary>A·B.</summary>
    public static SparseMatrix operator *(SparseMatrix a, SparseMatrix b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.MatMul(b);
    }

    /// <summary>Aᵀ.</summary>
    public SparseMatrix Transpose()
    {
        var (pattern, order) = Pattern.Transposed();
        return new(pattern, Values.Take(Tensor.Of(order)));
    }

    /// <summary>A·B, row by row.</summary>
    /// <remarks>F. G. Gustavson, ACM Trans. Math. Softw. 4 (1978) 250. Where a factor is being differentiated, the products are gathered one by one.</remarks>
    /// <exception cref="ArgumentException">A's columns are not as many as B's rows.</exception>
    public SparseMatrix MatMul(SparseMatrix b)
    {
        ArgumentNullException.ThrowIfNull(b);
        if (Columns != b.Rows) throw new ArgumentException($"SparseMatrix: inner dimensions differ: {Rows} × {Columns} times {b.Rows} × {b.Columns}");
        var pattern = ProductPattern(Pattern, b.Pattern);
        var type = DTypes.Promote(Values.DType, b.Values.DType);
        if ((Values.Tracer ?? b.Values.Tracer) is not null) return new(pattern, Traced(pattern, b, type));
        using var scope = Tensor.Scope();
        var values = Tensor.Zeros(pattern.Count, type);
        Tensor left = Values.Cast(type).Contiguous(), right = b.Values.Cast(type).Contiguous();
        if (type.IsComplex()) Accumulate(Pattern, left.Span<Complex>(), b.Pattern, right.Span<Complex>(), pattern, values.Span<Complex>());
        else Accumulate(Pattern, left.Span<double>(), b.Pattern, right.Span<double>(), pattern, values.Span<double>());
        return new(pattern, values.Keep());
    }

    /// <summary>PᵀAP, the operator on a coarser level whose interpolation is P.</summary>
    /// <param name="interpolation">P, n × coarse.</param>
    public SparseMatrix Galerkin(SparseMatrix interpolation)
    {
        ArgumentNullException.ThrowIfNull(interpolation);
        return interpolation.Transpose().MatMul(MatMul(interpolation));
    }

    /// <summary>diag(s)·A.</summary>
    /// <param name="s">[m].</param>
    public SparseMatrix ScaleRows(Tensor s) => new(Pattern, Values * s.BroadcastTo(Rows).Take(Tensor.Of(Pattern.RowOf)));

    /// <summary>A·diag(s).</summary>
    /// <param name="s">[n].</param>
    public SparseMatrix ScaleColumns(Tensor s) => new(Pattern, Values * s.BroadcastTo(Columns).Take(Tensor.Of(Pattern.Indices)));

    /// <summary>The rows and columns of these numbers, in this order: what is left when values at a boundary are known, or a permuted matrix.</summary>
    /// <exception cref="ArgumentException">A number lies outside or, of a column, comes twice.</exception>
    public SparseMatrix Select(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        var place = new int[Columns];
        Array.Fill(place, -1);
        for (var c = 0; c < columns.Length; c++)
            if ((uint)columns[c] >= (uint)Columns || place[columns[c]] >= 0) throw new ArgumentException($"SparseMatrix.Select: column {columns[c]} of {Columns} lies outside or comes twice");
            else place[columns[c]] = c;
        var (i, j, entries) = (new List<int>(), new List<int>(), new List<int>());
        for (var r = 0; r < rows.Length; r++)
        {
            if ((uint)rows[r] >= (uint)Rows) throw new ArgumentException($"SparseMatrix.Select: row {rows[r]} of {Rows}");
            for (var k = Pattern.Starts[rows[r]]; k < Pattern.Starts[rows[r] + 1]; k++)
                if (place[Pattern.Indices[k]] is >= 0 and var c)
                {
                    i.Add(r);
                    j.Add(c);
                    entries.Add(k);
                }
        }

        return FromTriplets(rows.Length, columns.Length, [.. i], [.. j], Values.Take(Tensor.Of([.. entries])));
    }

    private static SparseMatrix Sum(SparseMatrix a, SparseMatrix b, int sign)
    {
        if (a.Rows != b.Rows || a.Columns != b.Columns) throw new ArgumentException($"SparseMatrix: {a.Rows} × {a.Columns} beside {b.Rows} × {b.Columns}");
        if (a.Pattern == b.Pattern) return new(a.Pattern, sign > 0 ? a.Values + b.Values : a.Values - b.Values);
        var type = DTypes.Promote(a.Values.DType, b.Values.DType);
        return FromTriplets(a.Rows, a.Columns, [.. a.Pattern.RowOf, .. b.Pattern.RowOf], [.. a.Pattern.Indices, .. b.Pattern.Indices],
            Tensor.Concat([a.Values.Cast(type), (sign > 0 ? b.Values : -b.Values).Cast(type)], 0));
    }

    private static SparsePattern ProductPattern(SparsePattern a, SparsePattern b)
    {
        var (starts, indices, seen) = (new int[a.Rows + 1], new List<int>(a.Count), new int[b.Columns]);
        Array.Fill(seen, -1);
        for (var i = 0; i < a.Rows; i++)
        {
            for (var k = a.Starts[i]; k < a.Starts[i + 1]; k++)
                for (var l = b.Starts[a.Indices[k]]; l < b.Starts[a.Indices[k] + 1]; l++)
                    if (seen[b.Indices[l]] != i)
                    {
                        seen[b.Indices[l]] = i;
                        indices.Add(b.Indices[l]);
                    }

            indices.Sort(starts[i], indices.Count - starts[i], null);
            starts[i + 1] = indices.Count;
        }

        return SparsePattern.Of(a.Rows, b.Columns, starts, [.. indices]);
    }

    private static void Accumulate<T>(SparsePattern a, ReadOnlySpan<T> left, SparsePattern b, ReadOnlySpan<T> right, SparsePattern c, Span<T> values) where T : INumberBase<T>
    {
        var place = new int[b.Columns];
        for (var i = 0; i < a.Rows; i++)
        {
            for (var k = c.Starts[i]; k < c.Starts[i + 1]; k++) place[c.Indices[k]] = k;
            for (var k = a.Starts[i]; k < a.Starts[i + 1]; k++)
                for (var l = b.Starts[a.Indices[k]]; l < b.Starts[a.Indices[k] + 1]; l++) values[place[b.Indices[l]]] += left[k] * right[l];
        }
    }

    private Tensor Traced(SparsePattern pattern, SparseMatrix b, DType type)
    {
        var (first, second, slots) = (new List<int>(), new List<int>(), new List<int>());
        for (var k = 0; k < Count; k++)
            for (var l = b.Pattern.Starts[Pattern.Indices[k]]; l < b.Pattern.Starts[Pattern.Indices[k] + 1]; l++)
            {
                first.Add(k);
                second.Add(l);
                slots.Add(pattern.Find(Pattern.RowOf[k], b.Pattern.Indices[l]));
            }

        var products = Values.Cast(type).Take(Tensor.Of([.. first])) * b.Values.Cast(type).Take(Tensor.Of([.. second]));
        return Gathered(products, [.. slots], pattern.Count);
    }
}
