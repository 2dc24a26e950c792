using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Boltzmann;

/// <summary>The restricted Boltzmann machine: p(v, h) ∝ e^{−E}, E = −vᵀWh − a·v − b·h with units 0 or 1; units of one layer do not know of each other.</summary>
/// <remarks>
/// Smolensky (1986); Hinton, Training products of experts by minimizing contrastive divergence, Neural Computation 14 (2002). Given one layer the other is independent: p(h_j = 1 | v) = σ(b_j + (vW)_j).
/// Summed over h, p(v) = e^{−F(v)}/Z with F(v) = −a·v − Σ_j ln(1 + e^{b_j + (vW)_j}); the gradient of −ln p(v) is ∂F(v)/∂θ − ⟨∂F/∂θ⟩_model.
/// </remarks>
/// <param name="visible">Visible units.</param>
/// <param name="hidden">Hidden units.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class Rbm(int visible, int hidden, DType dtype = DType.F32) : Layer
{
    /// <summary>W [visible, hidden].</summary>
    public Tensor Weight { get; } = Unset(dtype, visible, hidden);

    /// <summary>a [visible].</summary>
    public Tensor VisibleBias { get; } = Unset(dtype, visible);

    /// <summary>b [hidden].</summary>
    public Tensor HiddenBias { get; } = Unset(dtype, hidden);

    /// <summary>E(v, h), [batch].</summary>
    public Tensor Energy(Tensor v, Tensor h) => -(v.MatMul(Weight) * h).Sum([-1]) - v.MatMul(VisibleBias) - h.MatMul(HiddenBias);

    /// <summary>F(v) = −ln Σ_h e^{−E(v, h)}, [batch].</summary>
    public Tensor FreeEnergy(Tensor v) => -v.MatMul(VisibleBias) - (v.MatMul(Weight) + HiddenBias).Softplus().Sum([-1]);

    /// <summary>p(h = 1 | v).</summary>
    public Tensor HiddenMeans(Tensor v) => (v.MatMul(Weight) + HiddenBias).Sigmoid();

    /// <summary>p(v = 1 | h).</summary>
    public Tensor VisibleMeans(Tensor h) => (h.MatMul(Weight.T) + VisibleBias).Sigmoid();

    /// <summary>k sweeps of block Gibbs sampling: all of h given v, then all of v given h.</summary>
    public Tensor Gibbs(Tensor v, int sweeps, Rng rng)
    {
        for (var sweep = 0; sweep < sweeps; sweep++) v = LayeredBoltzmann.Draw(VisibleMeans(LayeredBoltzmann.Draw(HiddenMeans(v), rng)), rng);
        return v;
    }

    /// <summary>A loss whose gradient is that of contrastive divergence: ⟨F(data)⟩ − ⟨F(v⁻)⟩, with v⁻ after k sweeps from the data held constant.</summary>
    /// <remarks>Hinton (2002): not the gradient of any likelihood, but near to it for large k. Its value says little; watch the likelihood or reconstructions.</remarks>
    public Tensor ContrastiveDivergence(Tensor data, int sweeps, Rng rng) => FreeEnergy(data).Mean() - FreeEnergy(Grad.Stop(Gibbs(Grad.Stop(data), sweeps, rng))).Mean();

    /// <summary>The same with chains that go on from step to step, so that they forget the data: persistent contrastive divergence.</summary>
    /// <remarks>Tieleman, ICML 2008.</remarks>
    /// <param name="data">[batch, visible].</param>
    /// <param name="chains">v⁻ [chains, visible]; is written anew.</param>
    /// <param name="sweeps">Gibbs sweeps a step.</param>
    /// <param name="rng">Of the chains.</param>
    public Tensor PersistentDivergence(Tensor data, Tensor chains, int sweeps, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(chains);
        chains.Assign(Gibbs(chains, sweeps, rng));
        return FreeEnergy(data).Mean() - FreeEnergy(chains.Copy()).Mean();
    }

    /// <summary>⟨F(data)⟩ − ⟨F_TAP⟩ with free energies of Thouless, Anderson and Palmer in place of −ln Z, in the solutions that lie nearest to the data: a deterministic loss.</summary>
    /// <remarks>
    /// Gabrié, Tramel, Krzakala, NeurIPS 2015. Each sample leads to the solution in whose basin it lies, as it leads chains of contrastive divergence. There F_TAP is stationary,
    /// so the magnetisations are held constant (envelope theorem).
    /// </remarks>
    /// <param name="data">[batch, visible].</param>
    /// <param name="iterations">Of the equations of state.</param>
    public Tensor TapDivergence(Tensor data, int iterations = 30)
    {
        var state = Tap.Solve(this, data, iterations);
        return FreeEnergy(data).Mean() - Tap.FreeEnergy(this, state.Visible, state.Hidden).Mean();
    }

    /// <summary>ln Z by a sum over all states of the smaller layer.</summary>
    /// <exception cref="ArgumentException">It has more than 20 units.</exception>
    public double LogPartition()
    {
        var few = Math.Min(visible, hidden);
        if (few > 20) throw new ArgumentException($"LogPartition: the smaller layer has {few} units, 20 can be summed; AnnealedImportance estimates ln Z");
        using var scope = Tensor.Scope();
        var states = LayeredBoltzmann.AllStates(few, dtype);
        var logs = hidden < visible ? states.MatMul(HiddenBias) + (states.MatMul(Weight.T) + VisibleBias).Softplus().Sum([-1]) : -FreeEnergy(states);
        return logs.Cast(DType.F64).LogSumExp().Item();
    }

    /// <summary>Mean of ln p(v) over data, given ln Z.</summary>
    public double LogLikelihood(Tensor data, double logPartition) => -FreeEnergy(data).Cast(DType.F64).Mean().Item() - logPartition;

    /// <summary>The same machine as spins s = 2x − 1, visible ones first: E_Ising(s) = E(x) + constant. So every update, estimator and enumeration applies.</summary>
    public Ising ToIsing() => LayeredBoltzmann.ToIsing([Weight], [VisibleBias, HiddenBias]);

    /// <summary>p(h = 1 | v): as a layer, the features of v.</summary>
    protected override Tensor Compute(Tensor x) => HiddenMeans(x);

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng)
    {
        // Hinton, A practical guide to training restricted Boltzmann machines (2010), section 8.
        Weight.Assign(Init.Normal(0.01)(Weight.Shape, rng.Stream("weight"), dtype));
        VisibleBias.Assign(0);
        HiddenBias.Assign(0);
    }
}
