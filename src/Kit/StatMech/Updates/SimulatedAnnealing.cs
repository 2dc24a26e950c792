using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Searches for states of low energy: sweeps at falling temperatures, and the best state that was met.</summary>
/// <remarks>Kirkpatrick, Gelatt, Vecchi (1983). Energies are looked at after every sweep.</remarks>
public static class SimulatedAnnealing
{
    /// <summary>What a search has found.</summary>
    /// <param name="Best">The state of lowest energy.</param>
    /// <param name="Last">Where the search ended.</param>
    /// <param name="Energies">The mean energy at each temperature.</param>
    public sealed record Result(Configuration Best, Configuration Last, double[] Energies);

    /// <summary>Runs a schedule from a random state.</summary>
    /// <param name="model">Any model of discrete variables.</param>
    /// <param name="update">An update of it.</param>
    /// <param name="temperatures">T in their order, such as those of <see cref="Geometric"/>.</param>
    /// <param name="sweeps">Sweeps at each.</param>
    /// <param name="rng">Random numbers.</param>
    /// <exception cref="ArgumentException">A temperature that is not positive, none at all, or no sweeps.</exception>
    public static Result Run(IDiscreteModel model, IUpdate<Configuration> update, IReadOnlyList<double> temperatures, int sweeps, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(temperatures);
        if (temperatures.Count == 0 || sweeps < 1) throw new ArgumentException($"SimulatedAnnealing: {temperatures.Count} temperatures of {sweeps} sweeps; at least one of each");
        foreach (var t in temperatures) RequirePositive(t);
        var (state, energies) = (model.Start(rng), new double[temperatures.Count]);
        var best = DiscreteStates.Copy(state);
        for (var k = 0; k < energies.Length; k++)
        {
            for (var sweep = 0; sweep < sweeps; sweep++)
            {
                update.Sweep(state, 1 / temperatures[k], rng);
                energies[k] += state.Energy / sweeps;
                if (state.Energy < best.Energy) DiscreteStates.Copy(state, best);
            }

            model.Refresh(state);
        }

        model.Refresh(best);
        return new(best, state, energies);
    }

    /// <summary>Temperatures from hot to cold with one ratio: T_k = T_hot (T_cold/T_hot)^{k/(count−1)}.</summary>
    /// <exception cref="ArgumentException">A temperature that is not positive, or less than two.</exception>
    public static double[] Geometric(double hot, double cold, int count)
    {
        RequirePositive(hot);
        RequirePositive(cold);
        if (count < 2) throw new ArgumentException($"SimulatedAnnealing: {count} temperatures from {hot} to {cold}; at least two");
        return [.. Enumerable.Range(0, count).Select(k => hot * Math.Pow(cold / hot, (double)k / (count - 1)))];
    }

    private static void RequirePositive(double temperature)
    {
        if (!(temperature > 0)) throw new ArgumentException($"SimulatedAnnealing: temperature {temperature}; it must be positive");
    }
}
