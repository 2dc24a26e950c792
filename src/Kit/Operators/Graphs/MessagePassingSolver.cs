using Kit.Compute;
using Kit.Learning;
using Kit.Operators.FunctionSpaces;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Graphs;

/// <summary>The message-passing PDE solver: the next K states of a field at once from the last K, u(t + kΔt) = u(t) + kΔt dₖ for k = 1 … K, on the points of any grid.</summary>
/// <remarks>
/// Brandstetter, Worrall and Welling, "Message passing neural PDE solvers", ICLR 2022. Encoder: fᵢ = MLP(u(t − (K − 1)Δt … t), θ, place); processor: <see cref="MessageLayer"/> over the nearest neighbours; decoder: two
/// convolutions along the features of a point, which read them as a line of time (temporal bundling), give d. <c>OperatorTraining</c> trains one step; <see cref="PushedForward"/> is the loss that shows a
/// solver its own errors. Input [N, K + P, n₁, …, n_d]: K states, oldest first, and P fields of parameters θ of the equation, constants mostly. Output [N, K, n₁, …, n_d].
/// </remarks>
/// <param name="window">K: 25 in the paper.</param>
/// <param name="parameters">P.</param>
/// <param name="domain">Where the points of a field lie.</param>
/// <param name="step">Δt.</param>
/// <param name="unit">Length in which distances are told, about that of neighbouring points.</param>
/// <param name="features">Width of f: 128 in the paper.</param>
/// <param name="layers">Steps of message passing: 6 in the paper.</param>
/// <param name="neighbours">Nearest points that send messages: 6 in the paper's equations in one dimension, three on either side.</param>
/// <param name="places">Tells the encoder where a point is, as in the paper; without it the solver of a circle moves with its field.</param>
/// <param name="kernel">Features that the first convolution of the decoder sees.</param>
/// <param name="stride">Features that it goes on by.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class MessagePassingSolver(
    int window, int parameters, Domain domain, double step, double unit, int features = 128, int layers = 6, int neighbours = 6, bool places = true, int kernel = 16, int stride = 3, DType dtype = DType.F32)
    : FieldLayer("MessagePassingSolver", window + parameters, domain)
{
    private const int Channels = 8;

    /// <summary>First layer of the encoder.</summary>
    public Linear Encode { get; } = new(window + parameters + (places ? domain.Square(2).PositionFeatures : 0), features, dtype: dtype);

    /// <summary>Second layer of the encoder.</summary>
    public Linear Embed { get; } = new(features, features, dtype: dtype);

    /// <summary>Steps of message passing.</summary>
    public IReadOnlyList<MessageLayer> Process { get; } = [.. Enumerable.Range(0, layers).Select(_ => new MessageLayer(features, window, domain.Dimensions, parameters, dtype: dtype))];

    /// <summary>First convolution of the decoder: 1 → 8 channels.</summary>
    public Conv Decode { get; } = new(1, 1, Channels, kernel, stride, dtype: dtype);

    /// <summary>Second one: 8 → 1, to K numbers.</summary>
    public Conv Bundle { get; } = new(1, Channels, 1, Last(features, kernel, stride, window), dtype: dtype);

    /// <summary>The paper's solver of equations in one dimension: K = 25, width 128, six layers.</summary>
    /// <param name="parameters">P.</param>
    /// <param name="domain">Where the points lie: a circle of length 16 in the paper.</param>
    /// <param name="step">Δt: 4/250 in the paper.</param>
    /// <param name="unit">Length in which distances are told.</param>
    public static MessagePassingSolver Paper(int parameters, Domain domain, double step, double unit) => new(25, parameters, domain, step, unit);

    /// <summary>For two cores: width 32, three layers, the four nearest neighbours, the same on all of a circle.</summary>
    /// <inheritdoc cref="Paper"/>
    /// <param name="window">K, up to 20.</param>
    /// <param name="parameters">P.</param>
    /// <param name="domain">Where the points lie.</param>
    /// <param name="step">Δt.</param>
    /// <param name="unit">Length in which distances are told.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static MessagePassingSolver Small(int window, int parameters, Domain domain, double step, double unit, DType dtype = DType.F32) =>
        new(window, parameters, domain, step, unit, 32, 3, 4, places: false, kernel: 6, stride: window > 12 ? 1 : 2, dtype: dtype);

    /// <summary>The distance of a step from the truth, and of a step from the solver's own last one, whose errors are as they will be in use: the mean of both.</summary>
    /// <remarks>The pushforward trick, section 3.1 and eq. 6: no derivative goes through the first of the two steps.</remarks>
    /// <param name="solver">[N, K + P, n…] → [N, K, n…].</param>
    /// <param name="past">K states, [N, K, n…].</param>
    /// <param name="next">The K states after them.</param>
    /// <param name="after">The K states after these.</param>
    /// <param name="theta">Fields of parameters, [N, P, n…].</param>
    /// <param name="distance">(prediction, truth) → a real scalar.</param>
    public static Tensor PushedForward(Func<Tensor, Tensor> solver, Tensor past, Tensor next, Tensor after, Tensor theta, Func<Tensor, Tensor, Tensor> distance)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(distance);
        var first = solver(Tensor.Concat([past, theta], 1));
        var second = solver(Tensor.Concat([Autodiff.Grad.Stop(first), theta], 1));
        return (distance(first, next) + distance(second, after)) / 2;
    }

    /// <summary>Windows one after the other, each from the last: [N, count·K, n…].</summary>
    /// <param name="solver">[N, K + P, n…] → [N, K, n…].</param>
    /// <param name="past">K states to begin with.</param>
    /// <param name="theta">Fields of parameters.</param>
    /// <param name="count">Windows.</param>
    public static Tensor Rollout(Func<Tensor, Tensor> solver, Tensor past, Tensor theta, int count)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var windows = new Tensor[count];
        for (var k = 0; k < count; k++) windows[k] = past = solver(Tensor.Concat([past, theta], 1));
        return Tensor.Concat(windows, 1);
    }

    /// <summary>The next K states at any points.</summary>
    /// <param name="x">[N, K + P, n].</param>
    /// <param name="cloud">n points.</param>
    /// <param name="positions">What the encoder is told of their places, [F, n]; null where it is told nothing.</param>
    /// <exception cref="ArgumentException">Shapes that differ, or fewer points than neighbours.</exception>
    public Tensor Forward(Tensor x, PointCloud cloud, Tensor? positions = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(cloud);
        using var scope = Tensor.Scope();
        Require(x.Rank == 3 && x.Shape[1] == window + parameters && x.Shape[2] == cloud.Count, x, "MessagePassingSolver", $"[N,{window + parameters},{cloud.Count}]");
        if (places && positions is null) throw new ArgumentException("MessagePassingSolver: an encoder that is told the places of points needs them; give positions [F, n]");
        var (graph, seen) = (cloud.Nearest(neighbours), x.Transpose());
        var (batch, n, u, theta) = (x.Shape[0], cloud.Count, seen[.., .., ..window], seen[.., .., window..]);
        var known = places ? Tensor.Concat([seen, positions!.T.BroadcastTo((batch, n, positions.Shape[0]))], -1) : seen;
        var f = Silu(Embed.Forward(Silu(Encode.Forward(known))));
        foreach (var layer in Process) f = layer.Forward(f, u, theta, graph, unit);
        var slopes = Bundle.Forward(Silu(Decode.Forward(f.Reshape(batch * n, 1, features)))).Reshape(batch, n, window);
        var times = Tensor.Arange(1.0, window + 1, dtype: dtype) * step;
        return (u[.., .., (window - 1)..] + slopes * times).Transpose().Contiguous().Keep();
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x, QuadratureGrid grid)
    {
        var positions = grid.Positions(dtype);
        var flat = x.Reshape([x.Shape[0], x.Shape[1], -1]);
        return Forward(flat, PointCloud.Of(grid), places ? positions.Reshape(positions.Shape[0], -1) : null).Reshape([x.Shape[0], window, .. grid.Shape.Dims]);
    }

    /// <summary>Extent of the second convolution that leaves K numbers.</summary>
    private static int Last(int features, int kernel, int stride, int window)
    {
        var left = (features - kernel) / stride + 1;
        return features >= kernel && left >= window ? left - window + 1 : throw new ArgumentException(
            $"MessagePassingSolver: of {features} features a convolution of {kernel} by steps of {stride} leaves {Math.Max(0, left)} numbers; at least the window's {window} are needed: take more features or a smaller stride");
    }
}
