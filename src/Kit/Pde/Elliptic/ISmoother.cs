namespace Kit.Pde.Elliptic;

/// <summary>A smoother of one grid in the place of its red–black sweeps.</summary>
internal interface ISmoother : IDisposable
{
    /// <summary>One sweep on U for the right-hand side F.</summary>
    /// <param name="adjoint">Its steps in the opposite order, the adjoint in the inner product ⟨u, A v⟩: with it after the coarse grid a cycle is symmetric.</param>
    void Sweep(bool adjoint);

    /// <summary>The smoother of a grid; null for red–black sweeps.</summary>
    static ISmoother? Of(GridLevel level, MultigridOptions options) => options.Smoother switch
    {
        Smoother.Jacobi => new JacobiSmoother(level),
        Smoother.Chebyshev => new ChebyshevSmoother(level, options.Degree),
        Smoother.Lines when level.Counts[0] > 1 && level.Counts[2] > 1 => new LineSmoother(level),
        _ => null,
    };
}
