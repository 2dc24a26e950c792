namespace Kit.Numerics.Sparse;

/// <summary>A level of algebraic multigrid: its matrix, the interpolation from the next level, and the vectors of a cycle.</summary>
internal sealed class AlgebraicLevel
{
    private readonly int[] starts, columns, diagonal;
    private readonly double[] values, inverse, weights;
    private readonly SparsePattern? interpolation;

    public AlgebraicLevel(SparsePattern pattern, double[] values, SparseMatrix? interpolation)
    {
        (starts, columns, this.values) = (pattern.Starts, pattern.Indices, values);
        diagonal = TriangularSweeps.Diagonal(pattern, "AlgebraicMultigrid");
        inverse = new double[diagonal.Length];
        for (var i = 0; i < inverse.Length; i++)
            inverse[i] = values[diagonal[i]] > 0 ? 1 / values[diagonal[i]] : throw new ArgumentException($"AlgebraicMultigrid: diagonal entry {i} of {inverse.Length} is {values[diagonal[i]]}; a positive definite matrix has positive ones");
        (this.interpolation, weights) = (interpolation?.Pattern, interpolation?.RealValues("AlgebraicMultigrid") ?? []);
        (Right, Solution) = (new double[pattern.Rows], new double[pattern.Rows]);
    }

    public double[] Right { get; }

    public double[] Solution { get; }

    /// <summary>A forward sweep from zero, and the transposed interpolation of the residual to the next level.</summary>
    public void Down(double[] coarse)
    {
        var (x, b) = (Solution, Right);
        for (var i = 0; i < x.Length; i++)
        {
            // What comes after i is zero still.
            var sum = b[i];
            for (var k = starts[i]; k < diagonal[i]; k++) sum -= values[k] * x[columns[k]];
            x[i] = sum * inverse[i];
        }

        Array.Clear(coarse);
        for (var i = 0; i < x.Length; i++)
        {
            // The sweep left of the residual of i what the unknowns after it have changed since.
            var residual = 0.0;
            for (var k = diagonal[i] + 1; k < starts[i + 1]; k++) residual -= values[k] * x[columns[k]];
            for (var k = interpolation!.Starts[i]; k < interpolation.Starts[i + 1]; k++) coarse[interpolation.Indices[k]] += weights[k] * residual;
        }
    }

    /// <summary>Adds the interpolated correction; a backward sweep.</summary>
    public void Up(double[] coarse)
    {
        var (x, b) = (Solution, Right);
        for (var i = 0; i < x.Length; i++)
        {
            var sum = x[i];
            for (var k = interpolation!.Starts[i]; k < interpolation.Starts[i + 1]; k++) sum += weights[k] * coarse[interpolation.Indices[k]];
            x[i] = sum;
        }

        for (var i = x.Length - 1; i >= 0; i--)
        {
            var sum = b[i];
            for (var k = starts[i]; k < starts[i + 1]; k++) sum -= values[k] * x[columns[k]];
            x[i] += sum * inverse[i];
        }
    }
}
