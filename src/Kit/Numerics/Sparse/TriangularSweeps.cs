using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>Substitution with the two triangles of a matrix that lies row by row in one pattern.</summary>
/// <param name="pattern">Square, with its whole diagonal.</param>
/// <param name="values">Below the diagonal L (unit diagonal), on and above it U.</param>
internal sealed class TriangularSweeps(SparsePattern pattern, double[] values)
{
    private readonly int[] diagonal = Diagonal(pattern, "preconditioner");

    /// <summary>(LU)⁻¹r, of r's shape.</summary>
    public Tensor Solve(Tensor r)
    {
        if (r.Size != pattern.Rows) throw new ArgumentException($"a preconditioner of {pattern.Rows} unknowns applied to shape {r.Shape}");
        var x = r.Cast(DType.F64).Copy();
        var span = x.Span<double>();
        int[] starts = pattern.Starts, columns = pattern.Indices;
        for (var i = 0; i < span.Length; i++)
        {
            var sum = span[i];
            for (var k = starts[i]; k < diagonal[i]; k++) sum -= values[k] * span[columns[k]];
            span[i] = sum;
        }

        for (var i = span.Length - 1; i >= 0; i--)
        {
            var sum = span[i];
            for (var k = diagonal[i] + 1; k < starts[i + 1]; k++) sum -= values[k] * span[columns[k]];
            span[i] = sum / values[diagonal[i]];
        }

        return x;
    }

    /// <summary>The entry of each row that is on the diagonal.</summary>
    /// <exception cref="ArithmeticException">A row has none.</exception>
    public static int[] Diagonal(SparsePattern pattern, string caller)
    {
        var places = new int[pattern.Rows];
        for (var i = 0; i < places.Length; i++)
            if ((places[i] = pattern.Find(i, i)) < 0) throw new ArithmeticException($"{caller}: row {i} has no diagonal entry");
        return places;
    }
}
