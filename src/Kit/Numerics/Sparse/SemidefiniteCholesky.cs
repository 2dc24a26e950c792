namespace Kit.Numerics.Sparse;

/// <summary>LLᵀ of a small dense symmetric matrix that may be singular: an unknown whose pivot has vanished is set to zero.</summary>
internal sealed class SemidefiniteCholesky
{
    // Of what a pivot began with; rounding leaves about this much of a zero.
    private const double Vanished = 1e-11;
    private readonly int n;
    private readonly double[] factor;

    public SemidefiniteCholesky(SparsePattern pattern, double[] values)
    {
        (n, factor) = (pattern.Rows, new double[checked(pattern.Rows * pattern.Rows)]);
        for (var i = 0; i < n; i++)
            for (var k = pattern.Starts[i]; k < pattern.Starts[i + 1]; k++) factor[i * n + pattern.Indices[k]] = values[k];
        for (var j = 0; j < n; j++)
        {
            var pivot = factor[j * n + j];
            for (var k = 0; k < j; k++) pivot -= factor[j * n + k] * factor[j * n + k];
            var scale = pivot > Vanished * factor[j * n + j] ? 1 / Math.Sqrt(pivot) : 0;
            for (var i = j + 1; i < n; i++)
            {
                var sum = factor[i * n + j];
                for (var k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k];
                factor[i * n + j] = sum * scale;
            }

            factor[j * n + j] = scale;
        }
    }

    /// <summary>x with A x = b; the diagonal of the factor holds reciprocals.</summary>
    public void Solve(ReadOnlySpan<double> b, Span<double> x)
    {
        for (var i = 0; i < n; i++)
        {
            var sum = b[i];
            for (var k = 0; k < i; k++) sum -= factor[i * n + k] * x[k];
            x[i] = sum * factor[i * n + i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            var sum = x[i];
            for (var k = i + 1; k < n; k++) sum -= factor[k * n + i] * x[k];
            x[i] = sum * factor[i * n + i];
        }
    }
}
