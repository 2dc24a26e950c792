using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Draws one variable anew from its law given all others, p(a) ∝ e^{−βΔE(a)}: Gibbs' sampler, Glauber's dynamics for spins.</summary>
/// <remarks>Glauber (1963); Geman and Geman (1984). Takes an alphabet of any size.</remarks>
/// <param name="model">Any model of discrete variables; Ising models have a faster loop.</param>
/// <param name="order">Which variable is next.</param>
public sealed class HeatBath(IDiscreteModel model, SiteOrder order = SiteOrder.Random) : IUpdate<Configuration>
{
    /// <inheritdoc/>
    public string Name => "heat bath";

    /// <inheritdoc/>
    public void Sweep(Configuration state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rng);
        Boltzmann.RequireBeta(beta, "HeatBath");
        if (model is Ising ising)
        {
            IsingSweep.Run<HeatBathRule>(ising, state, beta, rng, order);
            return;
        }

        var sites = model.Sites;
        Span<double> weights = stackalloc double[model.Alphabet.Length];
        for (var attempt = 0; attempt < sites; attempt++)
        {
            var site = order == SiteOrder.Random ? rng.NextInt(0, sites) : attempt;
            model.Set(state, site, model.Alphabet[Draw(state, site, beta, weights, rng.NextDouble())]);
        }
    }

    /// <summary>The place in the alphabet that a number u in [0, 1) falls on.</summary>
    private int Draw(Configuration state, int site, double beta, Span<double> weights, double u)
    {
        var alphabet = model.Alphabet;
        var (lowest, sum) = (double.PositiveInfinity, 0.0);
        for (var a = 0; a < weights.Length; a++) lowest = Math.Min(lowest, weights[a] = beta * model.Change(state, site, alphabet[a]));
        for (var a = 0; a < weights.Length; a++) sum = weights[a] = sum + Math.Exp(lowest - weights[a]);
        var drawn = 0;
        while (drawn < weights.Length - 1 && u * sum >= weights[drawn]) drawn++;
        return drawn;
    }
}
