using Kit.Tensors;

namespace Kit.Operators.Generative;

/// <summary>The parts of an evidence lower bound, each a mean over samples: ln p(a) ≥ E_q[ln p(a | z) + ln p(R = 0 | a, z)] − KL(q ‖ p).</summary>
/// <param name="Coefficient">E_q ln p(a | z).</param>
/// <param name="Residual">E_q ln p(R = 0 | a, z).</param>
/// <param name="Divergence">KL(q(z) ‖ N(0, I)).</param>
public sealed record ElboTerms(Tensor Coefficient, Tensor Residual, Tensor Divergence)
{
    /// <summary>The bound.</summary>
    public Tensor Total => Coefficient + Residual - Divergence;
}
