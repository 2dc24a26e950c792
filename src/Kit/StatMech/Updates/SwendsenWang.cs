using System.Buffers;
using System.Runtime.CompilerServices;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Freezes every satisfied bond with probability 1 − e^{−βK} and draws the value of each cluster of frozen bonds anew.</summary>
/// <remarks>
/// Swendsen and Wang, Phys. Rev. Lett. 58, 86 (1987); the clusters are those of Fortuin and Kasteleyn. They also give estimators with less noise: ⟨m²⟩ = ⟨Σ_C |C|²⟩/N² (Sweeny 1983), where m is that of the gauged spins for an Ising model
/// with couplings of both signs, and m² = (q Σ_c ρ_c² − 1)/(q − 1) with shares ρ_c of the colours for Potts models.
/// </remarks>
public sealed class SwendsenWang : IUpdate<Configuration>
{
    private readonly ClusterBonds bonds;
    private readonly ConditionalWeakTable<Configuration, ClusterSizes> last = [];

    /// <summary>Binds the update to a model.</summary>
    /// <param name="model">An Ising model without fields and without frustration, or a Potts model with couplings J ≥ 0.</param>
    /// <exception cref="ArgumentException">Fields, frustration, couplings of colours that repel, or another kind of model.</exception>
    public SwendsenWang(IGraphModel model) => bonds = ClusterBonds.Of(model, "SwendsenWang");

    /// <inheritdoc/>
    public string Name => "Swendsen-Wang";

    /// <summary>Estimators from the clusters of the last sweep: "improved m^2" = Σ|C|²/N² and "largest cluster" = max|C|/N.</summary>
    public IReadOnlyList<Observable<Configuration>> Improved =>
    [
        new("improved m^2", state => Sizes(state).Square),
        new("largest cluster", state => (double)Sizes(state).Largest / bonds.Model.Sites),
    ];

    /// <summary>The clusters of the last sweep of a state.</summary>
    /// <exception cref="InvalidOperationException">This update has not swept it yet.</exception>
    public ClusterSizes Sizes(Configuration state) => last.TryGetValue(state, out var sizes) ? sizes
        : throw new InvalidOperationException("Swendsen-Wang has made no clusters of this state; clusters are known after a sweep of the same update");

    /// <inheritdoc/>
    public void Sweep(Configuration state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rng);
        var sites = bonds.Model.Sites;
        var (parents, counts) = (ArrayPool<int>.Shared.Rent(sites), ArrayPool<int>.Shared.Rent(sites));
        try
        {
            for (var i = 0; i < sites; i++) parents[i] = i;
            Freeze(state.Values, bonds.Thresholds(beta), parents, rng);
            Array.Clear(counts, 0, sites);
            for (var i = 0; i < sites; i++) counts[parents[i] = Root(parents, i)]++;
            last.AddOrUpdate(state, Count(counts.AsSpan(0, sites)));
            Color(state.Values, parents.AsSpan(0, sites), counts, rng);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(parents);
            ArrayPool<int>.Shared.Return(counts);
        }

        bonds.Model.Refresh(state);
    }

    private void Freeze(sbyte[] values, uint[] thresholds, int[] parents, Rng rng)
    {
        var from = bonds.Model.Graph.From;
        var to = bonds.Model.Graph.To;
        var gauge = bonds.Gauge;
        Span<ulong> words = stackalloc ulong[RandomWords.Batch];
        var next = words.Length;
        for (var b = 0; b < from.Length; b++)
        {
            var (i, j) = (from[b], to[b]);
            var label = gauge is null ? values[j] : values[j] * gauge[i] * gauge[j];
            if (values[i] != label) continue;
            if (next == words.Length)
            {
                RandomWords.Take(rng, words);
                next = 0;
            }

            if (words[next++] >> 32 < thresholds[bonds.IsUniform ? 0 : b]) Join(parents, i, j);
        }

        RandomWords.Return(rng, words.Length - next);
    }

    /// <summary>Gives every cluster a value; <paramref name="draws"/> at its root first holds the count, then what was drawn.</summary>
    private void Color(sbyte[] values, ReadOnlySpan<int> roots, int[] draws, Rng rng)
    {
        var (gauge, q) = (bonds.Gauge, bonds.Model is Potts potts ? potts.Q : 2);
        // A root is the smallest site of its cluster, so that its draw comes before its other members ask for it.
        for (var i = 0; i < roots.Length; i++)
        {
            if (roots[i] == i) draws[i] = rng.NextInt(0, q);
            var drawn = draws[roots[i]];
            values[i] = (sbyte)(bonds.Model is Potts ? drawn : (2 * drawn - 1) * (gauge?[i] ?? 1));
        }
    }

    private static ClusterSizes Count(ReadOnlySpan<int> counts)
    {
        var (clusters, largest, squares) = (0, 0, 0.0);
        foreach (var count in counts)
        {
            if (count == 0) continue;
            clusters++;
            largest = Math.Max(largest, count);
            squares += (double)count * count;
        }

        return new(clusters, largest, squares / counts.Length / counts.Length);
    }

    /// <summary>The root of a site; paths are halved on the way (Tarjan and van Leeuwen 1984).</summary>
    private static int Root(int[] parents, int i)
    {
        while (parents[i] != i) i = parents[i] = parents[parents[i]];
        return i;
    }

    private static void Join(int[] parents, int i, int j)
    {
        (i, j) = (Root(parents, i), Root(parents, j));
        if (i < j) parents[j] = i;
        else parents[i] = j;
    }
}
