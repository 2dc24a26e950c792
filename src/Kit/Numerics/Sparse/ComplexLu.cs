using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>Elimination of a complex sparse matrix as the real one of twice the size: each entry a + ib becomes [[a, −b], [b, a]], the two parts of an unknown side by side.</summary>
/// <remarks>Pivots are chosen among real numbers, which is as stable; it takes twice the operations and the memory of complex arithmetic.</remarks>
public sealed class ComplexLu
{
    private readonly SparseLu factors;

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">Square, regular, real or complex.</param>
    /// <exception cref="ArgumentException">Not square or not finite.</exception>
    /// <exception cref="ArithmeticException">Singular.</exception>
    public ComplexLu(SparseMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        matrix.RequireSquare("ComplexLu");
        Matrix = matrix;
        var count = matrix.Count;
        int[] rows = new int[4 * count], columns = new int[4 * count];
        for (var k = 0; k < count; k++)
            for (var part = 0; part < 4; part++)
                (rows[part * count + k], columns[part * count + k]) = (2 * matrix.Pattern.RowOf[k] + part / 2, 2 * matrix.Pattern.Indices[k] + part % 2);
        var (re, im) = (matrix.Values.Real(), matrix.Values.Cast(DType.C128).Imag());
        var pairs = SparseMatrix.FromTriplets(2 * matrix.Rows, 2 * matrix.Rows, rows, columns, Tensor.Concat([re, -im, im, re], 0));
        factors = new(new SparseMatrix(pairs.Pattern, pairs.Values.Keep()));
    }

    /// <summary>A.</summary>
    public SparseMatrix Matrix { get; }

    /// <summary>x with A x = b for each vector along the last axis, C128; differentiable in b.</summary>
    /// <param name="b">[.., n], real or complex.</param>
    /// <exception cref="ArgumentException">The last axis is not n long.</exception>
    public Tensor Solve(Tensor b)
    {
        ArgumentNullException.ThrowIfNull(b);
        if (b.Rank == 0 || b.Shape[-1] != Matrix.Rows) throw new ArgumentException($"ComplexLu: right-hand side of shape {b.Shape} for a matrix of {Matrix.Rows} × {Matrix.Columns}; the last axis must be {Matrix.Rows} long");
        ReadOnlySpan<int> batch = ((ReadOnlySpan<int>)b.Shape)[..^1];
        var complex = b.Cast(DType.C128);
        var parts = factors.Solve(Tensor.Stack([complex.Real(), complex.Imag()], -1).Reshape([.. batch, 2 * Matrix.Rows])).Reshape([.. batch, Matrix.Rows, 2]);
        return Functions.ComplexOf(parts.Along(b.Rank, 0, 1), parts.Along(b.Rank, 1, 2)).Reshape(b.Shape);
    }
}
