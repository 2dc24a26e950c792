using System.Numerics.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>Full multigrid: the problem of a coarser grid first, whose solution is a guess for the next finer one that a single cycle makes as good as the equations are.</summary>
/// <remarks>
/// The guess must be interpolated more exactly than corrections are, by cubic polynomials: then its error, and after a cycle the algebraic error too, stays a fixed part of the O(h²)
/// of the differences. Trottenberg, Oosterlee and Schüller (2001), Multigrid, section 2.6.
/// </remarks>
internal static unsafe class FullMultigrid
{
    /// <summary>From F to U, both of the finest grid.</summary>
    public static void Run(SeparableLevel level, MultigridOptions options)
    {
        level.U.Clear();
        if (level.Coarser is not SeparableLevel coarser)
        {
            level.Relax(0, 0, false);
            return;
        }

        Cycle.Down(level, 0);
        Run(coarser, options);
        Interpolate(level, coarser);
        Cycle.Run(level, options.Cycle, options.Before, options.After, symmetric: false);
    }

    /// <summary>The coarser solution at the points of the finer grid, along z, then y, then x.</summary>
    private static void Interpolate(SeparableLevel fine, SeparableLevel coarse)
    {
        CubicAxis?[] cubic = [.. Enumerable.Range(0, 3).Select(d => fine.Coarsened[d] ? new CubicAxis(fine.Axes[d]) : null)];
        Wavefront.Run(fine, [i =>
        {
            if (cubic[0] is not null && i % 2 != 0) return;
            for (var j = 0; j < fine.Counts[1]; j += cubic[1] is null ? 1 : 2)
                AlongLine(coarse.U.Line(cubic[0] is null ? i : i / 2, cubic[1] is null ? j : j / 2), Line(fine.R, i, j), cubic[2]);
            for (var j = 1; cubic[1] is not null && j < fine.Counts[1]; j += 2)
                Sum(fine, Line(fine.R, i, j), cubic[1]!, j, source => (i, 2 * source));
        }]);
        Wavefront.Run(fine, [i =>
        {
            for (var j = 0; j < fine.Counts[1]; j++)
            {
                if (cubic[0] is null || i % 2 == 0) Line(fine.R, i, j).CopyTo(Line(fine.U, i, j));
                else Sum(fine, Line(fine.U, i, j), cubic[0]!, i, source => (2 * source, j));
            }

            if (fine.Periodic[2]) fine.U.Wrap(i);
        }]);
    }

    private static Span<double> Line(PaddedField field, int i, int j) => new(field.Line(i, j), field.Count);

    private static void AlongLine(double* from, Span<double> to, CubicAxis? cubic)
    {
        for (var k = 0; k < to.Length; k++)
        {
            if (cubic is null || k % 2 == 0)
            {
                to[k] = from[cubic is null ? k : k / 2];
                continue;
            }

            var (sources, weights) = (cubic.Sources[k / 2], cubic.Weights[k / 2]);
            to[k] = 0;
            for (var s = 0; s < sources.Length; s++) to[k] += weights[s] * from[sources[s]];
        }
    }

    /// <summary>A line between coarse points of another axis, from whole lines of R.</summary>
    private static void Sum(SeparableLevel fine, Span<double> to, CubicAxis cubic, int odd, Func<int, (int Slab, int Line)> place)
    {
        to.Clear();
        for (var s = 0; s < cubic.Sources[odd / 2].Length; s++)
        {
            var (slab, line) = place(cubic.Sources[odd / 2][s]);
            TensorPrimitives.MultiplyAdd(Line(fine.R, slab, line), cubic.Weights[odd / 2][s], to, to);
        }
    }
}
