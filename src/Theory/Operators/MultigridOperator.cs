using Kit.Operators.Multigrid;
using Kit.Operators.Spectral;
using Kit.Pde;
using Kit.Pde.Elliptic;
using Kit.Tensors;

namespace Kit.Theory.Operators;

/// <summary>MgNO against FNO on Darcy flow by one protocol, and its layer with a textbook's weights against a multigrid solver.</summary>
/// <remarks>
/// The quick preset has 32² points, 200 samples and few epochs, so both errors are far from converged; it asks for what is meaningful there: that MgNO is ahead of FNO with fewer numbers at as many
/// epochs, and that both know more than the mean of the solutions. The bound of 1 % belongs to <see cref="Full"/>.
/// </remarks>
public sealed record MultigridOperator : Experiment
{
    /// <summary>Points a side.</summary>
    [Bounds(8, 256)]
    public int Points { get; init; } = 32;

    /// <summary>Training samples.</summary>
    [Bounds(2, 10_000)]
    public int Train { get; init; } = 200;

    /// <summary>Test samples.</summary>
    [Bounds(2, 1000)]
    public int Test { get; init; } = 50;

    /// <summary>Epochs of every model.</summary>
    [Bounds(1, 1000)]
    public int Epochs { get; init; } = 10;

    /// <summary>Samples of a batch.</summary>
    [Bounds(1, 100)]
    public int Batch { get; init; } = 10;

    /// <summary>Layers of MgNO.</summary>
    [Bounds(1, 8)]
    public int Layers { get; init; } = 5;

    /// <summary>Channels of MgNO.</summary>
    [Bounds(1, 64)]
    public int Width { get; init; } = 24;

    /// <summary>Modes of FNO an axis.</summary>
    [Bounds(1, 32)]
    public int Modes { get; init; } = 12;

    /// <summary>Channels of FNO.</summary>
    [Bounds(1, 64)]
    public int FnoWidth { get; init; } = 32;

    /// <summary>Largest relative error of MgNO that passes.</summary>
    [Bounds(1e-6, 1)]
    public double Bound { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string Title => "MgNO: linear maps as V-cycles";

    /// <inheritdoc/>
    public override string Claim => "A layer whose linear map is a learned V-cycle solves Darcy flow more accurately than Fourier layers do at as many epochs, with fewer numbers; with Poisson's stencils for weights it is the V-cycle of a solver, so that depth is accuracy.";

    /// <inheritdoc/>
    public override string Source => "He, Liu and Xu (2024), MgNO: Efficient Parameterization of Linear Operators via Multigrid, ICLR; algorithm 1, table 1";

    /// <inheritdoc/>
    public override MultigridOperator Full => this with { Points = 64, Train = 1000, Test = 100, Epochs = 100, Bound = 1e-2 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var pairs = DarcyPairs.Draw(Points, Train + Test, rng.Stream("data"));
        var contest = new OperatorContest(pairs[..Train], pairs[Train..], new() { Epochs = Epochs, Batch = Batch });
        var mgno = contest.Enter("MgNO", MgNo.Small(1, 1, (Points, Points), Width, Layers), 1e-3, rng.Stream("mgno"), token);
        var fno = contest.Enter("FNO", new Fno(1, 1, [Modes, Modes], FnoWidth, padding: Points / 8), 1e-3, rng.Stream("fno"), token);
        var mean = contest.ErrorOfTheMean();
        int[] grids = [16, 32, 64];
        return new()
        {
            Checks =
            [
                Check.AtMost("relative L² error of MgNO on test samples", mgno.TestError, Bound, Bound < 0.05 ? "the row of table 1 for smooth interfaces has 0.18 % after 500 epochs on finer grids" : "few epochs on few samples: a tenth is left, where the mean of the solutions leaves a quarter"),
                Check.AtMost("error of MgNO / error of FNO", mgno.TestError / fno.TestError, 1, "table 1: 0.18 % and 0.71 %"),
                Check.AtMost("numbers of MgNO / numbers of FNO", (double)mgno.Parameters / fno.Parameters, 1, "kernels of 3 × 3 on six levels instead of one for every mode"),
                Check.AtMost("error of MgNO / error of the mean solution", mgno.TestError / mean, 0.5, "it has to look at the coefficient"),
                Check.AtMost("largest difference of two layers with Poisson's stencils and two V(1,1) cycles of the solver, relative", Distance(64, rng.Stream("cycle")), 1e-6, "the same arithmetic in another order: rounding in F64 remains"),
                Check.Within("factor of the error a layer with Poisson's stencils, 64² points", Factor(64, rng.Stream("factor")), 0.3, 0.45, "local Fourier analysis: (3/5)² of two grids; inexact coarse solutions add a little"),
            ],
            Figures = [contest.Curves("Learning Darcy flow"), contest.Maps(0), contest.Sizes(), PoissonCycles.Picture(grids, 12, rng.Stream("picture"))],
            Tables = [contest.Results()],
        };
    }

    /// <summary>Theory: two cycles of geometric multigrid with damped Jacobi sweeps, full weighting and bilinear interpolation; simulation: two layers.</summary>
    private static double Distance(int n, Rng rng)
    {
        var solver = new Multigrid(Boundaries.Periodic(Grid.Periodic(n, 1, 2)), options: new(Before: 1, After: 1, Smoother: Smoother.Jacobi));
        var f = rng.Normal((n, n));
        f -= f.Mean();
        var once = solver.Precondition(f);
        var twice = once + solver.Precondition(f - solver.Apply(once));
        var layers = new PoissonCycles(n, 2).Forward(f.Reshape(1, 1, n, n)).Reshape(n, n);
        return ((layers - twice).Abs().Max() / twice.Abs().Max()).Item();
    }

    private static double Factor(int n, Rng rng)
    {
        var errors = new PoissonCycles(n, 8).Errors(rng.Normal((1, 1, n, n)));
        return Math.Pow(errors[8] / errors[4], 0.25);
    }
}
