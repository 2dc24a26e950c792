namespace Kit.Tensors;

public static partial class Functions
{
    /// <summary>Kronecker's product (a ⊗ b)[i·m + k, j·n + l] = a[i, j] b[k, l], for any number of axes; the shorter shape gets leading axes of extent 1.</summary>
    public static Tensor Kron(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var rank = Math.Max(a.Rank, b.Rank);
        var (left, right, dims) = (new int[2 * rank], new int[2 * rank], new int[rank]);
        for (var k = 1; k <= rank; k++)
        {
            var (m, n) = (k <= a.Rank ? a.Shape[-k] : 1, k <= b.Rank ? b.Shape[-k] : 1);
            (left[^(2 * k)], left[^(2 * k - 1)]) = (m, 1);
            (right[^(2 * k)], right[^(2 * k - 1)]) = (1, n);
            dims[^k] = checked(m * n);
        }

        return (a.Reshape(left) * b.Reshape(right)).Reshape(dims);
    }

    /// <summary>Σᵢ aᵢᵢ over the last two axes.</summary>
    /// <exception cref="ArgumentException">Less than two axes.</exception>
    public static Tensor Trace(Tensor a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.Rank < 2 ? throw new ArgumentException($"Trace: shape {a.Shape} has no two axes") : Diagonal(a).Sum(-1);
    }

    /// <summary>Square matrices with the last axis of v on a diagonal: y[…, i, i + offset] = v[…, i] for offset ≥ 0, y[…, i − offset, i] below; 0 elsewhere. <see cref="Diagonal"/> goes the other way.</summary>
    /// <param name="v">At least one axis, of n elements.</param>
    /// <param name="offset">Which diagonal; above the main one for positive numbers. The matrices are (n + |offset|) square.</param>
    /// <exception cref="ArgumentException">v is a scalar.</exception>
    public static Tensor Diag(Tensor v, int offset = 0)
    {
        ArgumentNullException.ThrowIfNull(v);
        if (v.Rank == 0) throw new ArgumentException("Diag: a scalar has no axis to lay on a diagonal");
        var n = v.Shape[^1];
        var m = checked(n + Math.Abs(offset));
        if (n == 0) return Tensor.Zeros(new([.. v.Shape.Dims[..^1], m, m]), v.DType).To(v.Device);
        var (rows, columns) = RowsAndColumns(m, m);
        var position = (columns - Math.Max(offset, 0)).Clamp(0, n - 1).Flatten();
        return Where((columns - rows).Equal(offset).To(v.Device), v.Take(position, -1).Unsqueeze(-2), false);
    }

    /// <summary>The lower triangle of the last two axes: aᵢⱼ where j ≤ i + offset, else 0.</summary>
    /// <exception cref="ArgumentException">Less than two axes.</exception>
    public static Tensor Tril(Tensor a, int offset = 0) => Triangle(a, (row, column) => column <= row + offset, "Tril");

    /// <summary>The upper triangle of the last two axes: aᵢⱼ where j ≥ i + offset, else 0.</summary>
    /// <exception cref="ArgumentException">Less than two axes.</exception>
    public static Tensor Triu(Tensor a, int offset = 0) => Triangle(a, (row, column) => column >= row + offset, "Triu");

    private static Tensor Triangle(Tensor a, Func<Tensor, Tensor, Tensor> keep, string caller)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.Rank < 2) throw new ArgumentException($"{caller}: shape {a.Shape} has no two axes");
        var (rows, columns) = RowsAndColumns(a.Shape[-2], a.Shape[-1]);
        return Where(keep(rows, columns).To(a.Device), a, false);
    }

    private static (Tensor Rows, Tensor Columns) RowsAndColumns(int m, int n) => (Tensor.Arange(m).Unsqueeze(1), Tensor.Arange(n).Unsqueeze(0));
}
