using Kit.Parameters;
using Kit.Pde.Elliptic;
using Kit.Plotting;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Pde.DataSets;

/// <summary>Steady flow through a medium of two phases, one ten times as permeable.</summary>
public sealed record PdebenchDarcyData : DataSet
{
    /// <summary>Cells along a side.</summary>
    [Bounds(8, 2048)]
    public int Points { get; init; } = 128;

    /// <summary>β, the source; published with 0.01, 0.1, 1, 10, 100, of which u is a multiple.</summary>
    [Bounds(1e-6, 1e6)]
    public double Beta { get; init; } = 1;

    /// <inheritdoc/>
    public override string Title => "PDEBench: Darcy flow";

    /// <inheritdoc/>
    public override string Equation => "−∇·(a∇u) = β on (0, 1)², u = 0 on the edge; a = 1 where Σ sᵢ exp(−|x − cᵢ|²/2wᵢ²) ≥ 0 and 0.1 elsewhere, of five bells with signs sᵢ = ±1, cᵢ ~ U(0, 1)², wᵢ ~ U(0.05, 0.2).";

    /// <inheritdoc/>
    public override string Method => "Five points on cells with harmonic face averages, first order at the interfaces and second elsewhere; conjugate gradients with multigrid to 1e-10.";

    /// <inheritdoc/>
    public override string Source => "Takamoto et al. (2022), PDEBench, section D.6; there the steady state is the end of an evolution. The law of the bells is Kit's: the paper gives none.";

    /// <inheritdoc/>
    public override int Published => 10000;

    /// <inheritdoc/>
    public override int Chunk => 32;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var axis = Axis.Cells(Points);
        var grid = new Grid(axis, axis);
        var a = Tensor.Stack([.. Enumerable.Range(0, count).Select(i => Medium(grid, rng.Stream(first + i).Uniform([5, 4])))]);
        var solver = new Multigrid(Boundaries.Dirichlet(grid), a, FaceAverage.Harmonic);
        return new Dictionary<string, Tensor> { ["a"] = a, ["u"] = solver.Solve(Tensor.Full(a.Shape, Beta)) };
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.Pairs(Title, samples["a"], "a", samples["u"], "u", Axis.Cells(Points));

    private static Tensor Medium(Grid grid, Tensor numbers) => grid.Sample((x, y) =>
    {
        Tensor sum = 0.0;
        for (var i = 0; i < 5; i++)
        {
            var (sign, width) = (numbers[i, 0].Item() < 0.5 ? -1 : 1, 0.05 + 0.15 * numbers[i, 3].Item());
            sum += sign * Exp(-((x - numbers[i, 1]).Square() + (y - numbers[i, 2]).Square()) / (2 * width * width));
        }

        return Where(sum >= 0, 1.0, 0.1);
    });
}
