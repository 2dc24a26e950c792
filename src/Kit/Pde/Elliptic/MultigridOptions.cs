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
/// <param name="Before">ν₁, sweeps before the coarse grid, 1 to 3.</param>
/// <param name="After">ν₂, sweeps after it.</param>
/// <param name="Tolerance">Largest ‖f − A u‖₂/‖f‖₂, above 10⁻¹³ or so for rounding.</param>
/// <param name="MaxCycles">Cycles before it gives up.</param>
/// <param name="Accelerate">Whether cycles precondition conjugate gradients; null means where the coefficient varies.</param>
/// <param name="Coarsening">Where the coarser levels come from.</param>
/// <param name="Compatibility">For problems that fix u up to a constant: largest |mean of f|/rms of f that is taken for zero and projected away.</param>
/// <param name="Smoother">What a sweep is. Others than red–black keep the coarser levels on the grid.</param>
/// <param name="Degree">m of <see cref="Smoother.Chebyshev"/>, 2 to 4.</param>
public sealed record MultigridOptions(
    CycleKind Cycle = CycleKind.V, int Before = 2, int After = 2, double Tolerance = 1e-10, int MaxCycles = 100, bool? Accelerate = null, Coarsening Coarsening = Coarsening.Automatic, double Compatibility = 1e-8,
    Smoother Smoother = Smoother.RedBlack, int Degree = 3)
{
    internal MultigridOptions Checked(string caller)
    {
        if (Before < 0 || After < 0 || Before + After == 0 || Before + After > 20) throw new ArgumentException($"{caller}: {Before} sweeps before and {After} after the coarse grid; take 1 to 20 in all");
        if (!(Tolerance > 0 && Tolerance < 1)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{caller}: tolerance {Tolerance} is not in (0, 1)"));
        if (MaxCycles < 1) throw new ArgumentException($"{caller}: {MaxCycles} cycles are none");
        if (Degree is < 2 or > 4) throw new ArgumentException($"{caller}: Chebyshev polynomials of degree {Degree}; take 2, 3 or 4");
        if (Smoother != Smoother.RedBlack && Coarsening == Coarsening.Algebraic)
            throw new ArgumentException($"{caller}: Smoother.{Smoother} sweeps over grids, and Coarsening.Algebraic has none; take Coarsening.Geometric, or Smoother.RedBlack");
        return this;
    }

    /// <summary>Refuses lines where there are none to solve.</summary>
    internal MultigridOptions CheckedOn(Boundaries boundaries, string caller)
    {
        if (Smoother != Smoother.Lines) return this;
        var rings = Enumerable.Range(0, boundaries.Grid.Dimensions).Count(d => boundaries[d].Low.IsPeriodic);
        return boundaries.Grid.Dimensions == 2 && rings == 0 ? this
            : throw new ArgumentException($"{caller}: Smoother.Lines is for planes with walls on all sides, and {boundaries.Grid} has {boundaries.Grid.Dimensions} axes, {rings} of them rings; take Smoother.RedBlack, which leaves weakly coupled axes to finer grids");
    }

    /// <summary>Coarsening for the smoother.</summary>
    internal Coarsening Levels => Smoother == Smoother.RedBlack ? Coarsening : Coarsening.Geometric;
}
