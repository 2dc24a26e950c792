namespace Kit.Pde.Elliptic;

/// <summary>A grid of c u − ∇·(a∇u) with a conductance on every face; interpolation follows the conductances, so that the flux is continuous across jumps of a.</summary>
internal sealed unsafe class ConductanceLevel : GridLevel
{
    private readonly PaddedField[] faces;
    private readonly PaddedField diagonal, reciprocal;
    private readonly PaddedField? fromLow, fromHigh, ones;

    /// <param name="network">Its conductances.</param>
    /// <param name="coarsen">Whether there are coarser grids too.</param>
    /// <param name="weak">Axes with less than this part of the strongest coupling are not coarsened yet.</param>
    public ConductanceLevel(Conductances network, bool coarsen = true, double weak = WeakCoupling) : base(network.Counts, network.Periodic)
    {
        var (n0, n1, n2) = (Counts[0], Counts[1], Counts[2]);
        faces = [Padded(network.Faces[0], n0 + 1, n1, n2), Padded(network.Faces[1], n0, n1 + 1, n2), Padded(network.Faces[2], n0, n1, n2 + 1)];
        diagonal = new(n0, n1, n2);
        reciprocal = new(n0, n1, n2);
        for (var i = 0; i < n0; i++)
            for (var j = 0; j < n1; j++)
                Diagonals(i, j, network.Sinks.AsSpan((i * n1 + j) * n2, n2));
        if (Size == 1 || !coarsen) return;
        var strengths = Enumerable.Range(0, 3).Select(network.Strength).ToArray();
        for (var d = 0; d < 3; d++) Coarsened[d] = Counts[d] > 1 && strengths[d] >= weak * strengths.Max();
        var coarse = network.Coarse(Coarsened);
        if (Coarsened[2])
        {
            (fromLow, fromHigh, ones) = (new(coarse.Counts[0], coarse.Counts[1], coarse.Counts[2]), new(coarse.Counts[0], coarse.Counts[1], coarse.Counts[2]), new(1, 1, coarse.Counts[2]));
            new Span<double>(ones.Line(0, 0), coarse.Counts[2]).Fill(1);
            for (var i = 0; i < coarse.Counts[0]; i++)
                for (var j = 0; j < coarse.Counts[1]; j++)
                    PointWeights(i, j);
        }

        Coarser = new ConductanceLevel(coarse, weak: weak);
    }

    public override void Relax(int i, int colour, bool backward)
    {
        for (var j = 0; j < Counts[1]; j++)
            LineKernels.Relax(LineAt(i, j), U.Line(i, j), F.Line(i, j), Counts[2], (i + j + colour) & 1);
        if (Periodic[2]) U.Wrap(i);
    }

    public override double* Reciprocals(int i, int j) => reciprocal.Line(i, j);

    public override (double Low, double High) Couplings(int axis, int i, int k) =>
        axis == 0 ? (faces[0].Line(i, 0)[k], faces[0].Line(i + 1, 0)[k]) : (faces[2].Line(i, 0)[k], faces[2].Line(i, 0)[k + 1]);

    public override void Dispose()
    {
        base.Dispose();
        foreach (var field in (PaddedField?[])[.. faces, diagonal, reciprocal, fromLow, fromHigh, ones]) field?.Dispose();
    }

    protected override double LineResidual(int i, int j) => LineKernels.Residual(LineAt(i, j), U.Line(i, j), F.Line(i, j), R.Line(i, j), Counts[2]);

    protected override void GatherSlabs(int i, int j)
    {
        var before = i > 0 ? i - 1 : Periodic[0] && Counts[0] % 2 == 0 ? Counts[0] - 1 : -1;
        if (before >= 0) LineKernels.AddPart(R.Line(i, j), R.Line(before, j), faces[0].Line(before + 1, j), faces[0].Line(before, j), Counts[2]);
        if (i + 1 < Counts[0]) LineKernels.AddPart(R.Line(i, j), R.Line(i + 1, j), faces[0].Line(i + 1, j), faces[0].Line(i + 2, j), Counts[2]);
    }

    protected override void GatherLines(int i, int j)
    {
        var before = j > 0 ? j - 1 : Periodic[1] && Counts[1] % 2 == 0 ? Counts[1] - 1 : -1;
        if (before >= 0) LineKernels.AddPart(R.Line(i, j), R.Line(i, before), faces[1].Line(i, before + 1), faces[1].Line(i, before), Counts[2]);
        if (j + 1 < Counts[1]) LineKernels.AddPart(R.Line(i, j), R.Line(i, j + 1), faces[1].Line(i, j + 1), faces[1].Line(i, j + 2), Counts[2]);
    }

    protected override void GatherPoints(int i, int j, double* coarse)
    {
        var line = R.Line(i, j);
        if (!Coarsened[2])
        {
            new Span<double>(line, Counts[2]).CopyTo(new(coarse, Counts[2]));
            return;
        }

        if (Periodic[2]) (line[-1], line[Counts[2]]) = (line[Counts[2] - 1], line[0]);
        var (c0, c1) = (Coarsened[0] ? i / 2 : i, Coarsened[1] ? j / 2 : j);
        LineKernels.Restrict(coarse, line, fromHigh!.Line(c0, c1) - 1, ones!.Line(0, 0), fromLow!.Line(c0, c1), Coarser!.Counts[2]);
    }

    protected override void SpreadPoints(int i, int j, double* coarse)
    {
        var (c0, c1) = (Coarsened[0] ? i / 2 : i, Coarsened[1] ? j / 2 : j);
        if (!Coarsened[2]) new Span<double>(coarse, Counts[2]).CopyTo(new(R.Line(i, j), Counts[2]));
        else LineKernels.Prolong(R.Line(i, j), coarse, fromLow!.Line(c0, c1), fromHigh!.Line(c0, c1), Counts[2]);
    }

    protected override void SpreadLines(int i, int j) =>
        LineKernels.Between(R.Line(i, j), 0, faces[1].Line(i, j), At(R, i, j - 1), faces[1].Line(i, j + 1), At(R, i, j + 1), Counts[2]);

    protected override void SpreadSlabs(int i, int j) =>
        LineKernels.Between(U.Line(i, j), 1, faces[0].Line(i, j), At(R, i - 1, j), faces[0].Line(i + 1, j), At(R, i + 1, j), Counts[2]);

    private ConductanceLine LineAt(int i, int j) => new()
    {
        U = Neighbours(i, j),
        North = faces[0].Line(i, j),
        South = faces[0].Line(i + 1, j),
        Above = faces[1].Line(i, j),
        Below = faces[1].Line(i, j + 1),
        Along = faces[2].Line(i, j),
        Full = diagonal.Line(i, j),
        Reciprocal = reciprocal.Line(i, j),
    };

    private void Diagonals(int i, int j, ReadOnlySpan<double> sinks)
    {
        var line = LineAt(i, j);
        double* d = diagonal.Line(i, j), inverse = reciprocal.Line(i, j);
        for (var k = 0; k < sinks.Length; k++)
        {
            d[k] = line.North[k] + line.South[k] + (line.Above[k] + line.Below[k]) + (line.Along[k] + line.Along[k + 1]) + sinks[k];
            inverse[k] = d[k] > 0 ? 1 / d[k] : 0;
        }
    }

    private void PointWeights(int i, int j)
    {
        double* low = fromLow!.Line(i, j), high = fromHigh!.Line(i, j), along = faces[2].Line(Coarsened[0] ? 2 * i : i, Coarsened[1] ? 2 * j : j);
        for (var k = 0; 2 * k + 1 < Counts[2]; k++) (low[k], high[k]) = AxisOperator.Weights(along[2 * k + 1], along[2 * k + 2]);
        if (Periodic[2] && Counts[2] % 2 == 0) high[-1] = high[fromHigh.Count - 1];
    }

    private static PaddedField Padded(double[] values, int n0, int n1, int n2)
    {
        PaddedField field = new(n0, n1, n2);
        for (var line = 0; line < n0 * n1; line++)
            values.AsSpan(line * n2, n2).CopyTo(new(field.Line(line / n1, line % n1), n2));
        return field;
    }
}
