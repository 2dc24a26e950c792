namespace Kit.StatMech.Estimators;

/// <summary>Where the numbers of each observable stand in a row of all of them.</summary>
/// <param name="Names">Names of the observables.</param>
/// <param name="Starts">Where each begins, and where the last one ends.</param>
public sealed record Columns(IReadOnlyList<string> Names, IReadOnlyList<int> Starts)
{
    /// <summary>Numbers of all observables together.</summary>
    public int Width => Starts[^1];

    /// <summary>The columns of a list of observables.</summary>
    /// <exception cref="ArgumentException">Two have the same name, or one has no numbers.</exception>
    public static Columns Of<TState>(IReadOnlyList<Observable<TState>> observables) where TState : class
    {
        ArgumentNullException.ThrowIfNull(observables);
        if (observables.CountBy(one => one.Name).FirstOrDefault(pair => pair.Value > 1) is { Key: { } twice }) throw new ArgumentException($"two observables are called '{twice}'; each needs its own name");
        if (observables.FirstOrDefault(one => one.Count < 1) is { } empty) throw new ArgumentException($"the observable '{empty.Name}' has {empty.Count} numbers; one at least");
        var starts = new int[observables.Count + 1];
        for (var i = 0; i < observables.Count; i++) starts[i + 1] = starts[i] + observables[i].Count;
        return new([.. observables.Select(one => one.Name)], starts);
    }

    /// <summary>The place of an observable.</summary>
    /// <exception cref="KeyNotFoundException">Nobody measured that; the message lists what was.</exception>
    public Range this[string observable]
    {
        get
        {
            for (var i = 0; i < Names.Count; i++)
                if (Names[i] == observable) return Starts[i]..Starts[i + 1];
            throw new KeyNotFoundException($"nobody measured '{observable}'; there are {string.Join(", ", Names)}");
        }
    }
}

/// <summary>A row of means, found by name.</summary>
/// <param name="columns">What stands where.</param>
/// <param name="values">The means.</param>
public sealed class Means(Columns columns, double[] values) : IMeans
{
    /// <inheritdoc/>
    public double this[string observable] => Vector(observable) is [var one]
        ? one
        : throw new KeyNotFoundException($"'{observable}' has {Vector(observable).Length} numbers, not one; ask for its Vector");

    /// <inheritdoc/>
    public ReadOnlySpan<double> Vector(string observable) => values.AsSpan(columns[observable]);
}
