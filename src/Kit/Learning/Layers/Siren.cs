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

    /// <summary>Sine layers and a linear one: a network for fields with fine detail.</summary>
    /// <param name="inputs">Coordinates, of size 1 or so.</param>
    /// <param name="outputs">Components of the field.</param>
    /// <param name="width">Of the hidden layers.</param>
    /// <param name="depth">Hidden layers.</param>
    /// <param name="omega">ω₀.</param>
    /// <param name="dtype">Of the weights.</param>
    public static Sequential Network(int inputs, int outputs, int width = 50, int depth = 3, double omega = 30, DType dtype = DType.F64) => new(
        [.. Enumerable.Range(0, depth).Select(k => new Siren(k == 0 ? inputs : width, width, omega, first: k == 0, dtype)),
            new Linear(width, outputs, dtype: dtype) { Init = Learning.Init.Siren(omega) }]);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => (Linear.Forward(x) * omega).Sin();
}
