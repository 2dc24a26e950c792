using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Single flips in continuous time without refusals: the state waits for an exponential time with the total rate of all its moves, then one happens with the probability of its share.</summary>
/// <remarks>
/// Bortz, Kalos, Lebowitz (1975); Gillespie (1976). Every site tries once in a unit of time in the mean, and a try of another value succeeds with probability min(1, e^{−βΔE}): Metropolis with random order, but a refusal costs nothing.
/// <see cref="Sweep"/> runs for a fixed time, so that states after sweeps stand at equal times, need no weights, and are comparable with sweeps of Metropolis; waiting has no memory, so that a sweep may begin inside a wait.
/// <see cref="Next"/> goes from event to event instead: means are then those with the residence times as weights.
/// A sweep costs O(N) to set up, then O(neighbours · q · log N) an event; take a long time for cold systems.
/// </remarks>
public sealed class NFoldWay : IUpdate<Configuration>
{
    private readonly IDiscreteModel model;
    private readonly double time;

    /// <summary>Binds the update to a model.</summary>
    /// <param name="model">Any model of discrete variables. On a graph only rates of neighbours are computed anew after an event, else all.</param>
    /// <param name="time">Time of a sweep in tries a site; 1 compares with Metropolis.</param>
    /// <exception cref="ArgumentException">A time that is not positive and finite.</exception>
    public NFoldWay(IDiscreteModel model, double time = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!(time > 0) || !double.IsFinite(time)) throw new ArgumentException($"NFoldWay: a sweep of time {time}; it must be positive and finite");
        (this.model, this.time) = (model, time);
    }

    /// <inheritdoc/>
    public string Name => "n-fold way";

    /// <inheritdoc/>
    public void Sweep(Configuration state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rng);
        var rates = Rates(state, beta);
        for (var left = time; ;)
        {
            left -= -Math.Log(1 - rng.NextDouble()) / rates.Total;
            if (!(left > 0)) return;
            Happen(state, beta, rates, rng);
        }
    }

    /// <summary>Makes the next event happen, and gives the time for which the state before it has lasted.</summary>
    /// <exception cref="InvalidOperationException">The time exceeds all numbers: the state is frozen at this temperature.</exception>
    public double Next(Configuration state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rng);
        var rates = Rates(state, beta);
        var residence = -Math.Log(1 - rng.NextDouble()) / rates.Total;
        if (!double.IsFinite(residence))
            throw new InvalidOperationException($"n-fold way: at β = {beta} all moves of this state together have the rate {rates.Total}, so that it lasts longer than any number; take a higher temperature, or Sweep, which stops at its time");
        Happen(state, beta, rates, rng);
        return residence;
    }

    private RateTree Rates(Configuration state, double beta)
    {
        Boltzmann.RequireBeta(beta, "NFoldWay");
        var rates = new RateTree(model.Sites);
        for (var i = 0; i < model.Sites; i++) rates[i] = Rate(state, i, beta);
        rates.Sum();
        return rates;
    }

    private double Rate(Configuration state, int site, double beta)
    {
        var sum = 0.0;
        foreach (var value in model.Alphabet)
            if (value != state.Values[site]) sum += Success(state, site, value, beta);
        return sum;
    }

    private double Success(Configuration state, int site, sbyte value, double beta) =>
        Math.Exp(-Math.Max(0, beta * model.Change(state, site, value))) / (model.Alphabet.Length - 1);

    private void Happen(Configuration state, double beta, RateTree rates, Rng rng)
    {
        var site = rates.Find(rng.NextDouble() * rates.Total);
        var (rest, chosen) = (rng.NextDouble() * rates[site], state.Values[site]);
        foreach (var value in model.Alphabet)
        {
            if (value == state.Values[site]) continue;
            var success = Success(state, site, value, beta);
            if (success > 0) chosen = value;
            if ((rest -= success) < 0) break;
        }

        model.Set(state, site, chosen);
        if (model is IGraphModel { Graph: var graph })
        {
            rates.Change(site, Rate(state, site, beta));
            foreach (var j in graph.Neighbors[graph.Starts[site]..graph.Starts[site + 1]]) rates.Change(j, Rate(state, j, beta));
            return;
        }

        for (var i = 0; i < model.Sites; i++) rates[i] = Rate(state, i, beta);
        rates.Sum();
    }
}
