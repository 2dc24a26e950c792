namespace Kit.Pde.Elliptic;

/// <summary>A plane grid of c u − ∇·(a∇u) with Dendy's interpolation and PᵀAP on coarser grids, for coefficients that jump by any factor.</summary>
/// <remarks>
/// Five-point equations are relaxed in two colours; those of coarser grids have nine points and four colours: even rows, then odd rows, and in each row every second point.
/// J. E. Dendy (1982), Black box multigrid, J. Comput. Phys. 48, 366.
/// </remarks>
internal sealed unsafe class BlackBoxLevel : GridLevel
{
    private readonly bool fivePoint;
    private readonly PaddedField west, north, northWest, northEast, diagonal, reciprocal, northSums, southSums, pointReciprocal;
    private readonly PaddedField? fromLow, fromHigh, ones;

    public BlackBoxLevel(NineStencil plane, bool fivePoint) : base([plane.Rows, 1, plane.Columns], [false, false, false])
    {
        this.fivePoint = fivePoint;
        var (rows, columns) = (plane.Rows, plane.Columns);
        west = Filled(rows, (i, k) => plane.West[plane.At(i, k)]);
        north = Filled(rows + 1, (i, k) => k < columns ? plane.North[plane.At(i, k)] : 0);
        northWest = Filled(rows + 1, (i, k) => k < columns ? plane.NorthWest[plane.At(i, k)] : 0);
        northEast = Filled(rows + 1, (i, k) => k < columns ? plane.NorthEast[plane.At(i, k)] : 0);
        diagonal = Filled(rows, (i, k) => k < columns ? plane.Diagonal[plane.At(i, k)] : 0);
        reciprocal = Filled(rows, (i, k) => k < columns ? Inverse(plane.Diagonal[plane.At(i, k)]) : 0);
        northSums = Filled(rows, (i, k) => i % 2 != 0 && k < columns ? plane.Sides(i, k).North : 0);
        southSums = Filled(rows, (i, k) => i % 2 != 0 && k < columns ? plane.Sides(i, k).South : 0);
        pointReciprocal = Filled(rows, (i, k) => i % 2 != 0 && k % 2 != 0 && k < columns ? Inverse(plane.Sum(i, k)) : 0);
        if (Size == 1) return;
        (Coarsened[0], Coarsened[2]) = (rows > 1, columns > 1);
        var coarse = plane.Coarse();
        (fromLow, fromHigh, ones) = (new(coarse.Rows, 1, coarse.Columns), new(coarse.Rows, 1, coarse.Columns), new(1, 1, coarse.Columns));
        new Span<double>(ones.Line(0, 0), coarse.Columns).Fill(1);
        for (var i = 0; i < rows; i += 2)
            for (var k = 1; k < columns; k += 2)
            {
                var (_, _, low, high) = plane.Sides(i, k);
                (fromLow.Line(i / 2, 0)[k / 2], fromHigh.Line(i / 2, 0)[k / 2]) = AxisOperator.Weights(low, high);
            }

        Coarser = new BlackBoxLevel(coarse, fivePoint: false);

        PaddedField Filled(int lines, Func<int, int, double> value)
        {
            PaddedField field = new(lines, 1, columns + 1);
            for (var i = 0; i < lines; i++)
                for (var k = 0; k <= columns; k++) field.Line(i, 0)[k] = value(i, k);
            return field;
        }
    }

    public override void Relax(int i, int colour, bool backward)
    {
        if (fivePoint)
        {
            LineKernels.Relax(Five(i), U.Line(i, 0), F.Line(i, 0), Counts[2], (i + colour) & 1);
            return;
        }

        if ((i & 1) != colour) return;
        LineKernels.Relax(Nine(i, U, reciprocal), U.Line(i, 0), F.Line(i, 0), Counts[2], backward ? 1 - colour : colour);
        LineKernels.Relax(Nine(i, U, reciprocal), U.Line(i, 0), F.Line(i, 0), Counts[2], backward ? colour : 1 - colour);
    }

    public override void Prepare(int i)
    {
        if (!Coarsened[0] || i % 2 == 0) return;
        double* r = R.Line(i, 0), inverse = pointReciprocal.Line(i, 0), w = west.Line(i, 0);
        for (var k = 1; k < Counts[2]; k += 2) r[k] *= inverse[k];
        for (var k = 0; k < Counts[2]; k += 2) r[k] += w[k] * r[k - 1] + w[k + 1] * r[k + 1];
    }

    public override double* Reciprocals(int i, int j) => reciprocal.Line(i, j);

    public override (double Low, double High) Couplings(int axis, int i, int k) =>
        axis == 0 ? (north.Line(i, 0)[k], north.Line(i + 1, 0)[k]) : (west.Line(i, 0)[k], west.Line(i, 0)[k + 1]);

    public override void Dispose()
    {
        base.Dispose();
        foreach (var field in (PaddedField?[])[west, north, northWest, northEast, diagonal, reciprocal, northSums, southSums, pointReciprocal, fromLow, fromHigh, ones]) field?.Dispose();
    }

    protected override double LineResidual(int i, int j) => fivePoint
        ? LineKernels.Residual(Five(i), U.Line(i, 0), F.Line(i, 0), R.Line(i, 0), Counts[2])
        : LineKernels.Residual(Nine(i, U, reciprocal), U.Line(i, 0), F.Line(i, 0), R.Line(i, 0), Counts[2]);

    // The transposed interpolation: even points of the odd line give by the sums of its rows, odd ones by each coupling.
    protected override void GatherSlabs(int i, int j)
    {
        var y = R.Line(i, 0);
        if (i > 0)
        {
            double* x = R.Line(i - 1, 0), above = northSums.Line(i - 1, 0), below = southSums.Line(i - 1, 0);
            double* straight = north.Line(i, 0), fromWest = northWest.Line(i, 0), fromEast = northEast.Line(i, 0);
            for (var k = 0; k < Counts[2]; k += 2)
                y[k] += AxisOperator.Weights(below[k], above[k]).Low * x[k] + fromWest[k] * x[k - 1] + fromEast[k] * x[k + 1];
            for (var k = 1; k < Counts[2]; k += 2) y[k] += straight[k] * x[k];
        }

        if (i + 1 < Counts[0])
        {
            double* x = R.Line(i + 1, 0), above = northSums.Line(i + 1, 0), below = southSums.Line(i + 1, 0);
            double* straight = north.Line(i + 1, 0), toWest = northWest.Line(i + 1, 0), toEast = northEast.Line(i + 1, 0);
            for (var k = 0; k < Counts[2]; k += 2)
                y[k] += AxisOperator.Weights(above[k], below[k]).Low * x[k] + toWest[k + 1] * x[k + 1] + toEast[k - 1] * x[k - 1];
            for (var k = 1; k < Counts[2]; k += 2) y[k] += straight[k] * x[k];
        }
    }

    protected override void GatherLines(int i, int j) => throw new NotSupportedException("BlackBoxLevel: a plane has one line a slab");

    protected override void GatherPoints(int i, int j, double* coarse)
    {
        if (Coarsened[2]) LineKernels.Restrict(coarse, R.Line(i, 0), fromHigh!.Line(Coarsened[0] ? i / 2 : i, 0) - 1, ones!.Line(0, 0), fromLow!.Line(Coarsened[0] ? i / 2 : i, 0), Coarser!.Counts[2]);
        else *coarse = *R.Line(i, 0);
    }

    protected override void SpreadPoints(int i, int j, double* coarse)
    {
        if (Coarsened[2]) LineKernels.Prolong(R.Line(i, 0), coarse, fromLow!.Line(i / 2, 0), fromHigh!.Line(i / 2, 0), Counts[2]);
        else *R.Line(i, 0) = *coarse;
    }

    protected override void SpreadLines(int i, int j) => throw new NotSupportedException("BlackBoxLevel: a plane has one line a slab");

    protected override void SpreadSlabs(int i, int j)
    {
        LineKernels.Between(R.Line(i, 0), 0, northSums.Line(i, 0), At(R, i - 1, 0), southSums.Line(i, 0), At(R, i + 1, 0), Counts[2]);
        LineKernels.Relax(Nine(i, R, pointReciprocal), R.Line(i, 0), Wall.Line(0, 0), Counts[2], 1);
        LineKernels.Add(U.Line(i, 0), R.Line(i, 0), Counts[2]);
    }

    private static double Inverse(double d) => d > 0 ? 1 / d : 0;

    private ConductanceLine Five(int i) => new()
    {
        U = Neighbours(i, 0),
        North = north.Line(i, 0),
        South = north.Line(i + 1, 0),
        Along = west.Line(i, 0),
        Full = diagonal.Line(i, 0),
        Reciprocal = reciprocal.Line(i, 0),
    };

    private NineLine Nine(int i, PaddedField u, PaddedField inverse) => new()
    {
        U = new() { Here = u.Line(i, 0), North = At(u, i - 1, 0), South = At(u, i + 1, 0) },
        West = west.Line(i, 0),
        North = north.Line(i, 0),
        NorthWest = northWest.Line(i, 0),
        NorthEast = northEast.Line(i, 0),
        South = north.Line(i + 1, 0),
        SouthOfWest = northEast.Line(i + 1, 0),
        SouthOfEast = northWest.Line(i + 1, 0),
        Full = diagonal.Line(i, 0),
        Reciprocal = inverse.Line(i, 0),
    };
}
