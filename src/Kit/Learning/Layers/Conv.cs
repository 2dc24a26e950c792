using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Convolution over 1 to 3 spatial axes, [N, inputs, …] → [N, outputs, …], as <see cref="Functions.Conv"/>.</summary>
/// <param name="axes">Number of spatial axes.</param>
/// <param name="inputs">Channels in.</param>
/// <param name="outputs">Channels out.</param>
/// <param name="kernel">Extent of the kernel, one number or one an axis.</param>
/// <param name="stride">Step of the window; by default 1.</param>
/// <param name="padding">Elements beyond each edge; by default 0.</param>
/// <param name="mode">What stands there; constant is zeros.</param>
/// <param name="dilation">Distance of neighbouring kernel elements; by default 1.</param>
/// <param name="groups">A divisor of inputs and outputs.</param>
/// <param name="bias">Adds a number a channel.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class Conv(
    int axes, int inputs, int outputs, PerAxis kernel, PerAxis stride = default, Padding padding = default, PadMode mode = PadMode.Constant,
    PerAxis dilation = default, int groups = 1, bool bias = true, DType dtype = DType.F32) : Layer
{
    /// <summary>Kernels [outputs, inputs/groups, kernel…].</summary>
    public Tensor Weight { get; } = Unset(dtype, [outputs, inputs / groups, .. kernel.Of(axes, 1, 1, "Conv")]);

    /// <summary>[outputs], or null.</summary>
    public Tensor? Bias { get; } = bias ? Unset(dtype, outputs) : null;

    /// <summary>Of the kernels; by default uniform on ±1/√fan_in, as the bias is.</summary>
    public Initializer Init { get; init; } = Learning.Init.FanInUniform;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Functions.Conv(x, Weight, Bias, stride, padding, mode, dilation, groups);

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Draw(Weight, Bias, Init, Weight.Size / outputs, rng);
}

/// <summary>Transposed convolution over 1 to 3 spatial axes, [N, inputs, …] → [N, outputs, finer…], as <see cref="Functions.ConvTranspose"/>.</summary>
/// <param name="axes">Number of spatial axes.</param>
/// <param name="inputs">Channels in.</param>
/// <param name="outputs">Channels out.</param>
/// <param name="kernel">Extent of the kernel, one number or one an axis.</param>
/// <param name="stride">By which the output is finer; by default 1.</param>
/// <param name="padding">Elements cut off at each side of the output; by default 0.</param>
/// <param name="outputPadding">Elements added at the end of each axis; by default 0.</param>
/// <param name="groups">A divisor of inputs and outputs.</param>
/// <param name="bias">Adds a number a channel.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class ConvTranspose(
    int axes, int inputs, int outputs, PerAxis kernel, PerAxis stride = default, Padding padding = default, PerAxis outputPadding = default,
    int groups = 1, bool bias = true, DType dtype = DType.F32) : Layer
{
    /// <summary>Kernels [inputs, outputs/groups, kernel…].</summary>
    public Tensor Weight { get; } = Unset(dtype, [inputs, outputs / groups, .. kernel.Of(axes, 1, 1, "ConvTranspose")]);

    /// <summary>[outputs], or null.</summary>
    public Tensor? Bias { get; } = bias ? Unset(dtype, outputs) : null;

    /// <summary>Of the kernels; by default uniform on ±1/√fan, where fan counts outputs and kernel elements, as PyTorch does.</summary>
    public Initializer Init { get; init; } = Learning.Init.FanInUniform;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Functions.ConvTranspose(x, Weight, Bias, stride, padding, outputPadding, groups: groups);

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Draw(Weight, Bias, Init, Weight.Size / inputs, rng);
}
