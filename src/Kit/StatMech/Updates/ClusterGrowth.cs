using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kit.StatMech.Lattices;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Grows one cluster and gives its members their new values on the way, which also marks them as taken.</summary>
/// <remarks>
/// Breadth first: the list of members is the queue. Whether a neighbour joins is a coin that no branch predictor can guess; so it is written behind the end of the list in any case, and the end moves on only if it joins. What comes
/// next from the front of the list does not wait for that, so that the processor reads the surroundings of several members at once.
/// </remarks>
internal static class ClusterGrowth
{
    /// <summary>Room behind the list for neighbours that are written and not kept.</summary>
    public const int Slack = 1;

    /// <summary>Turns the cluster of a seed over, and gives the number of its members.</summary>
    /// <param name="bonds">What can be frozen.</param>
    /// <param name="thresholds">With what probability.</param>
    /// <param name="values">The variables.</param>
    /// <param name="seed">The first member.</param>
    /// <param name="value">Its new value.</param>
    /// <param name="members">Room for all sites and <see cref="Slack"/>; the first ones are the members.</param>
    /// <param name="rng">Coins.</param>
    public static int Turn(ClusterBonds bonds, uint[] thresholds, sbyte[] values, int seed, sbyte value, int[] members, Rng rng) => bonds.Stencil is { } stencil
        ? ByStencil(bonds.Model.Graph, stencil, thresholds[0], values, seed, members, rng)
        : ByList(bonds, thresholds, values, seed, value, members, rng);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int ByStencil(Graph graph, Stencil stencil, uint threshold, sbyte[] values, int seed, int[] list, Rng rng)
    {
        Span<ulong> words = stackalloc ulong[RandomWords.Batch];
        ref var coins = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<ulong, uint>(words));
        var (end, common, coin) = (1, stencil.Offsets.Length, 2 * RandomWords.Batch);
        fixed (sbyte* spins = values)
        fixed (int* members = list, offsets = stencil.Offsets, starts = graph.Starts, neighbors = graph.Neighbors)
        fixed (ulong* others = stencil.Others)
        {
            var old = spins[seed];
            spins[seed] = (sbyte)-old;
            members[0] = seed;
            for (var next = 0; next < end; next++)
            {
                var site = members[next];
                var follows = (others[site >> 6] >> (site & 63) & 1) == 0;
                var degree = follows ? common : starts[site + 1] - starts[site];
                if (coin + degree > 2 * RandomWords.Batch)
                {
                    RandomWords.Return(rng, (2 * RandomWords.Batch - coin) / 2);
                    RandomWords.Take(rng, words);
                    coin = 0;
                }

                // Two loops: the first has no list to read.
                var row = neighbors + starts[site];
                if (follows)
                    for (var k = 0; k < degree; k++) end += Offer(spins, site + offsets[k], old, Unsafe.Add(ref coins, coin + k) < threshold, members + end);
                else
                    for (var k = 0; k < degree; k++) end += Offer(spins, row[k], old, Unsafe.Add(ref coins, coin + k) < threshold, members + end);
                coin += degree;
            }
        }

        RandomWords.Return(rng, (2 * RandomWords.Batch - coin) / 2);
        return end;
    }

    /// <summary>1 if a neighbour joins, else 0, without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe int Offer(sbyte* spins, int site, sbyte old, bool coin, int* place)
    {
        var spin = spins[site];
        var joins = (spin == old ? 1 : 0) & (coin ? 1 : 0);
        *place = site;
        spins[site] = (sbyte)((spin ^ -joins) + joins);
        return joins;
    }

    private static int ByList(ClusterBonds bonds, uint[] thresholds, sbyte[] values, int seed, sbyte value, int[] members, Rng rng)
    {
        var (graph, gauge, end) = (bonds.Model.Graph, bonds.Gauge, 1);
        var sign = gauge?[seed] ?? 1;
        var (old, turned) = (values[seed] * sign, value * sign);
        values[seed] = value;
        members[0] = seed;
        for (var next = 0; next < end; next++)
        {
            var site = members[next];
            for (var (k, last) = (graph.Starts[site], graph.Starts[site + 1]); k < last; k++)
            {
                var j = graph.Neighbors[k];
                sign = gauge?[j] ?? 1;
                if (values[j] * sign != old || rng.NextBits() >> 32 >= thresholds[bonds.IsUniform ? 0 : graph.Bonds[k]]) continue;
                values[j] = (sbyte)(turned * sign);
                members[end++] = j;
            }
        }

        return end;
    }
}
