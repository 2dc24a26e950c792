namespace Kit.Pde.Elliptic;

/// <summary>The grids of one problem and the iteration over them.</summary>
internal sealed unsafe class Hierarchy(GridLevel finest, bool symmetric) : IDisposable
{
    private ConjugateGradients? krylov;

    public GridLevel Finest => finest;

    /// <summary>Solves for the right-hand side in F from the guess in U, by cycles or by conjugate gradients.</summary>
    /// <param name="options">When to stop.</param>
    /// <param name="scale">‖f‖₂, not 0.</param>
    /// <param name="history">Takes ‖r‖₂/‖f‖₂; of cycles after the smoothing that begins the next one.</param>
    public bool Solve(MultigridOptions options, double scale, List<double> history)
    {
        if (options.Accelerate ?? symmetric) return (krylov ??= new(finest)).Run(options, scale, history);
        if (finest.Coarser is null)
        {
            finest.Relax(0, 0);
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

    /// <summary>Whether the equations are multiplied by the volumes of the points, which makes them symmetric.</summary>
    public bool Symmetric => symmetric;

    public void Dispose()
    {
        krylov?.Dispose();
        finest.Dispose();
    }
}
