using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Boltzmann;

/// <summary>The deep Boltzmann machine: E(x₀, …, x_L) = −Σ_l x_lᵀW_l x_{l+1} − Σ_l b_l·x_l with units 0 or 1 in layers, of which the first is seen.</summary>
/// <remarks>
/// Salakhutdinov and Hinton, Deep Boltzmann machines, AISTATS 2009. Even layers are independent given the odd ones, and the other way round. Hidden layers given data are not, so that
/// learning replaces them by mean fields μ_l = σ(b_l + μ_{l−1}W_{l−1} + W_l μ_{l+1}): ln p(v) ≥ −E(v, μ) + H(μ) − ln Z. With two layers it is <see cref="Rbm"/>.
/// </remarks>
/// <param name="sizes">Units of each layer, the visible one first; two layers at least.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class DeepBoltzmann(int[] sizes, DType dtype = DType.F32) : Layer
{
    /// <summary>W_l [size_l, size_{l+1}].</summary>
    public IReadOnlyList<Tensor> Weights { get; } = sizes.Length >= 2
        ? [.. Enumerable.Range(0, sizes.Length - 1).Select(l => Unset(dtype, sizes[l], sizes[l + 1]))]
        : throw new ArgumentException($"DeepBoltzmann: {sizes.Length} layers; two at least");

    /// <summary>b_l [size_l].</summary>
    public IReadOnlyList<Tensor> Biases { get; } = [.. sizes.Select(size => Unset(dtype, size))];

    /// <summary>E of states of all layers, [batch].</summary>
    public Tensor Energy(IReadOnlyList<Tensor> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var bias = x.Select((layer, l) => layer.MatMul(Biases[l])).Aggregate((a, b) => a + b);
        return Weights.Select((w, l) => (x[l].MatMul(w) * x[l + 1]).Sum([-1])).Aggregate(-bias, (sum, term) => sum - term);
    }

    /// <summary>p(x_l = 1 | other layers).</summary>
    public Tensor Means(IReadOnlyList<Tensor> x, int layer)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor input = Biases[layer];
        if (layer > 0) input = x[layer - 1].MatMul(Weights[layer - 1]) + input;
        if (layer + 1 < x.Count) input = x[layer + 1].MatMul(Weights[layer].T) + input;
        return input.Sigmoid();
    }

    /// <summary>Sweeps of block Gibbs sampling: all odd layers, then all even ones.</summary>
    /// <param name="x">States of all layers, [batch, size].</param>
    /// <param name="sweeps">How many.</param>
    /// <param name="rng">Random numbers.</param>
    /// <param name="clampVisible">The visible layer stays.</param>
    public Tensor[] Gibbs(IReadOnlyList<Tensor> x, int sweeps, Rng rng, bool clampVisible = false)
    {
        Tensor[] now = [.. x];
        for (var sweep = 0; sweep < sweeps; sweep++)
            foreach (var layer in Enumerable.Range(0, now.Length).OrderBy(l => 1 - l % 2))
                if (layer > 0 || !clampVisible) now[layer] = LayeredBoltzmann.Draw(Means(now, layer), rng);
        return now;
    }

    /// <summary>Mean fields of the hidden layers given data, layer by layer until they rest.</summary>
    /// <param name="data">[batch, size₀].</param>
    /// <param name="iterations">Sweeps at most.</param>
    /// <param name="tolerance">Largest change at rest.</param>
    /// <returns>data, μ₁, …, μ_L.</returns>
    public Tensor[] MeanField(Tensor data, int iterations = 50, double tolerance = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(data);
        Tensor[] mu = [data, .. sizes[1..].Select(size => Tensor.Full([data.Shape[0], size], 0.5, dtype))];
        for (var k = 0; k < iterations; k++)
        {
            var change = 0.0;
            for (var l = 1; l < mu.Length; l++)
            {
                var next = Means(mu, l);
                change = Math.Max(change, (next - mu[l]).Abs().Max().Item());
                mu[l] = next;
            }

            if (change < tolerance) break;
        }

        return mu;
    }

    /// <summary>A loss whose gradient is that of the variational bound with persistent chains for the model's side: ⟨E(v, μ)⟩ − ⟨E(x⁻)⟩.</summary>
    /// <param name="data">[batch, size₀].</param>
    /// <param name="chains">x⁻, one tensor a layer; are written anew.</param>
    /// <param name="sweeps">Gibbs sweeps a step.</param>
    /// <param name="rng">Of the chains.</param>
    public Tensor PersistentDivergence(Tensor data, IReadOnlyList<Tensor> chains, int sweeps, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(chains);
        var mu = MeanField(data).Select(Grad.Stop).ToArray();
        foreach (var (old, next) in chains.Zip(Gibbs(chains, sweeps, rng))) old.Assign(next);
        return Energy(mu).Mean() - Energy([.. chains.Select(x => x.Copy())]).Mean();
    }

    /// <summary>−E(v, μ) + H(μ), so that this less ln Z is a lower bound of ln p(v), [batch].</summary>
    public Tensor LowerBound(Tensor data)
    {
        var mu = MeanField(data);
        var entropy = mu[1..].Select(m => -(m * m.Clamp(1e-30, 1).Log() + (1 - m) * (1 - m).Clamp(1e-30, 1).Log()).Sum([-1]));
        return entropy.Aggregate(-Energy(mu), (sum, h) => sum + h);
    }

    /// <summary>States of all layers drawn with even chances.</summary>
    public Tensor[] RandomStates(int count, Rng rng) => [.. sizes.Select((size, l) => LayeredBoltzmann.Draw(Tensor.Full([count, size], 0.5, dtype), rng.Stream(l)))];

    /// <summary>The same machine as spins s = 2x − 1, layer after layer: E_Ising(s) = E(x) + constant.</summary>
    public Ising ToIsing() => LayeredBoltzmann.ToIsing(Weights, Biases);

    /// <summary>μ_L: as a layer, the deepest features of v.</summary>
    protected override Tensor Compute(Tensor x) => MeanField(x)[^1];

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng)
    {
        foreach (var (l, w) in Weights.Index()) w.Assign(Init.Normal(0.01)(w.Shape, rng.Stream(l), dtype));
        foreach (var b in Biases) b.Assign(0);
    }
}
