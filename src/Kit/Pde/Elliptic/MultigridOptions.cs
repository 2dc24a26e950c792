using System.Globalization;

namespace Kit.Pde.Elliptic;

/// <summary>Where the coarser levels come from.</summary>
public enum Coarsening
{
    /// <summary>From the grid, but from the matrix where neighbours differ so much that no coarser grid follows them, and on rings that halving leaves uneven.</summary>
    Automatic,

    /// <summary>Every second point of the grid.</summary>
    Geometric,

    /// <summary>From the matrix, by <see cref="Numerics.Sparse.AlgebraicMultigrid"/>: slower a cycle, and cycles always precondition conjugate gradients.</summary>
    Algebraic,
}

/// <summary>How multigrid iterates.</summary>
/// <param name="Cycle">V for most problems.</param>
/// <param name="Before">ν₁, red–black sweeps before the coarse grid, 1 to 3.</param>
/// <param name="After">ν₂, sweeps after it.</param>
/// <param name="Tolerance">Largest ‖f − A u‖₂/‖f‖₂, above 10⁻¹³ or so for rounding.</param>
/// <param name="MaxCycles">Cycles before it gives up.</param>
/// <param name="Accelerate">Whether cycles precondition conjugate gradients; null means where the coefficient varies.</param>
/// <param name="Coarsening">Where the coarser levels come from.</param>
/// <param name="Compatibility">For problems that fix u up to a constant: largest |mean of f|/rms of f that is taken for zero and projected away.</param>
public sealed record MultigridOptions(
    CycleKind Cycle = CycleKind.V, int Before = 2, int After = 2, double Tolerance = 1e-10, int MaxCycles = 100, bool? Accelerate = null, Coarsening Coarsening = Coarsening.Automatic, double Compatibility = 1e-8)
{
    internal MultigridOptions Checked(string caller)
    {
        if (Before < 0 || After < 0 || Before + After == 0 || Before + After > 20) throw new ArgumentException($"{caller}: {Before} sweeps before and {After} after the coarse grid; take 1 to 20 in all");
        if (!(Tolerance > 0 && Tolerance < 1)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{caller}: tolerance {Tolerance} is not in (0, 1)"));
        if (MaxCycles < 1) throw new ArgumentException($"{caller}: {MaxCycles} cycles are none");
        return this;
    }
}
