namespace Kit.Pde.Elliptic;

/// <summary>One grid of a multigrid hierarchy: solution, right-hand side and residual as slabs of lines, and what its operator does slab by slab.</summary>
/// <remarks>
/// Points are p = (i, j, k), with one slab or one line where the problem has fewer dimensions, so that two dimensions are (i, 0, k). The equations are
/// d_p u_p − Σ w_pq u_q = f_p over the up to six neighbours; walls are neighbours with the value 0.
/// Axes that are coarsened keep their points of even number; the others lie between two of these, or beyond the last.
/// </remarks>
internal abstract unsafe class GridLevel(int[] counts, bool[] periodic) : IDisposable
{
    /// <summary>Couplings weaker than this part of the strongest are left to finer grids by point smoothing.</summary>
    protected const double WeakCoupling = 0.25;

    private readonly double[] squares = new double[counts[0]];

    public int[] Counts { get; } = counts;

    public bool[] Periodic { get; } = periodic;

    public PaddedField U { get; } = new(counts[0], counts[1], counts[2]);

    public PaddedField F { get; } = new(counts[0], counts[1], counts[2]);

    public PaddedField R { get; } = new(counts[0], counts[1], counts[2]);

    /// <summary>A line of zeros, the value of walls.</summary>
    protected PaddedField Wall { get; } = new(1, 1, counts[2]);

    /// <summary>Which axes the next coarser grid coarsens.</summary>
    public bool[] Coarsened { get; } = new bool[3];

    public GridLevel? Coarser { get; protected set; }

    /// <summary>What smooths instead of red–black sweeps.</summary>
    public ISmoother? Smoother { get; private set; }

    public long Size => (long)Counts[0] * Counts[1] * Counts[2];

    /// <summary>‖r‖₂ of the last sweep of residuals.</summary>
    public double ResidualNorm()
    {
        var sum = 0.0;
        foreach (var square in squares) sum += square;
        return Math.Sqrt(sum);
    }

    /// <summary>Red–black Gauss–Seidel on the points of slab i with i + j + k ≡ colour mod 2.</summary>
    /// <param name="i">The slab.</param>
    /// <param name="colour">0 or 1.</param>
    /// <param name="backward">Where a colour of slabs has colours of points in it, the last of them first: the adjoint of a sweep takes all colours in the opposite order.</param>
    public abstract void Relax(int i, int colour, bool backward);

    /// <summary>1/d of line j of slab i, 0 where d is.</summary>
    public abstract double* Reciprocals(int i, int j);

    /// <summary>In a plane, the weights w of point k of slab i towards its neighbours below and above along an axis.</summary>
    public abstract (double Low, double High) Couplings(int axis, int i, int k);

    /// <summary>r = f − A u on line j of slab i; the sum of its squares.</summary>
    protected abstract double LineResidual(int i, int j);

    /// <summary>Adds to line j of the even slab i of R what it takes of the odd slabs beside it: the transposed interpolation along x.</summary>
    protected abstract void GatherSlabs(int i, int j);

    protected abstract void GatherLines(int i, int j);

    /// <summary>From line j of slab i of R to the coarse right-hand side.</summary>
    protected abstract void GatherPoints(int i, int j, double* coarse);

    protected abstract void SpreadPoints(int i, int j, double* coarse);

    protected abstract void SpreadLines(int i, int j);

    /// <summary>u += interpolation between the slabs of R beside the odd slab i, at line j.</summary>
    protected abstract void SpreadSlabs(int i, int j);

    /// <summary>What the restriction does to slab i of the residual before its neighbours look at it.</summary>
    public virtual void Prepare(int i) { }

    /// <summary>Takes a smoother for this grid and all coarser ones.</summary>
    public void Take(MultigridOptions options)
    {
        for (var level = this; level is { Coarser: not null }; level = level.Coarser) level.Smoother = ISmoother.Of(level, options);
    }

    /// <summary>r = f − A u on slab i.</summary>
    public void Residual(int i)
    {
        var sum = 0.0;
        for (var j = 0; j < Counts[1]; j++) sum += LineResidual(i, j);
        squares[i] = sum;
        if (Periodic[2]) R.Wrap(i);
    }

    /// <summary>Slab i of the residual to the coarser right-hand side, if i is even or x is not coarsened.</summary>
    public void Restrict(int i)
    {
        if (Coarsened[0] && i % 2 != 0) return;
        if (Coarsened[0])
            for (var j = 0; j < Counts[1]; j++) GatherSlabs(i, j);
        for (var j = 0; j < Counts[1]; j += Coarsened[1] ? 2 : 1)
        {
            if (Coarsened[1]) GatherLines(i, j);
            GatherPoints(i, j, Coarser!.F.Line(Coarsened[0] ? i / 2 : i, Coarsened[1] ? j / 2 : j));
        }
    }

    /// <summary>The coarser solution, interpolated along y and z, to slab i of R, if i is even or x is not coarsened.</summary>
    public void Interpolate(int i)
    {
        if (Coarsened[0] && i % 2 != 0) return;
        for (var j = 0; j < Counts[1]; j += Coarsened[1] ? 2 : 1)
            SpreadPoints(i, j, Coarser!.U.Line(Coarsened[0] ? i / 2 : i, Coarsened[1] ? j / 2 : j));
        for (var j = 1; Coarsened[1] && j < Counts[1]; j += 2) SpreadLines(i, j);
    }

    /// <summary>Adds the correction to slab i; R of the even slabs holds it.</summary>
    public void Correct(int i)
    {
        for (var j = 0; j < Counts[1]; j++)
        {
            if (Coarsened[0] && i % 2 != 0) SpreadSlabs(i, j);
            else LineKernels.Add(U.Line(i, j), R.Line(i, j), Counts[2]);
        }

        if (Periodic[2]) U.Wrap(i);
    }

    public virtual void Dispose()
    {
        foreach (var field in (PaddedField[])[U, F, R, Wall]) field.Dispose();
        Smoother?.Dispose();
        Coarser?.Dispose();
    }

    /// <summary>The line of a field at slab i, line j; beyond the grid its other end on a periodic axis, else the wall.</summary>
    protected double* At(PaddedField field, int i, int j)
    {
        if (i < 0 || i >= Counts[0])
        {
            if (!Periodic[0]) return Wall.Line(0, 0);
            i = i < 0 ? Counts[0] - 1 : 0;
        }

        if (j < 0 || j >= Counts[1])
        {
            if (!Periodic[1]) return Wall.Line(0, 0);
            j = j < 0 ? Counts[1] - 1 : 0;
        }

        return field.Line(i, j);
    }

    protected Around Neighbours(int i, int j) => new()
    {
        Here = U.Line(i, j),
        North = At(U, i - 1, j),
        South = At(U, i + 1, j),
        Above = Counts[1] > 1 ? At(U, i, j - 1) : null,
        Below = Counts[1] > 1 ? At(U, i, j + 1) : null,
    };
}
