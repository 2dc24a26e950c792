using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>A vector for each of some numbered things: y[…, :] = W[x[…], :] for I32 x.</summary>
/// <param name="count">Things 0 … count − 1.</param>
/// <param name="width">Extent of the vectors.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class Embedding(int count, int width, DType dtype = DType.F32) : Layer
{
    /// <summary>W [count, width].</summary>
    public Tensor Weight { get; } = Unset(dtype, count, width);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Weight.Take(x);

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Weight.Assign(Init.Normal(1)(Weight.Shape, rng.Stream("weight"), dtype));
}
