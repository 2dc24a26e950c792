using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>y = xWᵀ + b over the last axis.</summary>
/// <param name="inputs">Extent of x's last axis.</param>
/// <param name="outputs">Extent of y's last axis.</param>
/// <param name="bias">Adds b.</param>
/// <param name="dtype">Of the weights; a complex layer takes complex x.</param>
public sealed class Linear(int inputs, int outputs, bool bias = true, DType dtype = DType.F32) : Layer
{
    /// <summary>W [outputs, inputs].</summary>
    public Tensor Weight { get; } = Unset(dtype, outputs, inputs);

    /// <summary>b [outputs], or null.</summary>
    public Tensor? Bias { get; } = bias ? Unset(dtype, outputs) : null;

    /// <summary>Of W; by default uniform on ±1/√inputs, as b is.</summary>
    public Initializer Init { get; init; } = Learning.Init.FanInUniform;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank > 0 && x.Shape[^1] == inputs, x, "Linear", $"[…,{inputs}]");
        var rows = x.Rank == 2 ? x : x.Reshape(-1, inputs);
        var y = rows.MatMul(Weight.T);
        if (Bias is not null) y += Bias;
        return x.Rank == 2 ? y : y.Reshape([.. x.Shape.ToArray().AsSpan()[..^1], outputs]);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Draw(Weight, Bias, Init, inputs, rng);
}
