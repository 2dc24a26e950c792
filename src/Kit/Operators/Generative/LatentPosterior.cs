using Kit.Tensors;

namespace Kit.Operators.Generative;

/// <summary>q(z) = N(μ, diag σ²) of every sample.</summary>
/// <param name="Mean">μ, [N, d].</param>
/// <param name="LogVariance">ln σ², [N, d].</param>
public sealed record LatentPosterior(Tensor Mean, Tensor LogVariance)
{
    /// <summary>μ + σε with ε ~ N(0, I): a sample that can be differentiated by μ and σ.</summary>
    public Tensor Sample(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        return Mean + (LogVariance * 0.5).Exp() * rng.Normal(Mean.Shape, dtype: Mean.DType);
    }

    /// <summary>KL(q ‖ N(0, I)) = ½ Σ (μ² + σ² − 1 − ln σ²), a mean over samples.</summary>
    public Tensor Divergence() => Learning.Loss.KlGaussian(Mean, LogVariance);
}
