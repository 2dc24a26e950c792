using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.DeepOnets;

/// <summary>A DeepONet that is read out after every layer: G(u)(y) = (1/L) Σₗ wₗ Σ_k b_k⁽ˡ⁾(u) t_k⁽ˡ⁾(y) + b₀.</summary>
/// <remarks>
/// Zang and Koutsourelakis, "DGenNO", arXiv 2502.06250 (2025): the terms of a DeepONet are products of last layers alone; here every layer gives p more without more weights than L numbers wₗ.
/// Here all layers but the first are read (the first is nearly linear), wₗ begins at 1 and channels split each layer's p into equal groups.
/// </remarks>
/// <param name="inputs">Numbers that the branch takes: m sensors, or the length of a latent vector.</param>
/// <param name="dimensions">d.</param>
/// <param name="outputs">O, a divisor of the width.</param>
/// <param name="width">p·O, the neurons of every layer.</param>
/// <param name="layers">Layers of branch and trunk, 2 at least; L = layers − 1 are read.</param>
/// <param name="branchActivation">Null: GELU.</param>
/// <param name="trunkActivation">Null: GELU.</param>
/// <param name="fourier">Frequencies of <see cref="FourierFeatures"/> before the trunk; 0: none.</param>
/// <param name="sigma">Their deviation.</param>
/// <param name="dtype">F32 or F64.</param>
/// <exception cref="ArgumentException">The width is not a multiple of the outputs, or there is nothing to read.</exception>
public sealed class MultiOnet(
    int inputs, int dimensions, int outputs = 1, int width = 64, int layers = 4,
    Func<Tensor, Tensor>? branchActivation = null, Func<Tensor, Tensor>? trunkActivation = null, int fourier = 0, double sigma = 1, DType dtype = DType.F32) : IPointOperator
{
    /// <summary>b⁽ˡ⁾.</summary>
    public Mlp Branch { get; } = new(Widths(inputs, width, layers, outputs), branchActivation, activateLast: true, dtype);

    /// <summary>Waves of the point, which the trunk then takes; or null.</summary>
    public FourierFeatures? Features { get; } = fourier > 0 ? new(dimensions, fourier, sigma, dtype) : null;

    /// <summary>t⁽ˡ⁾.</summary>
    public Mlp Trunk { get; } = new(Widths(dimensions + 2 * fourier, width, layers, outputs), trunkActivation, activateLast: true, dtype);

    /// <summary>wₗ, [L].</summary>
    public Tensor Weight { get; } = Tensor.Ones([layers - 1], dtype);

    /// <summary>b₀, [O].</summary>
    public Tensor Bias { get; } = Tensor.Zeros([outputs], dtype);

    /// <inheritdoc/>
    public int Outputs => outputs;

    /// <inheritdoc/>
    public int Dimensions => dimensions;

    /// <summary>For fields on a grid.</summary>
    /// <param name="channels">C of the input.</param>
    /// <param name="outputs">O.</param>
    /// <param name="sensors">The grid of the input, n₁, …, n_d.</param>
    /// <param name="width">Neurons of a layer.</param>
    /// <param name="layers">Of branch and trunk.</param>
    /// <param name="fourier">Frequencies before the trunk.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static PointOperatorOnGrid OnGrid(int channels, int outputs, int[] sensors, int width = 128, int layers = 4, int fourier = 0, DType dtype = DType.F32)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        return new(new MultiOnet(sensors.Aggregate(channels, (product, n) => product * n), sensors.Length, outputs, width, layers, fourier: fourier, dtype: dtype), channels, sensors);
    }

    /// <inheritdoc/>
    public Tensor Forward(Tensor u, Tensor y)
    {
        var points = Readout.Points(y, u, dimensions, "MultiOnet");
        var (b, t) = (Branch.Outputs(u), Trunk.Outputs(Features?.Forward(points) ?? points));
        // One product instead of L: the layers beside each other are one longer sum, channel by channel.
        Tensor[] scaled = [.. b.Skip(1).Select((x, l) => (x * (Weight[l] / (layers - 1))).Reshape(x.Shape[0], outputs, -1))];
        Tensor[] read = [.. t.Skip(1).Select(x => x.Reshape([.. x.Shape.ToArray().AsSpan()[..^1], outputs, width / outputs]))];
        var (branch, trunk) = (Tensor.Concat(scaled, -1), Tensor.Concat(read, -1));
        var terms = outputs * trunk.Shape[^1];
        return Readout.Of(branch.Reshape(-1, terms), trunk.Reshape([.. trunk.Shape.ToArray().AsSpan()[..^2], terms]), outputs, "MultiOnet") + Bias.Unsqueeze(1);
    }

    private static int[] Widths(int inputs, int width, int layers, int outputs) => layers >= 2 && width % outputs == 0
        ? [inputs, .. Enumerable.Repeat(width, layers)]
        : throw new ArgumentException($"MultiOnet: {layers} layers of {width} neurons for {outputs} channels; 2 layers at least, and a width that the channels divide, are right");
}
