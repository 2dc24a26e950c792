using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>A network of full layers on the last axis: vₗ₊₁ = σ(Wₗvₗ + bₗ).</summary>
/// <param name="widths">Numbers at the input, between the layers, and at the output: [100, 40, 40] has two layers.</param>
/// <param name="activation">σ; null: GELU.</param>
/// <param name="activateLast">σ after the last layer too, as the trunk of a DeepONet has it.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class Mlp(int[] widths, Func<Tensor, Tensor>? activation = null, bool activateLast = false, DType dtype = DType.F32) : Layer
{
    private readonly Func<Tensor, Tensor> activate = activation ?? (x => Functions.Gelu(x));

    /// <summary>Wₗ and bₗ: by default Glorot's normal law and zeros, as networks of few wide layers on smooth data take them.</summary>
    public IReadOnlyList<Linear> Layers { get; } = Chain(widths, dtype);

    /// <summary>A smooth network of points, u = W_L tanh(… tanh(W₁x + b₁) …) + b_L, for fields whose derivatives are wanted.</summary>
    /// <param name="inputs">Coordinates.</param>
    /// <param name="outputs">Components of u.</param>
    /// <param name="width">Of the hidden layers, 20 to 200.</param>
    /// <param name="depth">Hidden layers, 2 to 8.</param>
    /// <param name="activation">Smooth as often as an equation differentiates; null is tanh.</param>
    /// <param name="dtype">F64 reaches small residuals.</param>
    public static Mlp Smooth(int inputs, int outputs, int width = 50, int depth = 4, Func<Tensor, Tensor>? activation = null, DType dtype = DType.F64) =>
        new([inputs, .. Enumerable.Repeat(width, depth), outputs], activation ?? Functions.Tanh, dtype: dtype);

    /// <summary>Number of weights, Σₗ (widthₗ + 1) widthₗ₊₁.</summary>
    public static long Size(params ReadOnlySpan<int> widths)
    {
        var size = 0L;
        for (var l = 0; l + 1 < widths.Length; l++) size += (widths[l] + 1L) * widths[l + 1];
        return size;
    }

    /// <summary>What every layer gives, σ included: [v₁, …, v_L].</summary>
    /// <param name="x">[…, width₀].</param>
    public IReadOnlyList<Tensor> Outputs(Tensor x)
    {
        var outputs = new List<Tensor>(Layers.Count);
        for (var (v, l) = (x, 0); l < Layers.Count; l++)
        {
            v = Layers[l].Forward(v);
            if (activateLast || l < Layers.Count - 1) v = activate(v);
            outputs.Add(v);
        }

        return outputs;
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Outputs(x)[^1];

    private static Linear[] Chain(int[] widths, DType dtype)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Length < 2 || widths.Any(w => w < 1)) throw new ArgumentException($"Mlp: widths [{string.Join(", ", widths)}]; input, output and what is between, each 1 at least, are right");
        return [.. Enumerable.Range(0, widths.Length - 1).Select(l => new Linear(widths[l], widths[l + 1], dtype: dtype) { Init = Init.XavierNormal() })];
    }
}
