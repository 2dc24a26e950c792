using System.Numerics.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>Conjugate gradients on the finest grid of a hierarchy, preconditioned by a symmetric cycle from F to U.</summary>
/// <remarks>Trottenberg, Oosterlee and Schüller (2001), Multigrid, section 7.8: what a few modes leave over, where the coefficient jumps, costs a few more steps and not a slow factor.</remarks>
internal sealed unsafe class ConjugateGradients : IDisposable
{
    private readonly GridLevel level;
    private readonly Action<MultigridOptions> cycle;
    private readonly PaddedField x, r, p;
    private readonly double[] sums;

    /// <param name="level">The grid.</param>
    /// <param name="cycle">From the residual in its F to the correction in its U.</param>
    public ConjugateGradients(GridLevel level, Action<MultigridOptions> cycle)
    {
        (this.level, this.cycle) = (level, cycle);
        (x, r, p) = (Like(), Like(), Like());
        sums = new double[level.Counts[0]];
        PaddedField Like() => new(level.Counts[0], level.Counts[1], level.Counts[2]);
    }

    /// <summary>From the guess U and the right-hand side F of the level to the solution in U.</summary>
    /// <param name="options">When to stop.</param>
    /// <param name="scale">‖f‖₂.</param>
    /// <param name="history">Takes the relative residual of every step.</param>
    public bool Run(MultigridOptions options, double scale, List<double> history)
    {
        Slabs(level.Residual);
        Lines((i, j) => (Copy(level.U, x, i, j), Copy(level.R, r, i, j)));
        var before = 0.0;
        for (history.Add(Norm(r) / scale); history[^1] > options.Tolerance; history.Add(Norm(r) / scale))
        {
            if (history.Count > options.MaxCycles || !double.IsFinite(history[^1])) break;
            Lines((i, j) => Copy(r, level.F, i, j));
            cycle(options);
            var along = Dot(level.U, r);
            var beta = before == 0 ? 0 : along / before;
            before = along;
            Lines((i, j) =>
            {
                TensorPrimitives.MultiplyAdd(At(p, i, j), beta, At(level.U, i, j), At(p, i, j));
                At(level.F, i, j).Clear();
                return Copy(p, level.U, i, j);
            });
            for (var i = 0; level.Periodic[2] && i < level.Counts[0]; i++) level.U.Wrap(i);
            Slabs(level.Residual);
            var step = -along / Dot(p, level.R);
            Lines((i, j) =>
            {
                TensorPrimitives.MultiplyAdd(At(p, i, j), step, At(x, i, j), At(x, i, j));
                TensorPrimitives.MultiplyAdd(At(level.R, i, j), step, At(r, i, j), At(r, i, j));
                return true;
            });
        }

        Lines((i, j) => Copy(x, level.U, i, j));
        return history[^1] <= options.Tolerance;
    }

    public void Dispose()
    {
        foreach (var field in (PaddedField[])[x, r, p]) field.Dispose();
    }

    private static Span<double> At(PaddedField field, int i, int j) => new(field.Line(i, j), field.Count);

    private static bool Copy(PaddedField from, PaddedField to, int i, int j)
    {
        At(from, i, j).CopyTo(At(to, i, j));
        return true;
    }

    private double Norm(PaddedField a) => Math.Sqrt(Dot(a, a));

    private double Dot(PaddedField a, PaddedField b)
    {
        Slabs(i =>
        {
            var sum = 0.0;
            for (var j = 0; j < level.Counts[1]; j++) sum += TensorPrimitives.Dot<double>(At(a, i, j), At(b, i, j));
            sums[i] = sum;
        });
        return sums.Sum();
    }

    private void Lines<T>(Func<int, int, T> body) => Slabs(i =>
    {
        for (var j = 0; j < level.Counts[1]; j++) body(i, j);
    });

    private void Slabs(Action<int> body) => Wavefront.Run(level, [body]);
}
