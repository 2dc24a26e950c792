using Kit.StatMech.Estimators;
using Kit.Tensors;

namespace Kit.StatMech.Running;

/// <summary>Runs Monte Carlo simulations: many temperatures at once, on all threads, to numbers with errors.</summary>
public static partial class MonteCarlo
{
    /// <summary>Simulates a model at the temperatures of a plan.</summary>
    /// <param name="model">What is simulated.</param>
    /// <param name="update">How; bound to the model.</param>
    /// <param name="plan">Temperatures, lengths, seed.</param>
    /// <param name="observables">What is measured besides the model's own observables.</param>
    /// <param name="quantities">What follows from means besides the model's own quantities.</param>
    /// <param name="token">Stops the run, after a checkpoint if the plan names a file.</param>
    /// <returns>All observables and quantities with errors, at every temperature.</returns>
    /// <exception cref="ArgumentException">A plan that cannot run, with the numbers.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint belongs to another run.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public static Results Run<TState>(IModel<TState> model, IUpdate<TState> update, Plan plan, IReadOnlyList<Observable<TState>>? observables = null, IReadOnlyList<Quantity>? quantities = null,
        CancellationToken token = default) where TState : class
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(plan);
        plan.Check(model.Sites);
        var simulation = new Simulation<TState>(model, update, plan, [.. model.Observables, .. observables ?? []], new Rng(plan.Seed).Stream("Monte Carlo"));
        simulation.Run(token);
        return Summary($"{model.Name}, {update.Name}", plan, simulation.Columns, simulation.Tapes, simulation.Ladders, [.. model.Quantities, .. quantities ?? []]);
    }

    private static Results Summary(string title, Plan plan, Columns columns, Tape[][] tapes, TemperatureLadder[] ladders, IReadOnlyList<Quantity> quantities)
    {
        var places = Enumerable.Range(0, plan.Temperatures.Count).ToArray();
        var means = Array.ConvertAll(places, t => Enumerable.Range(0, columns.Width).Select(k => LogBinning.Merge([.. tapes.Select(replica => replica[t].Means[k])])).ToArray());
        var blocks = Array.ConvertAll(places, t => Blocks.Join([.. tapes.Select(replica => replica[t].Blocks)]));
        Dictionary<string, Estimate[][]> estimates = [];
        foreach (var name in columns.Names) estimates[name] = Array.ConvertAll(places, t => Array.ConvertAll(means[t][columns[name]], one => one.Estimate));
        foreach (var quantity in quantities)
            estimates[quantity.Name] = Array.ConvertAll(places, t => new[] { blocks[t].Jackknife(row => quantity.Of(1 / plan.Temperatures[t], new Means(columns, row))) });
        Dictionary<(string, int), double[][]> series = [];
        if (plan.KeepSeries)
        {
            string[] kept = [.. columns.Names.Where(name => columns[name].GetOffsetAndLength(columns.Width).Length == 1)];
            foreach (var (k, name) in kept.Index())
                foreach (var t in places) series[(name, t)] = [.. tapes.Select(replica => replica[t].Series[k])];
        }

        var exchanges = Exchanges.Of(ladders, plan);
        return new(title, plan, columns, estimates, blocks, series) { Exchanges = exchanges, Warnings = Diagnosis.Of(plan, columns, tapes, means, exchanges) };
    }
}
