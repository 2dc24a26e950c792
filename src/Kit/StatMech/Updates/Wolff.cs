using System.Buffers;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Grows a cluster from a random site over satisfied bonds, each with probability 1 − e^{−βK}, and turns it over as a whole; nothing is ever refused.</summary>
/// <remarks>
/// Wolff, Phys. Rev. Lett. 62, 361 (1989). K = 2|J| for Ising models, without fields and without frustration; K = J ≥ 0 for Potts models, whose clusters take one of the other colours.
/// At the critical point of the plane τ grows like L^{0.25} instead of the L^{2.17} of single flips. A sweep has a fixed number of clusters: to go on until N spins are turned would stop more often after large clusters, and bias what is
/// measured then.
/// </remarks>
public sealed class Wolff : IUpdate<Configuration>
{
    private readonly ClusterBonds bonds;
    private readonly int clusters;

    /// <summary>Binds the update to a model.</summary>
    /// <param name="model">An Ising or a Potts model.</param>
    /// <param name="clusters">Clusters of one sweep; N over the mean size of a cluster makes sweeps comparable with those of single flips.</param>
    /// <exception cref="ArgumentException">Fields, frustration, couplings of colours that repel, another kind of model, or less than one cluster.</exception>
    public Wolff(IGraphModel model, int clusters = 1)
    {
        if (clusters < 1) throw new ArgumentException($"Wolff: {clusters} clusters a sweep; at least one");
        (bonds, this.clusters) = (ClusterBonds.Of(model, "Wolff"), clusters);
    }

    /// <inheritdoc/>
    public string Name => "Wolff";

    /// <inheritdoc/>
    public void Sweep(Configuration state, double beta, Rng rng) => Turn(state, beta, rng);

    /// <summary>One sweep, and how many spins it turned; ⟨|C|⟩ of clusters is an improved estimator of N⟨m²⟩ for Ising models.</summary>
    public long Turn(Configuration state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rng);
        var (model, sites, turned) = (bonds.Model, bonds.Model.Sites, 0L);
        var thresholds = bonds.Thresholds(beta);
        var members = ArrayPool<int>.Shared.Rent(sites + ClusterGrowth.Slack);
        try
        {
            var stale = false;
            for (var c = 0; c < clusters; c++)
            {
                var seed = rng.NextInt(0, sites);
                var (old, value) = (state.Values[seed], Another(model, state.Values[seed], rng));
                var count = ClusterGrowth.Turn(bonds, thresholds, state.Values, seed, value, members, rng);
                turned += count;
                stale |= !ClusterGrowth.IsListed(count, sites);
                if (!stale) Settle(model, state, members.AsSpan(0, count), old, value);
            }

            if (stale) model.Refresh(state);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(members);
        }

        return turned;
    }

    private static sbyte Another(IGraphModel model, sbyte value, Rng rng)
    {
        if (model is not Potts potts) return (sbyte)-value;
        var color = potts.Q == 2 ? 0 : rng.NextInt(0, potts.Q - 1);
        return (sbyte)(color >= value ? color + 1 : color);
    }

    /// <summary>Brings cache and energy up to date, one member after the other.</summary>
    /// <param name="model">The model.</param>
    /// <param name="state">Whose members have their new values already.</param>
    /// <param name="members">The cluster.</param>
    /// <param name="old">The seed's value before.</param>
    /// <param name="value">The seed's value now.</param>
    private static void Settle(IGraphModel model, Configuration state, ReadOnlySpan<int> members, sbyte old, sbyte value)
    {
        foreach (var i in members)
        {
            // Members of the other sign of the gauge went from −old to −value.
            var now = state.Values[i];
            state.Values[i] = now == value ? old : value;
            model.Set(state, i, now);
        }
    }
}
