using Kit.Tensors;

namespace Kit.Operators.Multigrid;

/// <summary>What a <see cref="MultigridConv"/> does on its levels.</summary>
/// <param name="Before">Iterations on the way down, one number a level, the finest first; the finest has one at least, which makes u of 0.</param>
public sealed record VCycle(params int[] Before)
{
    /// <summary>The six levels of the paper's Darcy flow: 1, 1, 1, 1, 1, 2.</summary>
    public VCycle() : this(1, 1, 1, 1, 1, 2) { }

    /// <summary>Iterations on the way up, after the correction, one number a level; levels that are not named have none, and the coarsest has no way up.</summary>
    public int[] After { get; init; } = [];

    /// <summary>What stands beyond the edge: zeros for values on walls, the mirror image for fluxes, circular for periodic fields.</summary>
    public PadMode Mode { get; init; } = PadMode.Constant;

    /// <summary>Adds a number a channel after every S and A: the layer is then affine.</summary>
    public bool Bias { get; init; }

    /// <summary>Restricts the residual f − Au, as multigrid does, by one A more a level; else f itself is restricted, and the coarse iteration begins from Πu.</summary>
    public bool Residual { get; init; }

    /// <summary>Normalises u over channels and points after each correction: the grid is then fixed.</summary>
    public bool Normalize { get; init; }

    /// <summary>Channels c(l + 1) on level l instead of c.</summary>
    public bool Growing { get; init; }

    /// <summary>Coarse points between the walls, n → ⌊(n − 1)/2⌋, as where n inner points lie between zeros; else every second point from the first, n → ⌈n/2⌉.</summary>
    public bool Interior { get; init; }

    /// <summary>The extent of a level.</summary>
    internal int Extent(int points, int level) => level == 0 ? points : Extent(Interior ? (points - 1) / 2 : (points + 1) / 2, level - 1);

    internal int AfterOn(int level) => level < After.Length ? After[level] : 0;

    /// <summary>Whether the levels that halve these points do so for others too: then 2^(levels − 1) divides the difference.</summary>
    internal bool Fits(int points, int others) => points == others || !Normalize && (points - others) % Period == 0 && Halves(others, Before.Length);

    internal int Period => 1 << (Before.Length - 1);

    internal VCycle CheckedOn((int Height, int Width) points)
    {
        if (Before.Length is 0 or > 20 || Before[0] < 1 || Before.Any(n => n < 0)) throw new ArgumentException($"VCycle: iterations [{string.Join(", ", Before)}]; one number a level is right for 1 to 20 levels, of 1 or more on the first");
        if (After.Length >= Before.Length && AfterOn(After.Length - 1) != 0 || After.Any(n => n < 0))
            throw new ArgumentException($"VCycle: iterations [{string.Join(", ", After)}] after the correction on {Before.Length} levels; the coarsest has no correction, so {Before.Length - 1} numbers are right");
        var smaller = Math.Min(points.Height, points.Width);
        if (Halves(smaller, Before.Length)) return this;
        var (deepest, least) = (0, 1);
        while (Halves(smaller, deepest + 1)) deepest++;
        while (!Halves(least, Before.Length)) least++;
        throw new ArgumentException($"VCycle: {points.Height} × {points.Width} points cannot be halved to {Before.Length} levels with PadMode.{Mode}; take {(deepest > 0 ? $"{deepest} levels at most, or " : "")}{least} points a side at least");
    }

    /// <summary>Whether there are points on all of so many levels, and fewer on each than on the one before.</summary>
    private bool Halves(int points, int levels) => points > 0 && Extent(points, levels - 1) >= Least && (levels < 2 || Extent(points, levels - 2) > 1);

    /// <summary>The mirror image without the edge needs a second point.</summary>
    private int Least => Mode == PadMode.Reflect ? 2 : 1;
}
