using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>yₖ = Σᵢⱼ aᵢ Wₖᵢⱼ bⱼ + cₖ over the last axes; as a layer of one input the quadratic form with a = b.</summary>
/// <param name="left">Extent of a's last axis.</param>
/// <param name="right">Extent of b's last axis.</param>
/// <param name="outputs">Extent of y's last axis.</param>
/// <param name="bias">Adds c.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class Bilinear(int left, int right, int outputs, bool bias = true, DType dtype = DType.F32) : Layer
{
    /// <summary>W [outputs, left, right].</summary>
    public Tensor Weight { get; } = Unset(dtype, outputs, left, right);

    /// <summary>c [outputs], or null.</summary>
    public Tensor? Bias { get; } = bias ? Unset(dtype, outputs) : null;

    /// <summary>The form of two inputs [N, left] and [N, right] → [N, outputs].</summary>
    public Tensor Forward(Tensor a, Tensor b)
    {
        Require(a.Rank == 2 && a.Shape[1] == left, a, "Bilinear", $"[N,{left}]");
        Require(b.Rank == 2 && b.Shape[1] == right, b, "Bilinear", $"[N,{right}]");
        var y = Functions.Einsum("ni,kij,nj->nk", a, Weight, b);
        return Bias is null ? y : y + Bias;
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Forward(x, x);

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Draw(Weight, Bias, Init.Uniform(1 / Math.Sqrt(left)), left, rng);
}
