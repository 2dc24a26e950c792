using Kit.Numerics.Sparse;

namespace Kit.Pde.Elliptic;

/// <summary>The grids of one problem and the iteration over them.</summary>
/// <param name="finest">The finest, with coarser ones behind it unless there are algebraic levels.</param>
/// <param name="symmetric">Whether the equations are multiplied by the volumes of the points, which makes them symmetric.</param>
/// <param name="algebraic">Levels found in the matrix, in the place of coarser grids.</param>
internal sealed unsafe class Hierarchy(GridLevel finest, bool symmetric, AlgebraicMultigrid? algebraic = null) : IDisposable
{
    private ConjugateGradients? krylov;
    private (double[] From, double[] To)? flat;

    public GridLevel Finest => finest;

    /// <summary>Solves for the right-hand side in F from the guess in U, by cycles or by conjugate gradients.</summary>
    /// <param name="options">When to stop.</param>
    /// <param name="scale">‖f‖₂, not 0.</param>
    /// <param name="history">Takes ‖r‖₂/‖f‖₂; of cycles after the smoothing that begins the next one.</param>
    public bool Solve(MultigridOptions options, double scale, List<double> history)
    {
        if (algebraic is not null || (options.Accelerate ?? symmetric)) return (krylov ??= new(finest, Precondition)).Run(options, scale, history);
        if (finest.Coarser is null)
        {
            finest.Relax(0, 0, false);
            history.AddRange([1, 0]);
            return true;
        }

        while (true)
        {
            Elliptic.Cycle.Down(finest, options.Before);
            history.Add(finest.ResidualNorm() / scale);
            if (history[^1] <= options.Tolerance) return true;
            if (history.Count > options.MaxCycles || !double.IsFinite(history[^1])) return false;
            Elliptic.Cycle.Coarse(finest.Coarser, options.Cycle, options.Before, options.After, false);
            Elliptic.Cycle.Up(finest, options.After, false);
        }
    }

    /// <summary>One cycle from zero: from F to U.</summary>
    public void Precondition(MultigridOptions options)
    {
        finest.U.Clear();
        if (algebraic is null) Elliptic.Cycle.Run(finest, options.Cycle, options.Before, options.After);
        else Algebraic(algebraic);
    }

    private void Algebraic(AlgebraicMultigrid levels)
    {
        flat ??= (new double[finest.Size], new double[finest.Size]);
        var (from, to) = flat.Value;
        var (lines, n) = (finest.Counts[0] * finest.Counts[1], finest.Counts[2]);
        for (var line = 0; line < lines; line++) new Span<double>(finest.F.Line(0, line), n).CopyTo(from.AsSpan(line * n));
        levels.Cycle(from, to);
        for (var line = 0; line < lines; line++) to.AsSpan(line * n, n).CopyTo(new(finest.U.Line(0, line), n));
    }

    public bool Symmetric => symmetric;

    public void Dispose()
    {
        krylov?.Dispose();
        finest.Dispose();
    }
}
