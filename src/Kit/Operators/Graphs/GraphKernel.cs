using System.Globalization;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.FunctionSpaces;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Graphs;

/// <summary>The graph kernel operator, (Ku)(x) = b + ∫_{|y − x| &lt; r} χ(|y − x|/r) κ(x, y) u(y) dy with a network κ of two places, by the weights of the points within r.</summary>
/// <remarks>
/// Li et al., "Neural operator: graph kernel network for partial differential equations" (2020), eq. 5, with quadrature weights in place of the mean over neighbours, as Berner et al. (2025) ask for, so that it has a limit on any points. χ(ρ) = (1 − ρ²)² takes the edge off the ball, at which a sum over points would
/// jump. κ sees x (cos and sin of it along circles) and (y − x)/r.
/// </remarks>
/// <param name="inputs">Channels C of u.</param>
/// <param name="outputs">Channels O of Ku.</param>
/// <param name="domain">Where the points of a field [N, C, n₁, …, n_d] lie; a cloud of points says so itself.</param>
/// <param name="radius">r, in units of the domain.</param>
/// <param name="hidden">Width of the two inner layers of κ.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class GraphKernel(int inputs, int outputs, Domain domain, double radius, int hidden = 32, DType dtype = DType.F32) : FieldLayer("GraphKernel", inputs, domain)
{
    /// <summary>κ: the place x and the offset → O·C numbers.</summary>
    public Sequential Kernel { get; } = new(
        new Linear(domain.Square(2).PositionFeatures + domain.Dimensions, hidden, dtype: dtype), new Lambda(x => Gelu(x)),
        new Linear(hidden, hidden, dtype: dtype), new Lambda(x => Gelu(x)), new Linear(hidden, outputs * inputs, dtype: dtype));

    /// <summary>b [O].</summary>
    public Tensor Bias { get; } = Unset(dtype, outputs);

    /// <summary>The operator on any points.</summary>
    /// <param name="x">[N, C, n].</param>
    /// <param name="cloud">n points.</param>
    /// <param name="places">What κ is told of them, [F, n].</param>
    /// <exception cref="ArgumentException">Shapes that differ, or a point that sees no other within r.</exception>
    public Tensor Forward(Tensor x, PointCloud cloud, Tensor places)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(cloud);
        ArgumentNullException.ThrowIfNull(places);
        using var scope = Tensor.Scope();
        Require(x.Rank == 3 && x.Shape[2] == cloud.Count, x, "GraphKernel", $"[N,C,{cloud.Count}]");
        var (graph, batch, channels) = (cloud.Within(radius), x.Shape[0], x.Shape[1]);
        var (n, degree) = (graph.Count, graph.Degree);
        if (graph.Present.Sum(1).Min().Item() < 2)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"GraphKernel: one of {n} points has no other within r = {radius:g4}; give more points or a larger radius"));
        var offsets = graph.Offsets / radius;
        var window = (1 - offsets.Square().Sum(-1)).Square() * graph.Present * cloud.Weights.Take(graph.Index);
        var here = places.Cast(dtype).T.Unsqueeze(1).BroadcastTo((n, degree, places.Shape[0]));
        var kernel = Kernel.Forward(Tensor.Concat([here, offsets.Cast(dtype)], -1).Reshape(n * degree, -1)).Reshape(n, degree, outputs, channels);
        kernel = (kernel * window.Cast(dtype).Reshape(n, degree, 1, 1)).Permute(0, 2, 1, 3).Reshape(n, outputs, degree * channels);
        var seen = graph.Gather(x.Transpose()).Permute(1, 2, 3, 0).Reshape(n, degree * channels, batch);
        return (kernel.MatMul(seen).Permute(2, 1, 0) + Bias.Unsqueeze(-1)).Keep();
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x, QuadratureGrid grid)
    {
        var places = grid.Positions(dtype);
        return Forward(x.Reshape([x.Shape[0], x.Shape[1], -1]), PointCloud.Of(grid), places.Reshape(places.Shape[0], -1)).Reshape([x.Shape[0], outputs, .. grid.Shape.Dims]);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Bias.Assign(0);
}
