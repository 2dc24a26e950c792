using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>While training, each element is 0 with probability p, else x/(1 − p); otherwise y = x.</summary>
/// <remarks>Srivastava et al., JMLR 15 (2014), scaled so that the mean stays.</remarks>
/// <param name="p">In [0, 1).</param>
/// <param name="rng">A stream of its own; a checkpoint of the model holds its position.</param>
public sealed class Dropout(double p, Rng rng) : Layer
{
    private readonly double keep = p is >= 0 and < 1 ? 1 - p : throw new ArgumentException(FormattableString.Invariant($"Dropout: the probability {p} is not in [0, 1)"));

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Training && p > 0 ? x * (rng.Bernoulli(x.Shape, keep).Cast(x.DType.Real()) / keep).To(x.Device) : x;
}
