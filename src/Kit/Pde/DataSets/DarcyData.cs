using Kit.Compute;
using Kit.Numerics.Interpolation;
using Kit.Numerics.Krylov;
using Kit.Parameters;
using Kit.Pde.Elliptic;
using Kit.Pde.RandomFields;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>Flow through a random porous medium, −∇·(a∇u) = 1 on the unit square with u = 0 on its edge: the map a ↦ u.</summary>
/// <remarks>
/// The coefficient is drawn at the centres of s × s cells, brought to s × s nodes by cubic splines, and the solution is brought back in the same way: so
/// were the published sets made. Three consequences are theirs too: u at the outermost centres is small but not 0; a spline overshoots at jumps of a; and where a jump
/// meets a side, the nodes half a cell beyond the centres may even get a negative a. <see cref="Clip"/> cuts that off.
/// </remarks>
public abstract record DarcyData : DataSet
{
    /// <summary>s, points along a side.</summary>
    [Bounds(8, 2049)]
    public abstract int Points { get; init; }

    /// <summary>Keeps a at the nodes between the values that it has at the centres; false is as published.</summary>
    public bool Clip { get; init; }

    /// <inheritdoc/>
    public override string Method => "Five points with arithmetic face averages at s × s nodes, h = 1/(s − 1), second order; GMRES with multigrid to 1e-10; splines of fourth order between centres and nodes.";

    /// <summary>The coefficient at the centres of cells.</summary>
    protected abstract IRandomField Law(Grid grid);

    /// <inheritdoc/>
    public sealed override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        Axis centres = Axis.Cells(Points), nodes = Axis.Nodes(Points);
        var grid = new Grid(nodes, nodes);
        var (there, back) = (CubicSpline.NotAKnot(centres.Points, nodes.Points), CubicSpline.NotAKnot(nodes.Points, centres.Points));
        var a = Law(new Grid(centres, centres)).Sample(rng, count, first);
        var nodal = Between(there, a);
        var tame = nodal.Maximum(a.Min([-2, -1], keepDims: true)).Minimum(a.Max([-2, -1], keepDims: true));
        var walls = Boundaries.Dirichlet(grid);
        var u = Clip ? new Multigrid(walls, tame).Solve(Tensor.Ones(a.Shape)) : AsPublished(walls, nodal, tame);
        return new Dictionary<string, Tensor> { ["a"] = a, ["u"] = Between(back, u) };

        static Tensor Between(Tensor weights, Tensor field) => weights.MatMul(field).MatMul(weights.T);
    }

    /// <inheritdoc/>
    public sealed override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.Pairs(Title, samples["a"], "a", samples["u"], "u", Axis.Cells(Points));

    /// <summary>The operator of the overshooting coefficient may be indefinite; that of the tame one is near, and preconditions it.</summary>
    private static Tensor AsPublished(Boundaries walls, Tensor a, Tensor tame)
    {
        var solutions = new Tensor[a.Shape[0]];
        Threads.For(solutions.Length, i =>
        {
            using var scope = Tensor.Scope();
            var (flow, near, own) = (new EllipticOperator(walls, FaceAverage.Arithmetic, 0, "DarcyData"), new Multigrid(walls, tame[i]), a[i]);
            solutions[i] = Gmres.Solve(u => flow.Apply(own, u), flow.Unknown() * Tensor.Ones(own.Shape), near.Precondition, stopping: new(RelativeTolerance: 1e-10)).OrThrow().Keep();
        });
        return Tensor.Stack([.. solutions]);
    }
}
