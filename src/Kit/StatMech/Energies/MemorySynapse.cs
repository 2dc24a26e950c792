using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.StatMech.Energies;

/// <summary>E = −L(Ξg) with K patterns Ξ as weights: a layer of hidden neurons with Lagrangian L that is always at rest, integrated out.</summary>
/// <remarks>
/// L = ½Σx² gives Hopfield's energy −½Σ_μ(ξ^μ·g)², a power n the dense memory of Krotov and Hopfield (2016), log-sum-exp the modern network of Ramsauer et al. (2021).
/// Krotov and Hopfield, ICLR 2021, section 2: hidden neurons h with τ_h → 0 have h = Ξg and contribute −L(h).
/// </remarks>
/// <param name="neurons">Of the layer.</param>
/// <param name="patterns">K.</param>
/// <param name="hidden">L; null: log-sum-exp.</param>
/// <param name="dtype">Of Ξ.</param>
public sealed class MemorySynapse(int neurons, int patterns, Lagrangian? hidden = null, DType dtype = DType.F32) : Synapse
{
    /// <summary>Ξ [K, neurons].</summary>
    public Tensor Patterns { get; } = Unset(dtype, patterns, neurons);

    /// <summary>L of the hidden neurons.</summary>
    public Lagrangian Hidden { get; } = hidden ?? Lagrangian.Softmax();

    /// <inheritdoc/>
    public override Tensor Energy(IReadOnlyList<Tensor> activations)
    {
        RequireCount(activations, 1, "MemorySynapse");
        return -Hidden.Of(Rows(activations[0]).MatMul(Patterns.T));
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Patterns.Assign(Init.Normal(1 / Math.Sqrt(neurons))(Patterns.Shape, rng.Stream("patterns"), dtype));
}
