using Kit.Display;
using Kit.Numerics.FixedPoints;
using Kit.Plotting;

namespace Kit.StatMech.Memories;

/// <summary>A retrieval by <see cref="PlefkaDynamics"/>, step by step.</summary>
/// <param name="Outcome">Whether and why it ended, and the magnetisations there.</param>
/// <param name="Overlaps">(1/N) Σ_i ξ_i^μ m_i of 16 patterns at most, [step][μ], the cue first.</param>
/// <param name="Work">How many powers of entries of vectors were gone through.</param>
public sealed record PlefkaTrajectory(FixedPoint Outcome, IReadOnlyList<double[]> Overlaps, long Work)
{
    /// <summary>What was iterated.</summary>
    public string Title { get; init; } = "Plefka's dynamics";

    /// <summary>m_i, the latest, [N].</summary>
    public double[] Magnetizations => Outcome.Values;

    /// <summary>Steps taken.</summary>
    public int Steps => Overlaps.Count - 1;

    /// <summary>Whether nothing changes any more.</summary>
    public bool Converged => Outcome.Converged;

    /// <summary>The latest overlap with a pattern.</summary>
    public double Overlap(int pattern = 0) => Overlaps[^1][pattern];

    /// <summary>Overlap with one pattern at every step.</summary>
    public double[] Course(int pattern = 0) => [.. Overlaps.Select(o => o[pattern])];

    /// <summary>Overlaps against steps, up to six patterns.</summary>
    public Figure ToFigure()
    {
        var figure = new Figure(Title, "step", "overlap m");
        double[] steps = [.. Enumerable.Range(0, Overlaps.Count)];
        for (var pattern = 0; pattern < Math.Min(6, Overlaps[0].Length); pattern++) figure = figure.Line(steps, Course(pattern), name: $"pattern {pattern + 1}", markers: true);
        return figure;
    }

    /// <summary>What was found, with the picture.</summary>
    public string ToHtml() => $"<p>{Html.Escape(ToString())}</p>{ToFigure().ToHtml()}";

    /// <summary>What was found, in a line.</summary>
    public override string ToString()
    {
        var best = Array.IndexOf(Overlaps[^1], Overlaps[^1].MaxBy(Math.Abs));
        return FormattableString.Invariant($"{Title}: {Outcome.Reason}; overlap {Overlaps[^1][best]:F4} with pattern {best + 1}");
    }
}
