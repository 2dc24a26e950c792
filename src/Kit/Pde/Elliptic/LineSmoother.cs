using Kit.Compute;

namespace Kit.Pde.Elliptic;

/// <summary>Alternating zebra relaxation in a plane: the lines of even number along x solved at once, then the odd ones, then the same along the other axis.</summary>
/// <remarks>
/// Point smoothing leaves waves that are short across a strong coupling's direction; lines along it do not see them, and those along the other axis take what is left.
/// Trottenberg, Oosterlee and Schüller (2001), Multigrid, section 5.1. Lines of one colour get T⁻¹ r with the tridiagonal part T of the equations, factors kept.
/// </remarks>
internal sealed unsafe class LineSmoother : ISmoother
{
    private const int Block = 64;
    private readonly GridLevel level;
    private readonly Factors down, along;

    public LineSmoother(GridLevel level)
    {
        this.level = level;
        (down, along) = (Factored(0), Factored(2));
    }

    /// <summary>Weights towards both neighbours on a line and 1/pivot, row-major.</summary>
    private sealed record Factors(double[] Low, double[] High, double[] Inverse);

    public void Sweep(bool adjoint)
    {
        var (first, second) = adjoint ? (1, 0) : (0, 1);
        if (adjoint) Rows(first, second);
        Columns(first);
        Columns(second);
        if (!adjoint) Rows(first, second);
    }

    public void Dispose() { }

    private Factors Factored(int axis)
    {
        var (rows, columns) = (level.Counts[0], level.Counts[2]);
        var step = axis == 0 ? columns : 1;
        Factors factors = new(new double[rows * columns], new double[rows * columns], new double[rows * columns]);
        for (var i = 0; i < rows; i++)
            for (var k = 0; k < columns; k++)
            {
                var at = i * columns + k;
                (factors.Low[at], factors.High[at]) = level.Couplings(axis, i, k);
                var fill = (axis == 0 ? i : k) > 0 ? factors.Low[at] * factors.High[at - step] * factors.Inverse[at - step] : 0;
                factors.Inverse[at] = 1 / (1 / level.Reciprocals(i, 0)[k] - fill);
            }

        return factors;
    }

    private void Rows(int first, int second)
    {
        Wavefront.Run(level, [i => Row(i, first), i => Row(i, second)]);

        void Row(int i, int colour)
        {
            if (i % 2 != colour) return;
            level.Residual(i);
            double* r = level.R.Line(i, 0), u = level.U.Line(i, 0);
            var (n, at) = (level.Counts[2], i * level.Counts[2]);
            for (var k = 1; k < n; k++) r[k] += along.Low[at + k] * along.Inverse[at + k - 1] * r[k - 1];
            for (var k = n - 1; k >= 0; k--)
            {
                r[k] = (r[k] + (k + 1 < n ? along.High[at + k] * r[k + 1] : 0)) * along.Inverse[at + k];
                u[k] += r[k];
            }
        }
    }

    /// <summary>Columns k of a colour, row after row.</summary>
    private void Columns(int colour)
    {
        Wavefront.Run(level, [level.Residual]);
        var (rows, columns) = (level.Counts[0], level.Counts[2]);
        Threads.For((columns + Block - 1) / Block, block =>
        {
            var (from, to) = (block * Block + colour, Math.Min(columns, (block + 1) * Block));
            for (var i = 1; i < rows; i++)
            {
                double* r = level.R.Line(i, 0), before = level.R.Line(i - 1, 0);
                var at = i * columns;
                for (var k = from; k < to; k += 2) r[k] += down.Low[at + k] * down.Inverse[at - columns + k] * before[k];
            }

            for (var i = rows - 1; i >= 0; i--)
            {
                double* r = level.R.Line(i, 0), u = level.U.Line(i, 0), after = i + 1 < rows ? level.R.Line(i + 1, 0) : r;
                var at = i * columns;
                for (var k = from; k < to; k += 2)
                {
                    r[k] = (r[k] + (i + 1 < rows ? down.High[at + k] * after[k] : 0)) * down.Inverse[at + k];
                    u[k] += r[k];
                }
            }
        });
    }
}
