using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Proposes another value for one variable and takes it with probability min(1, e^{−βΔE}).</summary>
/// <remarks>
/// Metropolis, Rosenbluth, Rosenbluth, Teller, Teller (1953). With more than two values one of the others is proposed, all with the same probability.
/// In sequential order at T → ∞ every proposal is taken, and two values only take turns: heat bath does not have this.
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
