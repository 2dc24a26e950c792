namespace Kit.StatMech;

/// <summary>Numbers that are read off a state.</summary>
/// <typeparam name="TState">A configuration of the model.</typeparam>
/// <param name="Name">As it stands in tables; means are found by it.</param>
/// <param name="Count">How many numbers.</param>
/// <param name="Measure">Writes the numbers of a state.</param>
public sealed record Observable<TState>(string Name, int Count, Action<TState, Span<double>> Measure) where TState : class
{
    /// <summary>One number a state.</summary>
    public Observable(string name, Func<TState, double> of) : this(name, 1, (state, values) => values[0] = of(state))
    {
    }
}
