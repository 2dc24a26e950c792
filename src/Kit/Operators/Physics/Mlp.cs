using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>A smooth network of points, u = W_L tanh(… tanh(W₁x + b₁) …) + b_L.</summary>
/// <param name="inputs">Coordinates.</param>
/// <param name="outputs">Components of u.</param>
/// <param name="width">Of the hidden layers, 20 to 200.</param>
/// <param name="depth">Hidden layers, 2 to 8.</param>
/// <param name="activation">Smooth as often as the equation differentiates; null is tanh.</param>
/// <param name="dtype">F64 reaches small residuals.</param>
public sealed class Mlp(int inputs, int outputs, int width = 50, int depth = 4, Func<Tensor, Tensor>? activation = null, DType dtype = DType.F64) : Layer
{
    private readonly Func<Tensor, Tensor> activation = activation ?? Functions.Tanh;
    private readonly Linear[] layers = [.. Enumerable.Range(0, depth + 1).Select(k =>
        new Linear(k == 0 ? inputs : width, k == depth ? outputs : width, dtype: dtype) { Init = Init.XavierNormal() })];

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Linear> Layers => layers;

    /// <summary>The same with sin(ω₀ ·) and its own initial weights: a network for fields with fine detail.</summary>
    /// <remarks>Sitzmann et al., NeurIPS 2020.</remarks>
    /// <param name="inputs">Coordinates, of size 1 or so.</param>
    /// <param name="outputs">Components of u.</param>
    /// <param name="width">Of the hidden layers.</param>
    /// <param name="depth">Hidden layers.</param>
    /// <param name="omega">ω₀.</param>
    /// <param name="dtype">Of the weights.</param>
    public static Sequential Siren(int inputs, int outputs, int width = 50, int depth = 3, double omega = 30, DType dtype = DType.F64) => new(
        [.. Enumerable.Range(0, depth).Select(k => new Siren(k == 0 ? inputs : width, width, omega, first: k == 0, dtype)),
            new Linear(width, outputs, dtype: dtype) { Init = Init.Siren(omega) }]);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        for (var k = 0; k + 1 < layers.Length; k++) x = activation(layers[k].Forward(x));
        return layers[^1].Forward(x);
    }
}
