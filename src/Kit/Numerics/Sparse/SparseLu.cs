using Kit.Compute;
using Kit.Tensors;
using Matrix = Kit.Compute.Cpu.Matrix<double>;

namespace Kit.Numerics.Sparse;

/// <summary>P·A·Q = L·U of a sparse square matrix: a multifrontal factorisation in nested dissection order with threshold pivoting, then solutions with as many right-hand sides as you like.</summary>
/// <remarks>
/// Rows and columns are scaled by powers of two so that their largest entries are near 1; a solution is refined while its backward error is above rounding.
/// I. S. Duff and J. K. Reid, ACM Trans. Math. Softw. 9 (1983) 302.
/// </remarks>
public sealed class SparseLu
{
    private const int Refinements = 3;
    private readonly FrontalLu factors;
    private readonly double[] rowScale, columnScale, values;
    private readonly double size;

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">Square, real, regular.</param>
    /// <param name="tree">The plan for its pattern, to be had once for many matrices; made here if null.</param>
    /// <exception cref="ArgumentException">Not square, complex, not finite, or the plan is for another pattern.</exception>
    /// <exception cref="ArithmeticException">Singular; the message names the column.</exception>
    public SparseLu(SparseMatrix matrix, FrontalTree? tree = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        matrix.RequireSquare("SparseLu");
        if (tree is not null && tree.Pattern != matrix.Pattern) throw new ArgumentException("SparseLu: the plan is for another pattern; make one with FrontalTree.Of(matrix.Pattern)");
        (Matrix, Tree, values) = (matrix, tree ?? FrontalTree.Of(matrix.Pattern), matrix.RealValues("SparseLu"));
        (rowScale, columnScale) = Equilibrated(matrix.Pattern, values);
        var scaled = new double[values.Length];
        for (var i = 0; i < matrix.Rows; i++)
        {
            var sum = 0.0;
            for (var k = matrix.Pattern.Starts[i]; k < matrix.Pattern.Starts[i + 1]; k++)
            {
                scaled[k] = values[k] * rowScale[i] * columnScale[matrix.Pattern.Indices[k]];
                sum += Math.Abs(values[k]);
            }

            size = Math.Max(size, sum);
        }

        try
        {
            factors = new(Tree, scaled);
        }
        catch (FrontalLu.SingularException singular)
        {
            throw new ArithmeticException($"SparseLu: the matrix of {matrix.Rows} × {matrix.Columns} is singular to working precision: no pivot is left for unknown {Tree.Order[singular.Column]}; " +
                "of a Neumann problem fix one value, or use Minres");
        }
    }

    /// <summary>A.</summary>
    public SparseMatrix Matrix { get; }

    /// <summary>The plan, good for every matrix of the same pattern.</summary>
    public FrontalTree Tree { get; }

    /// <summary>Entries of L and U.</summary>
    public long Fill => factors.Fill;

    /// <summary>Pivots that were too small where they stood and had to wait for a later front.</summary>
    public int Delayed => factors.Delayed;

    /// <summary>x with A x = b for each vector along the last axis; differentiable by b and by A's values.</summary>
    /// <param name="b">[.., n].</param>
    /// <exception cref="ArgumentException">The last axis is not n long, or b is complex.</exception>
    public Tensor Solve(Tensor b) => Run(b, transpose: false);

    /// <summary>x with Aᵀ x = b for each vector along the last axis.</summary>
    /// <param name="b">[.., n].</param>
    /// <exception cref="ArgumentException">The last axis is not n long, or b is complex.</exception>
    public Tensor SolveTransposed(Tensor b) => Run(b, transpose: true);

    /// <summary>The solution for vectors that nobody watches.</summary>
    internal Tensor Substitute(Tensor b, bool transpose)
    {
        using var scope = Tensor.Scope();
        var sides = b.Reshape(-1, Matrix.Rows);
        var x = Through(sides, transpose);
        for (var (round, best) = (0, double.PositiveInfinity); round < Refinements; round++)
        {
            var image = transpose ? Matrix.MultiplyTransposed(x) : Matrix.Multiply(x);
            var residual = sides - image;
            var error = residual.Abs().Max().Item() / Math.Max(double.Epsilon, size * x.Abs().Max().Item() + sides.Abs().Max().Item());
            if (!(error > 4e-16) || error > 0.5 * best) break;
            best = error;
            x = x + Through(residual, transpose);
        }

        return scope.Own(x.Reshape(b.Shape), scope.Outer);
    }

    private Tensor Run(Tensor b, bool transpose)
    {
        ArgumentNullException.ThrowIfNull(b);
        if (b.Rank == 0 || b.Shape[-1] != Matrix.Rows) throw new ArgumentException($"SparseLu: right-hand side of shape {b.Shape} for a matrix of {Matrix.Rows} × {Matrix.Columns}; the last axis must be {Matrix.Rows} long");
        if (b.DType.IsComplex()) throw new ArgumentException($"SparseLu: right-hand side of type {b.DType}; solve for its real and imaginary parts");
        return b.Size == 0 ? b : new SparseSolveCall(this, transpose).Run([Matrix.Values, b.Cast(DType.F64)]);
    }

    /// <summary>A⁻¹B, with scaling and order: C(RAC)⁻¹RB.</summary>
    private unsafe Tensor Through(Tensor sides, bool transpose)
    {
        var (n, m, order) = (Matrix.Rows, sides.Shape[0], Tree.Order);
        var (before, after) = transpose ? (columnScale, rowScale) : (rowScale, columnScale);
        var (b, x, block) = (sides.Contiguous(), Tensor.Empty(sides.Shape, sides.DType, sides.Device), new double[(long)n * m]);
        Span<double> from = b.Span<double>(), to = x.Span<double>();
        for (var k = 0; k < n; k++)
            for (var v = 0; v < m; v++) block[(long)k * m + v] = from[v * n + order[k]] * before[order[k]];
        fixed (double* data = block) factors.Solve(new Matrix(data, n, m, m, 1), transpose);
        for (var k = 0; k < n; k++)
            for (var v = 0; v < m; v++) to[v * n + order[k]] = block[(long)k * m + v] * after[order[k]];
        return x;
    }

    /// <summary>Powers of two that bring the largest entry of each row and then of each column to [½, 1).</summary>
    private static (double[] Rows, double[] Columns) Equilibrated(SparsePattern pattern, double[] values)
    {
        double[] rows = new double[pattern.Rows], columns = new double[pattern.Columns];
        for (var k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k])) throw new ArgumentException($"SparseLu: entry ({pattern.RowOf[k]}, {pattern.Indices[k]}) is {values[k]}");
            rows[pattern.RowOf[k]] = Math.Max(rows[pattern.RowOf[k]], Math.Abs(values[k]));
        }

        for (var i = 0; i < rows.Length; i++) rows[i] = Scale(rows[i]);
        for (var k = 0; k < values.Length; k++) columns[pattern.Indices[k]] = Math.Max(columns[pattern.Indices[k]], rows[pattern.RowOf[k]] * Math.Abs(values[k]));
        for (var j = 0; j < columns.Length; j++) columns[j] = Scale(columns[j]);
        return (rows, columns);

        static double Scale(double largest) => largest > 0 ? Math.ScaleB(1, -1 - Math.ILogB(largest)) : 1;
    }
}
