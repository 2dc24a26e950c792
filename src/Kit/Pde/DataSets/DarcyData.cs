using Kit.Numerics.Interpolation;
using Kit.Parameters;
using Kit.Pde.Elliptic;
using Kit.Pde.RandomFields;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>Flow through a random porous medium, −∇·(a∇u) = 1 on the unit square with u = 0 on its edge: the map a ↦ u.</summary>
/// <remarks>
/// The coefficient is drawn at the centres of s × s cells, brought to s × s nodes by cubic splines, and the solution is brought back in the same way: so
/// were the published sets made. Two consequences are theirs too: a spline overshoots at jumps of a, and u at the outermost centres is small but not 0.
/// </remarks>
public abstract record DarcyData : DataSet
{
    /// <summary>s, points along a side.</summary>
    [Bounds(8, 2049)]
    public abstract int Points { get; init; }

    /// <inheritdoc/>
    public override string Method => "Five points with arithmetic face averages at s × s nodes, h = 1/(s − 1), second order; conjugate gradients with multigrid to 1e-10; splines of fourth order between centres and nodes.";

    /// <summary>The coefficient at the centres of cells.</summary>
    protected abstract IRandomField Law(Grid grid);

    /// <inheritdoc/>
    public sealed override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        Axis centres = Axis.Cells(Points), nodes = Axis.Nodes(Points);
        var grid = new Grid(nodes, nodes);
        var (there, back) = (CubicSpline.NotAKnot(centres.Points, nodes.Points), CubicSpline.NotAKnot(nodes.Points, centres.Points));
        var a = Law(new Grid(centres, centres)).Sample(rng, count, first);
        var solver = new Multigrid(Boundaries.Dirichlet(grid), Between(there, a));
        return new Dictionary<string, Tensor> { ["a"] = a, ["u"] = Between(back, solver.Solve(Tensor.Ones(a.Shape))) };

        static Tensor Between(Tensor weights, Tensor field) => weights.MatMul(field).MatMul(weights.T);
    }

    /// <inheritdoc/>
    public sealed override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.Pairs(Title, samples["a"], "a", samples["u"], "u", Axis.Cells(Points));
}
