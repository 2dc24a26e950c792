using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Gated recurrent unit over [N, T, inputs] → [N, T, width]: r = σ(Wᵣx + Uᵣh), z = σ(W_z x + U_z h), n = tanh(Wₙx + r ⊙ Uₙh), h ← (1 − z) ⊙ n + z ⊙ h, biases in every map.</summary>
/// <remarks>Cho et al., EMNLP 2014, with r applied after Uₙ as cuDNN and PyTorch do; weights are stacked in the order r, z, n.</remarks>
/// <param name="inputs">Extent of x's last axis.</param>
/// <param name="width">Extent of h.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class Gru(int inputs, int width, DType dtype = DType.F32) : Layer
{
    /// <summary>W and its bias.</summary>
    public Linear Input { get; } = new(inputs, 3 * width, dtype: dtype) { Init = Init.Uniform(1 / Math.Sqrt(width)) };

    /// <summary>U and its bias.</summary>
    public Linear Hidden { get; } = new(width, 3 * width, dtype: dtype) { Init = Init.Uniform(1 / Math.Sqrt(width)) };

    /// <summary>From an initial h [N, width]; the last h is at the end of the result.</summary>
    public Tensor Forward(Tensor x, Tensor state)
    {
        using var scope = Tensor.Scope();
        Require(x.Rank == 3 && x.Shape[2] == inputs, x, "Gru", $"[N,T,{inputs}]");
        var (mapped, h, states) = (Input.Forward(x), state, new Tensor[x.Shape[1]]);
        for (var t = 0; t < states.Length; t++) states[t] = h = Next(mapped[.., t], h);
        return Tensor.Stack(states, 1).Keep();
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Forward(x, Tensor.Zeros((x.Shape[0], width), dtype).To(x.Device));

    private Tensor Next(Tensor mapped, Tensor h)
    {
        using var scope = Tensor.Scope();
        var hidden = Hidden.Forward(h);
        var gates = (mapped[.., ..(2 * width)] + hidden[.., ..(2 * width)]).Sigmoid();
        var (r, z) = (gates[.., ..width], gates[.., width..]);
        var n = (mapped[.., (2 * width)..] + r * hidden[.., (2 * width)..]).Tanh();
        return (n + z * (h - n)).Keep();
    }
}
