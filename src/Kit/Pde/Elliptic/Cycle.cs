namespace Kit.Pde.Elliptic;

/// <summary>How often a cycle visits coarser grids.</summary>
public enum CycleKind
{
    /// <summary>Once.</summary>
    V,

    /// <summary>Twice from every grid.</summary>
    W,

    /// <summary>A V cycle after each return from a coarser F cycle.</summary>
    F,
}

/// <summary>Multigrid cycles: smooth, solve for the rest on the coarser grid, correct, smooth.</summary>
internal static class Cycle
{
    /// <summary>One cycle from a level down, with the smoother of each level or red–black Gauss–Seidel.</summary>
    public static void Run(GridLevel level, CycleKind kind, int before, int after, bool symmetric = true)
    {
        if (level.Coarser is not { } coarser)
        {
            level.Relax(0, 0, false);
            return;
        }

        Down(level, before);
        Coarse(coarser, kind, before, after, symmetric);
        Up(level, after, symmetric);
    }

    /// <summary>Smoothing, residual and restriction in one pass.</summary>
    public static void Down(GridLevel level, int sweeps)
    {
        for (; level.Smoother is { } smoother && sweeps > 0; sweeps--) smoother.Sweep(adjoint: false);
        var phases = new Action<int>[2 * sweeps + 2];
        for (var p = 0; p < 2 * sweeps; p++)
        {
            var colour = p & 1;
            phases[p] = i => level.Relax(i, colour, backward: false);
        }

        phases[^2] = i =>
        {
            level.Residual(i);
            level.Prepare(i);
        };
        phases[^1] = level.Restrict;
        Wavefront.Run(level, phases);
        level.Coarser!.U.Clear();
    }

    /// <summary>Correction and smoothing in one pass.</summary>
    /// <param name="level">The finer grid.</param>
    /// <param name="sweeps">ν₂.</param>
    /// <param name="symmetric">Colours, or steps of a smoother, in the opposite order, so that a cycle with as many sweeps before as after is symmetric; the same order smooths better.</param>
    public static void Up(GridLevel level, int sweeps, bool symmetric)
    {
        var phases = new Action<int>[level.Smoother is null ? 2 * sweeps + 2 : 2];
        phases[0] = level.Interpolate;
        phases[1] = level.Correct;
        for (var p = 0; p < phases.Length - 2; p++)
        {
            var colour = symmetric ? 1 - (p & 1) : p & 1;
            phases[p + 2] = i => level.Relax(i, colour, symmetric);
        }

        Wavefront.Run(level, phases);
        for (var sweep = 0; level.Smoother is { } smoother && sweep < sweeps; sweep++) smoother.Sweep(symmetric);
    }

    /// <summary>The coarser problem, by as many cycles as the kind asks for.</summary>
    public static void Coarse(GridLevel coarser, CycleKind kind, int before, int after, bool symmetric)
    {
        Run(coarser, kind, before, after, symmetric);
        if (kind != CycleKind.V && coarser.Coarser is not null) Run(coarser, kind == CycleKind.F ? CycleKind.V : kind, before, after, symmetric);
    }
}
