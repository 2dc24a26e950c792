using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Several updates, one after the other: each leaves the weight invariant, so all together do.</summary>
/// <typeparam name="TState">A configuration of the model.</typeparam>
public sealed class Combined<TState> : IUpdate<TState> where TState : class
{
    private readonly IUpdate<TState>[] updates;

    /// <summary>Updates in their order; one may stand there more than once.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public Combined(params IUpdate<TState>[] updates)
    {
        ArgumentNullException.ThrowIfNull(updates);
        if (updates.Length == 0) throw new ArgumentException("Combined: no updates");
        this.updates = [.. updates];
    }

    /// <inheritdoc/>
    public string Name => string.Join(" + ", updates.Select(update => update.Name));

    /// <inheritdoc/>
    public void Sweep(TState state, double beta, Rng rng)
    {
        foreach (var update in updates) update.Sweep(state, beta, rng);
    }
}
