using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Swaps a cluster between two replicas: from a random site where they differ, all that differs and hangs together along bonds.</summary>
/// <remarks>
/// Houdayer, Eur. Phys. J. B 22, 479 (2001). Around such a cluster the replicas agree, so that E₁ + E₂ stays and nothing is refused, with any couplings and fields. Not ergodic: combine it with <see cref="EachReplica"/>.
/// It helps while clusters are finite, as in two dimensions. Where the sites that differ percolate, as on cubic lattices at most temperatures and always on dense graphs, a cluster is nearly all that differs, and a swap does little more than
/// exchange the replicas' names: true for each state apart, so that it cannot be refused beforehand, but no harm is done.
/// </remarks>
public sealed class Houdayer : IUpdate<ReplicaPair>
{
    private readonly Ising model;

    /// <summary>Binds the update to a model.</summary>
    public Houdayer(Ising model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
    }

    /// <inheritdoc/>
    public string Name => "Houdayer";

    /// <inheritdoc/>
    public void Sweep(ReplicaPair state, double beta, Rng rng) => Swap(state, rng);

    /// <summary>One swap, and how many sites it took; 0 if the replicas are equal.</summary>
    public int Swap(ReplicaPair state, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rng);
        var (a, b) = (state.First, state.Second);
        var (differs, count) = (new bool[model.Sites], 0);
        for (var i = 0; i < model.Sites; i++)
            if (differs[i] = a.Values[i] != b.Values[i]) count++;
        if (count == 0) return 0;
        var (graph, members, end) = (model.Graph, new int[count], 0);
        Take(Nth(differs, rng.NextInt(0, count)));
        for (var next = 0; next < end; next++)
            for (var k = graph.Starts[members[next]]; k < graph.Starts[members[next] + 1]; k++)
                if (differs[graph.Neighbors[k]] && model.Weights[k] != 0) Take(graph.Neighbors[k]);
        return end;

        void Take(int site)
        {
            (differs[site], members[end++]) = (false, site);
            var (first, second) = (a.Values[site], b.Values[site]);
            model.Set(a, site, second);
            model.Set(b, site, first);
        }
    }

    private static int Nth(bool[] differs, int n)
    {
        for (var site = 0; ; site++)
            if (differs[site] && n-- == 0) return site;
    }
}
