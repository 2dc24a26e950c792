using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>y = sin(ω₀(Wx + b)): a layer of networks that represent smooth fields and their derivatives.</summary>
/// <remarks>Sitzmann et al., NeurIPS 2020.</remarks>
/// <param name="inputs">Extent of x's last axis.</param>
/// <param name="outputs">Extent of y's last axis.</param>
/// <param name="omega">ω₀: 30 for images of [−1, 1]², 1 to 10 for smooth fields.</param>
/// <param name="first">The first layer of the network, whose x is no sine.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class Siren(int inputs, int outputs, double omega = 30, bool first = false, DType dtype = DType.F32) : Layer
{
    /// <summary>W and b.</summary>
    public Linear Linear { get; } = new(inputs, outputs, dtype: dtype) { Init = Init.Siren(omega, first) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => (Linear.Forward(x) * omega).Sin();
}
