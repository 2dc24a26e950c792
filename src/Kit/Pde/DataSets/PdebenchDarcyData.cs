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
    public override string Equation => "−∇·(a∇u) = β on (0, 1)², u = 0 on the edge; a = 1 where a sum of five bells exp(−|x − cᵢ|²/sᵢ) exceeds its expectation and 0.1 elsewhere, cᵢ ~ U(0, 1)², sᵢ ~ U(0, ½).";

    /// <inheritdoc/>
    public override string Method => "Five points on cells with arithmetic face averages, first order at the interfaces and second elsewhere; conjugate gradients with multigrid to 1e-10.";

    /// <inheritdoc/>
    public override string Source => "Takamoto et al. (2022), PDEBench, section D.6, whose program takes the end of an evolution for the steady state, and the mean of a batch for the expectation.";

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
        var a = Tensor.Stack([.. Enumerable.Range(0, count).Select(i => Medium(grid, rng.Stream(first + i).Uniform([5, 3])))]);
        var solver = new Multigrid(Boundaries.Dirichlet(grid), a);
        return new Dictionary<string, Tensor> { ["a"] = a, ["u"] = solver.Solve(Tensor.Full(a.Shape, Beta)) };
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.Pairs(Title, samples["a"], "a", samples["u"], "u", Axis.Cells(Points));

    /// <summary>The expectation of the sum over places, centres and widths: 5 ∫ I(s)² ds/½ with I = ∫∫ exp(−(x − c)²/s) dx dc = √(πs) erf(1/√s) − s (1 − exp(−1/s)).</summary>
    private static double Expectation { get; } = 10 * MathNet.Numerics.Integrate.GaussLegendre(
        s => Math.Pow(Math.Sqrt(Math.PI * s) * MathNet.Numerics.SpecialFunctions.Erf(1 / Math.Sqrt(s)) - s * (1 - Math.Exp(-1 / s)), 2), 0, 0.5, 64);

    private static Tensor Medium(Grid grid, Tensor numbers) => grid.Sample((x, y) =>
    {
        Tensor sum = 0.0;
        for (var i = 0; i < 5; i++) sum += Exp(-((x - numbers[i, 0]).Square() + (y - numbers[i, 1]).Square()) / (0.5 * (1 - numbers[i, 2].Item())));
        return Where(sum > Expectation, 1.0, 0.1);
    });
}
