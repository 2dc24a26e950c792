using Kit.Compute;
using Kit.Tensors;

namespace Kit.StatMech.Boltzmann;

/// <summary>ln Z by annealed importance sampling: chains are led from a machine without weights, whose Z is known, to the one asked for, and gather the factors by which probabilities grow.</summary>
/// <remarks>
/// Neal, Annealed importance sampling, Statistics and Computing 11 (2001); Salakhutdinov and Murray, ICML 2008. At β the energy is −v·a − β(vᵀWh + b·h): hidden units are summed out,
/// p_β(v) ∝ e^{a·v} Π_j (1 + e^{β(b + vW)_j}), and Z₀ = 2ʰ Π_i (1 + e^{a_i}). Weights w = Π p*_{k+1}(v_k)/p*_k(v_k) have the mean Z/Z₀ whatever the number of steps.
/// </remarks>
public static class AnnealedImportance
{
    /// <summary>An estimate of ln Z with its standard error, from the spread of the weights.</summary>
    /// <param name="machine">A restricted Boltzmann machine.</param>
    /// <param name="steps">Steps of β from 0 to 1.</param>
    /// <param name="chains">Independent chains.</param>
    /// <param name="rng">Random numbers.</param>
    public static Estimate LogPartition(Rbm machine, int steps, int chains, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(rng);
        if (steps < 1 || chains < 2) throw new ArgumentException($"AnnealedImportance: {steps} steps of {chains} chains; 1 step and 2 chains at least");
        var (w, a, b) = (machine.Weight.Cast(DType.F64), machine.VisibleBias.Cast(DType.F64), machine.HiddenBias.Cast(DType.F64));
        var v = LayeredBoltzmann.Draw(a.Sigmoid().BroadcastTo([chains, a.Shape[0]]), rng);
        var logs = Tensor.Zeros(chains);
        for (var k = 1; k <= steps; k++)
        {
            using var scope = Tensor.Scope();
            var (before, now) = ((k - 1.0) / steps, (double)k / steps);
            var input = v.MatMul(w) + b;
            logs += ((input * now).Softplus() - (input * before).Softplus()).Sum([-1]);
            if (k < steps) v = LayeredBoltzmann.Draw((LayeredBoltzmann.Draw((input * now).Sigmoid(), rng) * now).MatMul(w.T).AddInPlace(a).Sigmoid(), rng).Keep();
            logs = logs.Keep();
        }

        var start = b.Shape[0] * Math.Log(2) + a.Softplus().Sum().Item();
        var largest = logs.Max().Item();
        var weights = (logs - largest).Exp();
        var mean = weights.Mean().Item();
        return new(start + largest + Math.Log(mean), weights.Std(correction: 1).Item() / Math.Sqrt(chains) / mean);
    }
}
