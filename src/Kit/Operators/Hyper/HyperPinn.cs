using Kit.Learning;
using Kit.Operators.DeepOnets;
using Kit.Tensors;

namespace Kit.Operators.Hyper;

/// <summary>A network that reads a linear equation and writes the weights of a small network that solves it: c, f, g ↦ w with u(x; w).</summary>
/// <remarks>
/// Bischof et al., "HyPINO", arXiv 2509.05117 (2025). There the reader is a Swin transformer of tens of millions of weights; here it is three convolutions and two full layers, below 10⁶, which two cores can train.
/// As the problem is linear, (f, g) are divided by their size before they are read and u is multiplied by it after: the map is exactly homogeneous, and small residuals are read as well as large ones.
/// <para/>
/// <see cref="Solve"/> refines: u ← u + H(f − L[u], g − u on the edge). <see cref="RemainderChains"/> train it for that.
/// </remarks>
/// <param name="target">u(x; w).</param>
/// <param name="nodes">n of the grids that are read, a multiple of 8.</param>
/// <param name="channels">Of the first convolution; each halves the grid and the second and third double the channels.</param>
/// <param name="hidden">Neurons between the convolutions and the weights.</param>
public sealed class HyperPinn(TargetNetwork target, int nodes = 24, int channels = 16, int hidden = 128)
{
    /// <summary>u(x; w).</summary>
    public TargetNetwork Target => target;

    /// <summary>n.</summary>
    public int Nodes => nodes;

    /// <summary>Reads f, g, the edge and the five coefficients as eight channels.</summary>
    public ConvBranch Reader { get; } = new(8, [nodes, nodes], hidden, channels);

    /// <summary>What each equation adds to the common weights.</summary>
    public Mlp Writer { get; } = new([hidden, hidden, target.Size]);

    /// <summary>Weights that all start from, [1, Size]: drawn as those of a network on its own.</summary>
    public Tensor Common { get; } = target.Draw(new Rng(0), 1);

    /// <summary>w of u/s for problems of size s, [N, Size].</summary>
    /// <param name="problem">On n × n nodes.</param>
    /// <param name="scale">s, [N, 1].</param>
    public Tensor Weights(LinearProblem problem, Tensor scale)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(scale);
        if (problem.Nodes != nodes) throw new ArgumentException($"HyperPinn: a problem on {problem.Nodes} × {problem.Nodes} nodes; it reads {nodes} × {nodes}");
        var (samples, s) = (problem.Source.Shape[0], scale.Unsqueeze(-1));
        int[] plane = [samples, 1, nodes, nodes];
        var fields = Tensor.Concat(
            [(problem.Source / (10 * s)).Unsqueeze(1), (problem.Edge / s).Unsqueeze(1), LinearProblem.Rim(nodes).BroadcastTo(plane), problem.Coefficients.Reshape(samples, 5, 1, 1).BroadcastTo([samples, 5, nodes, nodes])], 1);
        return Common + 0.1 * Writer.Forward(Functions.Gelu(Reader.Forward(fields)));
    }

    /// <summary>Networks whose sum solves each problem: one at first, and one more a round of refinement.</summary>
    /// <param name="problem">On n × n nodes.</param>
    /// <param name="rounds">Of refinement.</param>
    /// <returns>After every round, w and s of all networks so far are the first entries.</returns>
    public IReadOnlyList<(Tensor Weights, Tensor Scale)> Solve(LinearProblem problem, int rounds = 0)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        var parts = new List<(Tensor, Tensor)>();
        var (left, points) = (problem, LinearProblem.Points(nodes));
        for (var k = 0; k <= rounds; k++)
        {
            var scale = left.Scale();
            parts.Add((Weights(left, scale), scale));
            if (k < rounds) left = problem.Left(At(parts, points));
        }

        return parts;
    }

    /// <summary>The sum of networks at points.</summary>
    /// <param name="parts">Of <see cref="Solve"/>.</param>
    /// <param name="points">[P, 2].</param>
    public FieldDerivatives At(IReadOnlyList<(Tensor Weights, Tensor Scale)> parts, Tensor points)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Select(p => target.Derivatives(p.Weights, points) * p.Scale).Aggregate((a, b) => a + b);
    }
}
