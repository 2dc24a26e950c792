using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>An update of one state, done to each of two replicas.</summary>
/// <param name="update">Any update of the model.</param>
public sealed class EachReplica(IUpdate<Configuration> update) : IUpdate<ReplicaPair>
{
    /// <inheritdoc/>
    public string Name => update.Name;

    /// <inheritdoc/>
    public void Sweep(ReplicaPair state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        update.Sweep(state.First, beta, rng);
        update.Sweep(state.Second, beta, rng);
    }
}
