using System.Runtime.Intrinsics;

namespace Kit.Pde.Elliptic;

/// <summary>A grid of c u − Δu: a sum of operators along the axes, whose coarse operators are such sums again.</summary>
internal sealed unsafe class SeparableLevel : GridLevel
{
    private readonly AxisOperator[] axes;
    private readonly double reaction;
    private readonly PaddedField shared, reciprocals;
    private readonly int[] reciprocalOf;
    private readonly (double[] Low, double[] Middle, double[] High)[] gather = new (double[], double[], double[])[3];

    private enum Shared
    {
        Low, High, Diagonal, FromLow, FromHigh, GatherLow, GatherMiddle, GatherHigh, Count,
    }

    /// <param name="axes">Along the three axes.</param>
    /// <param name="reaction">c.</param>
    /// <param name="weak">Axes with less than this part of the strongest coupling are not coarsened yet.</param>
    public SeparableLevel(AxisOperator[] axes, double reaction, double weak = WeakCoupling) : base([.. axes.Select(a => a.Count)], [.. axes.Select(a => a.Periodic)])
    {
        (this.axes, this.reaction) = (axes, reaction);
        var last = axes[2];
        shared = new(1, (int)Shared.Count, last.Count);
        Set(Shared.Low, last.Low);
        Set(Shared.High, last.High);
        Set(Shared.Diagonal, [.. last.Low.Zip(last.High, (a, b) => a + b)]);
        (reciprocals, reciprocalOf) = Reciprocals();
        if (Size > 1) Coarsen(weak);
    }

    public IReadOnlyList<AxisOperator> Axes => axes;

    public override void Relax(int i, int colour, bool backward)
    {
        for (var j = 0; j < Counts[1]; j++)
        {
            LineKernels.Relax(LineAt(i, j), U.Line(i, j), F.Line(i, j), Counts[2], (i + j + colour) & 1);
        }

        if (Periodic[2]) U.Wrap(i);
    }

    public override double* Reciprocals(int i, int j) => reciprocals.Line(0, reciprocalOf[i * Counts[1] + j]);

    public override (double Low, double High) Couplings(int axis, int i, int k) => (axes[axis].Low[axis == 0 ? i : k], axes[axis].High[axis == 0 ? i : k]);

    public override void Dispose()
    {
        base.Dispose();
        shared.Dispose();
        reciprocals.Dispose();
    }

    protected override double LineResidual(int i, int j) => LineKernels.Residual(LineAt(i, j), U.Line(i, j), F.Line(i, j), R.Line(i, j), Counts[2]);

    protected override void GatherSlabs(int i, int j)
    {
        var (low, middle, high) = gather[0];
        LineKernels.Combine(R.Line(i, j), middle[i / 2], low[i / 2], At(R, i - 1, j), high[i / 2], At(R, i + 1, j), Counts[2]);
        if (Periodic[2]) WrapLine(R.Line(i, j));
    }

    protected override void GatherLines(int i, int j)
    {
        var (low, middle, high) = gather[1];
        LineKernels.Combine(R.Line(i, j), middle[j / 2], low[j / 2], At(R, i, j - 1), high[j / 2], At(R, i, j + 1), Counts[2]);
        if (Periodic[2]) WrapLine(R.Line(i, j));
    }

    protected override void GatherPoints(int i, int j, double* coarse)
    {
        var line = R.Line(i, j);
        if (!Coarsened[2]) new Span<double>(line, Counts[2]).CopyTo(new(coarse, Counts[2]));
        else LineKernels.Restrict(coarse, line, Get(Shared.GatherLow), Get(Shared.GatherMiddle), Get(Shared.GatherHigh), Coarser!.Counts[2]);
    }

    protected override void SpreadPoints(int i, int j, double* coarse)
    {
        var line = R.Line(i, j);
        if (!Coarsened[2]) new Span<double>(coarse, Counts[2]).CopyTo(new(line, Counts[2]));
        else LineKernels.Prolong(line, coarse, Get(Shared.FromLow), Get(Shared.FromHigh), Counts[2]);
    }

    protected override void SpreadLines(int i, int j) =>
        LineKernels.Combine(R.Line(i, j), 0, axes[1].FromLow[j / 2], At(R, i, j - 1), axes[1].FromHigh[j / 2], At(R, i, j + 1), Counts[2]);

    protected override void SpreadSlabs(int i, int j) =>
        LineKernels.Combine(U.Line(i, j), 1, axes[0].FromLow[i / 2], At(R, i - 1, j), axes[0].FromHigh[i / 2], At(R, i + 1, j), Counts[2]);

    private void WrapLine(double* line) => (line[-1], line[Counts[2]]) = (line[Counts[2] - 1], line[0]);

    private SeparableLine LineAt(int i, int j)
    {
        double x = axes[0].Low[i] + axes[0].High[i], y = axes[1].Low[j] + axes[1].High[j];
        return new()
        {
            U = Neighbours(i, j),
            North = Vector512.Create(axes[0].Low[i]),
            South = Vector512.Create(axes[0].High[i]),
            Above = Vector512.Create(axes[1].Low[j]),
            Below = Vector512.Create(axes[1].High[j]),
            Centre = Vector512.Create(x + y + reaction),
            Low = Get(Shared.Low),
            High = Get(Shared.High),
            Along = Get(Shared.Diagonal),
            Reciprocal = Reciprocals(i, j),
        };
    }

    /// <summary>1/d of a line for each sum of diagonals of the other axes that occurs, and which one each line has.</summary>
    private (PaddedField Lines, int[] Of) Reciprocals()
    {
        var of = new int[Counts[0] * Counts[1]];
        Dictionary<double, int> kinds = [];
        for (var i = 0; i < Counts[0]; i++)
            for (var j = 0; j < Counts[1]; j++)
            {
                var others = axes[0].Low[i] + axes[0].High[i] + (axes[1].Low[j] + axes[1].High[j]) + reaction;
                if (!kinds.TryGetValue(others, out var kind)) kinds[others] = kind = kinds.Count;
                of[i * Counts[1] + j] = kind;
            }

        PaddedField lines = new(1, kinds.Count, Counts[2]);
        foreach (var (others, kind) in kinds)
            for (var k = 0; k < Counts[2]; k++)
                lines.Line(0, kind)[k] = others + Get(Shared.Diagonal)[k] is var d && d > 0 ? 1 / d : 0;
        return (lines, of);
    }

    // An axis along which the points are far apart is left as it is until the others have caught up: point smoothing works on strong couplings only.
    private void Coarsen(double weak)
    {
        var strongest = axes.Max(axis => axis.Strength);
        var coarse = new AxisOperator[3];
        for (var d = 0; d < 3; d++)
        {
            Coarsened[d] = axes[d].Count > 1 && axes[d].Strength >= weak * strongest;
            coarse[d] = Coarsened[d] ? axes[d].Coarse() : axes[d];
            if (Coarsened[d]) gather[d] = axes[d].Gather(coarse[d]);
        }

        if (Coarsened[2])
        {
            Set(Shared.FromLow, axes[2].FromLow);
            Set(Shared.FromHigh, axes[2].FromHigh);
            Set(Shared.GatherLow, gather[2].Low);
            Set(Shared.GatherMiddle, gather[2].Middle);
            Set(Shared.GatherHigh, gather[2].High);
        }

        Coarser = new SeparableLevel(coarse, reaction, weak);
    }

    private double* Get(Shared line) => shared.Line(0, (int)line);

    private void Set(Shared line, double[] values) => values.CopyTo(new Span<double>(Get(line), values.Length));
}
