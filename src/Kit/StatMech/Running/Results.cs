using Kit.Display;
using Kit.StatMech.Estimators;

namespace Kit.StatMech.Running;

/// <summary>What a run measured, at each temperature: observables and quantities with their errors, and whether they can be trusted.</summary>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed partial class Results : IHtmlView
{
    private readonly Columns columns;
    private readonly Dictionary<string, Estimate[][]> estimates;
    private readonly Blocks[] blocks;
    private readonly Dictionary<(string Name, int Temperature), double[][]> series;

    internal Results(string title, Plan plan, Columns columns, Dictionary<string, Estimate[][]> estimates, Blocks[] blocks, Dictionary<(string Name, int Temperature), double[][]> series)
    {
        (Title, Plan, this.columns, this.estimates, this.blocks, this.series) = (title, plan, columns, estimates, blocks, series);
        Names = [.. estimates.Where(pair => pair.Value[0].Length == 1).Select(pair => pair.Key)];
    }

    /// <summary>Model and update, in words.</summary>
    public string Title { get; }

    /// <summary>What was run.</summary>
    public Plan Plan { get; }

    /// <summary>T of each place.</summary>
    public IReadOnlyList<double> Temperatures => Plan.Temperatures;

    /// <summary>All that have one number a temperature: observables, then quantities.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How exchanges went; null where there were none.</summary>
    public Exchanges? Exchanges { get; internal init; }

    /// <summary>Reasons not to trust a number: too short a run, a drift, a ladder that does not mix. Empty when all is well.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>Mean and error of an observable or a quantity at each temperature.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those that are.</exception>
    public IReadOnlyList<Estimate> this[string name] => Names.Contains(name)
        ? [.. estimates[name].Select(one => one[0])]
        : throw new KeyNotFoundException($"there is no '{name}' of one number; there are {string.Join(", ", Names)}");

    /// <summary>Means and errors of an observable of several numbers, at one temperature.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those that are.</exception>
    public IReadOnlyList<Estimate> Vector(string name, int temperature) => estimates.TryGetValue(name, out var all)
        ? all[temperature]
        : throw new KeyNotFoundException($"there is no '{name}'; there are {string.Join(", ", estimates.Keys)}");

    /// <summary>Any function of the means at one temperature, by the jackknife over blocks; over disorder, of the averages over samples, by the jackknife over samples.</summary>
    public Estimate Of(Quantity quantity, int temperature)
    {
        ArgumentNullException.ThrowIfNull(quantity);
        return blocks[temperature].Jackknife(means => quantity.Of(1 / Temperatures[temperature], new Means(columns, means)));
    }

    /// <summary>The series of an observable at one temperature, one for each replica; over disorder, the mean of each sample as one series.</summary>
    /// <exception cref="KeyNotFoundException">It was not kept.</exception>
    public IReadOnlyList<double[]> Series(string name, int temperature) => series.TryGetValue((name, temperature), out var kept)
        ? kept
        : throw new KeyNotFoundException($"no series of '{name}' at temperature {temperature} was kept; run with KeepSeries = true, kept were {string.Join(", ", series.Keys.Select(key => key.Name).Distinct())}");

    /// <summary>Means at any temperature between those of the run, from the kept series.</summary>
    /// <param name="sites">Number of variables of the model, since "energy" is per site.</param>
    /// <exception cref="KeyNotFoundException">Series were not kept.</exception>
    public Reweighting Reweight(int sites)
    {
        var places = Enumerable.Range(0, Temperatures.Count).ToArray();
        var energies = places.SelectMany(t => Series("energy", t).Select(one => Array.ConvertAll(one, e => e * sites))).ToArray();
        var kept = series.Keys.Select(key => key.Name).Distinct().ToDictionary(name => name, name => (IReadOnlyList<double[]>)[.. places.SelectMany(t => Series(name, t))]);
        return new([.. places.SelectMany(t => Series("energy", t).Select(_ => Temperatures[t]))], energies, kept, Math.Min(Plan.Bins, 32));
    }

    /// <summary>Temperatures at which neighbours would exchange equally often, from the fluctuations of the energy that were measured.</summary>
    /// <param name="sites">Number of variables of the model.</param>
    /// <param name="acceptance">What neighbours are to reach.</param>
    public double[] SuggestTemperatures(int sites, double acceptance = 0.3) =>
        TemperatureSpacing.Suggest(Temperatures, [.. this["specific heat"].Zip(Temperatures, (c, t) => t * Math.Sqrt(c.Value * sites))], acceptance);
}
