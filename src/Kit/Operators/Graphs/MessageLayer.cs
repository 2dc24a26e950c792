using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Graphs;

/// <summary>A step of message passing: mᵢⱼ = φ(fᵢ, fⱼ, uᵢ − uⱼ, xⱼ − xᵢ, θ), fᵢ ← norm(fᵢ + ψ(fᵢ, meanⱼ mᵢⱼ, θ)), with networks φ and ψ of two layers.</summary>
/// <remarks>
/// Brandstetter, Worrall and Welling, "Message passing neural PDE solvers", ICLR 2022, eq. 8 and 9. With φ linear, messages are differences of neighbours times weights of their distance: the stencils of finite
/// differences. The first layer of φ is linear in each of its arguments, so all but distances are multiplied once a point and not once an edge. The activation is
/// SiLU; the norm is that of each sample and feature over the points, as in the authors' code.
/// </remarks>
/// <param name="features">Width of f and of the networks.</param>
/// <param name="window">Numbers of u at a point: K past times.</param>
/// <param name="dimensions">d.</param>
/// <param name="parameters">Numbers θ at a point.</param>
/// <param name="normalized">False leaves the norm out.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class MessageLayer(int features, int window, int dimensions, int parameters, bool normalized = true, DType dtype = DType.F32) : Layer
{
    private static readonly Func<Tensor, Tensor, Tensor, Tensor> Join = Fuse.Of((Tensor a, Tensor b, Tensor c) => Silu(a + b + c));

    /// <summary>First layer of φ: of fᵢ and θ.</summary>
    public Linear Receive { get; } = new(features + parameters, features, dtype: dtype) { Init = Law(features, window, dimensions, parameters) };

    /// <summary>First layer of φ: of fⱼ.</summary>
    public Linear Send { get; } = new(features, features, false, dtype) { Init = Law(features, window, dimensions, parameters) };

    /// <summary>First layer of φ: of uᵢ − uⱼ.</summary>
    public Linear Difference { get; } = new(window, features, false, dtype) { Init = Law(features, window, dimensions, parameters) };

    /// <summary>First layer of φ: of xⱼ − xᵢ.</summary>
    public Linear Distance { get; } = new(dimensions, features, false, dtype) { Init = Law(features, window, dimensions, parameters) };

    /// <summary>Second layer of φ.</summary>
    public Linear Message { get; } = new(features, features, dtype: dtype);

    /// <summary>First layer of ψ.</summary>
    public Linear Collect { get; } = new(2 * features + parameters, features, dtype: dtype);

    /// <summary>Second layer of ψ.</summary>
    public Linear Update { get; } = new(features, features, dtype: dtype);

    /// <summary>The features after the step.</summary>
    /// <param name="f">[N, n, features].</param>
    /// <param name="u">[N, n, K].</param>
    /// <param name="theta">[N, n, parameters].</param>
    /// <param name="graph">Of n points.</param>
    /// <param name="unit">Length in which distances are told.</param>
    public Tensor Forward(Tensor f, Tensor u, Tensor theta, Neighbours graph, double unit)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(graph);
        using var scope = Tensor.Scope();
        var (batch, n, degree) = (f.Shape[0], graph.Count, graph.Degree);
        var own = Difference.Forward(u);
        var here = (Receive.Forward(Tensor.Concat([f, theta], -1)) + own).Unsqueeze(2);
        var there = graph.Gather(Send.Forward(f) - own);
        var distance = Distance.Forward((graph.Offsets / unit).Cast(dtype));
        var edges = Silu(Message.Forward(Join(here, there, distance).Reshape(-1, features))).Reshape(batch, n, degree, features);
        var share = graph.Present / graph.Present.Sum(1, keepDims: true);
        var mean = (edges * share.Cast(dtype).Unsqueeze(-1)).Sum(2);
        var next = f + Silu(Update.Forward(Silu(Collect.Forward(Tensor.Concat([f, mean, theta], -1)))));
        return (normalized ? LayerNorm(next.Transpose()).Transpose() : next).Keep();
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => throw new NotSupportedException("MessageLayer: messages need u, θ and a graph; use Forward(f, u, theta, graph, unit)");

    /// <summary>The law of the whole first layer of φ, of which four have a part.</summary>
    private static Initializer Law(int features, int window, int dimensions, int parameters) => Init.Uniform(1 / Math.Sqrt(2 * features + window + dimensions + parameters));
}
