using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics.Sparse;

public sealed partial class SparseMatrix
{
    /// <summary>Σₖ vₖ e_{iₖ}e_{jₖ}ᵀ: values of the same place are added in the order given. Differentiable by the values.</summary>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="i">Row of each value.</param>
    /// <param name="j">Column of each value.</param>
    /// <param name="values">The values, a vector as long.</param>
    /// <exception cref="ArgumentException">Lengths differ, or an index lies outside.</exception>
    public static SparseMatrix FromTriplets(int rows, int columns, ReadOnlySpan<int> i, ReadOnlySpan<int> j, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Rank != 1 || values.Shape[0] != i.Length) throw new ArgumentException($"SparseMatrix: values of shape {values.Shape} for {i.Length} row indices");
        var pattern = SparsePattern.FromTriplets(rows, columns, i, j, out var slots);
        var type = values.DType.IsComplex() ? DType.C128 : DType.F64;
        return new(pattern, Gathered(values.Cast(type), slots, pattern.Count));
    }

    /// <summary>The entries of a dense matrix [m, n] that are larger than a threshold in size.</summary>
    /// <exception cref="ArgumentException">Not a matrix.</exception>
    public static SparseMatrix FromDense(Tensor dense, double threshold = 0)
    {
        ArgumentNullException.ThrowIfNull(dense);
        if (dense.Rank != 2) throw new ArgumentException($"SparseMatrix.FromDense: needs a matrix, not shape {dense.Shape}");
        var (sizes, n) = (dense.Abs().ToDoubles(), dense.Shape[1]);
        int[] places = [.. Enumerable.Range(0, sizes.Length).Where(k => !(sizes[k] <= threshold))];
        return FromTriplets(dense.Shape[0], n, [.. places.Select(k => k / n)], [.. places.Select(k => k % n)], dense.Reshape(-1).Take(Tensor.Of(places)));
    }

    /// <summary>The identity, n × n.</summary>
    public static SparseMatrix Identity(int n) => FromDiagonal(Tensor.Ones(n));

    /// <summary>The square matrix with this diagonal.</summary>
    public static SparseMatrix FromDiagonal(Tensor diagonal) => Banded(diagonal.Shape[0], (0, diagonal));

    /// <summary>A square matrix of constant or varying diagonals: entry (i, i + offset) is value[i], or the number everywhere.</summary>
    /// <example><c>SparseMatrix.Banded(n, (-1, -1), (0, 2), (1, -1))</c> is −u″ on n inner points, times h².</example>
    /// <param name="n">Rows and columns.</param>
    /// <param name="diagonals">Offset, positive above the diagonal, and a number or a vector [n] by rows.</param>
    public static SparseMatrix Banded(int n, params ReadOnlySpan<(int Offset, Tensor Value)> diagonals)
    {
        var (i, j, values) = (new List<int>(), new List<int>(), new List<Tensor>());
        foreach (var (offset, value) in diagonals)
        {
            var (first, end) = (Math.Max(0, -offset), Math.Min(n, n - offset));
            for (var row = first; row < end; row++)
            {
                i.Add(row);
                j.Add(row + offset);
            }

            if (end > first) values.Add((value.IsWeak ? value.Cast(DType.F64) : value).BroadcastTo(n)[first..end]);
        }

        return FromTriplets(n, n, [.. i], [.. j], values.Count > 0 ? Tensor.Concat([.. values], 0) : Tensor.Zeros(0));
    }

    /// <summary>A ⊗ B; of operators along the axes of a grid, Aₓ ⊗ 1 + 1 ⊗ A_y acts on fields [n_x, n_y].</summary>
    public SparseMatrix Kron(SparseMatrix b)
    {
        ArgumentNullException.ThrowIfNull(b);
        var (i, j) = (new int[checked(Count * b.Count)], new int[Count * b.Count]);
        for (var k = 0; k < Count; k++)
            for (var l = 0; l < b.Count; l++)
            {
                i[k * b.Count + l] = checked(Pattern.RowOf[k] * b.Rows + b.Pattern.RowOf[l]);
                j[k * b.Count + l] = checked(Pattern.Indices[k] * b.Columns + b.Pattern.Indices[l]);
            }

        return FromTriplets(checked(Rows * b.Rows), checked(Columns * b.Columns), i, j, Values.Outer(b.Values).Reshape(-1));
    }

    /// <summary>A ⊗ 1 + 1 ⊗ B: A acts along the first axis of a field, B along the second.</summary>
    public SparseMatrix KronSum(SparseMatrix b)
    {
        ArgumentNullException.ThrowIfNull(b);
        RequireSquare("KronSum");
        b.RequireSquare("KronSum");
        return Kron(Identity(b.Rows)) + Identity(Rows).Kron(b);
    }

    /// <summary>Sums of values that belong to the same slot, in the order given.</summary>
    internal static Tensor Gathered(Tensor values, int[] slots, int count)
    {
        if (values.Tracer is null) return Tensor.Zeros(count, values.DType).Put(Tensor.Of(slots), values, add: true);
        // As a product with a matrix of ones it can be differentiated.
        var pattern = SparsePattern.FromTriplets(count, slots.Length, slots, [.. Enumerable.Range(0, slots.Length)], out _);
        return new SparseProductCall(pattern, Transpose: false).Run([Tensor.Ones(slots.Length, values.DType), values]);
    }
}
