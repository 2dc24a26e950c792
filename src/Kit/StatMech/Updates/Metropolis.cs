using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Proposes another value for one variable and takes it with probability min(1, e^{−βΔE}).</summary>
/// <remarks>
/// Metropolis, Rosenbluth, Rosenbluth, Teller, Teller (1953). With more than two values one of the others is proposed, all with the same probability.
/// In sequential order a spin of two values without local field, ΔE = 0, flips in every sweep, at T → ∞ all do: values only take turns. Balance still holds, but on tiny lattices the chain is not ergodic: of the 512 states of the ferromagnet
/// on the periodic 3 × 3 lattice, 8 lie on cycles that nothing leaves or enters (its exact transition matrix shows them), and a spin whose bonds always cancel never forgets its start. Random order and the heat bath do not have this.
/// </remarks>
/// <param name="model">Any model of discrete variables; Ising models have a faster loop.</param>
/// <param name="order">Which variable is tried next.</param>
public sealed class Metropolis(IDiscreteModel model, SiteOrder order = SiteOrder.Random) : IUpdate<Configuration>
{
    /// <inheritdoc/>
    public string Name => "Metropolis";

    /// <inheritdoc/>
    public void Sweep(Configuration state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rng);
        Boltzmann.RequireBeta(beta, "Metropolis");
        if (model is Ising ising)
        {
            IsingSweep.Run<MetropolisRule>(ising, state, beta, rng, order);
            return;
        }

        var alphabet = model.Alphabet;
        var sites = model.Sites;
        for (var attempt = 0; attempt < sites; attempt++)
        {
            var site = order == SiteOrder.Random ? rng.NextInt(0, sites) : attempt;
            var value = Other(alphabet, state.Values[site], rng);
            if (MetropolisRule.Flips(beta * model.Change(state, site, value), rng.NextDouble())) model.Set(state, site, value);
        }
    }

    private static sbyte Other(ReadOnlySpan<sbyte> alphabet, sbyte value, Rng rng)
    {
        if (alphabet.Length == 2) return alphabet[0] == value ? alphabet[1] : alphabet[0];
        var k = rng.NextInt(0, alphabet.Length - 1);
        return alphabet[k >= alphabet.IndexOf(value) ? k + 1 : k];
    }
}
