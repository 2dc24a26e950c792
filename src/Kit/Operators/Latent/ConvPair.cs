using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Latent;

/// <summary>Twice: convolution 3 × 3 between zeros, batch normalisation, ReLU. The step of a U-Net, Ronneberger, Fischer and Brox (2015), with the normalisation that came later.</summary>
/// <param name="inputs">Channels in.</param>
/// <param name="between">Channels in between.</param>
/// <param name="outputs">Channels out.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class ConvPair(int inputs, int between, int outputs, DType dtype = DType.F32) : Layer
{
    /// <summary>Of the inputs.</summary>
    public Conv First { get; } = new(2, inputs, between, 3, 1, 1, bias: false, dtype: dtype);

    /// <summary>After the first.</summary>
    public BatchNorm FirstNorm { get; } = new(between, dtype: dtype);

    /// <summary>To the outputs.</summary>
    public Conv Second { get; } = new(2, between, outputs, 3, 1, 1, bias: false, dtype: dtype);

    /// <summary>After the second.</summary>
    public BatchNorm SecondNorm { get; } = new(outputs, dtype: dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Relu(SecondNorm.Forward(Second.Forward(Relu(FirstNorm.Forward(First.Forward(x))))));
}
