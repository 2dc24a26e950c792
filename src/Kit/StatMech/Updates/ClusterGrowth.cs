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

    /// <summary>Whether a cluster is so small that its members are listed: from some size on it is cheaper to compute all local fields anew than to change those around every member.</summary>
    public static bool IsListed(int count, int sites) => 16L * count <= sites;

    /// <summary>Turns the cluster of a seed over, and gives the number of its members.</summary>
    /// <param name="bonds">What can be frozen.</param>
    /// <param name="thresholds">With what probability.</param>
    /// <param name="values">The variables.</param>
    /// <param name="seed">The first member.</param>
    /// <param name="value">Its new value.</param>
    /// <param name="members">Room for all sites and <see cref="Slack"/>; the first ones are the members, if <see cref="IsListed"/>.</param>
    /// <param name="rng">Coins.</param>
    public static int Turn(ClusterBonds bonds, uint[] thresholds, sbyte[] values, int seed, sbyte value, int[] members, Rng rng) => bonds.Stencil is { } stencil
        ? ByStencil(bonds, stencil, thresholds[0], values, seed, members, rng)
        : ByList(bonds, thresholds, values, seed, value, members, rng);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int ByStencil(ClusterBonds bonds, Stencil stencil, uint threshold, sbyte[] values, int seed, int[] list, Rng rng)
    {
        Span<ulong> bits = stackalloc ulong[RandomWords.Batch];
        ref var coins = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<ulong, ushort>(bits));
        const int batch = 4 * RandomWords.Batch;
        var (graph, next, end, common, coin, old) = (bonds.Model.Graph, 0, 1, stencil.Offsets.Length, batch, values[seed]);
        var few = bonds.HasWords ? graph.Sites / 16 : int.MaxValue;
        fixed (sbyte* spins = values)
        fixed (int* members = list, offsets = stencil.Offsets, starts = graph.Starts, neighbors = graph.Neighbors)
        fixed (ulong* others = stencil.Others)
        {
            spins[seed] = (sbyte)-old;
            members[0] = seed;
            for (; next < end && end <= few; next++)
            {
                var site = members[next];
                var follows = (others[site >> 6] >> (site & 63) & 1) == 0;
                var degree = follows ? common : starts[site + 1] - starts[site];
                if (coin + 2 * degree > batch)
                {
                    RandomWords.Return(rng, (batch - coin) / 4);
                    RandomWords.Take(rng, bits);
                    coin = 0;
                }

                var k = 0;
                if (follows)
                    for (; k + 4 <= degree; k += 4) end += OfferFour(spins + site, offsets + k, old, ref Unsafe.Add(ref coins, coin + k), degree, threshold, members + end, site);
                for (; k < degree; k++)
                    end += Offer(spins, follows ? site + offsets[k] : neighbors[starts[site] + k], old, Coin(ref Unsafe.Add(ref coins, coin + k), degree, threshold), members + end);
                coin += Undecided(ref Unsafe.Add(ref coins, coin), degree, threshold >> 16) ? 2 * degree : degree;
            }
        }

        RandomWords.Return(rng, (batch - coin) / 4);
        if (next == end) return end;
        var words = bonds.Rent();
        end = words.Complete(threshold, values, old, list.AsSpan(0, end), next, rng);
        bonds.Return(words);
        return end;
    }

    /// <summary>1 with probability threshold/2³², else 0: 16 bits decide, unless they equal the threshold's; then 16 more do, which stand <paramref name="further"/> places on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Coin(ref ushort coin, int further, uint threshold)
    {
        var high = threshold >> 16;
        return coin == high ? Unsafe.Add(ref coin, further) < (threshold & 0xFFFF) ? 1 : 0 : coin < high ? 1 : 0;
    }

    /// <summary>Whether some of the coins needed their further 16 bits, which are used up then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Undecided(ref ushort coins, int degree, uint high)
    {
        if (degree == 4)
        {
            // A 16-bit part of x that is 0 borrows into its top bit, which was not set.
            var x = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref coins)) ^ high * 0x0001_0001_0001_0001UL;
            return ((x - 0x0001_0001_0001_0001UL) & ~x & 0x8000_8000_8000_8000UL) != 0;
        }

        for (var k = 0; k < degree; k++)
            if (Unsafe.Add(ref coins, k) == high) return true;
        return false;
    }

    /// <summary>How many of four different neighbours join. All are read before any is written: a read after a write that may be of the same place would have to wait for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe int OfferFour(sbyte* here, int* offsets, sbyte old, ref ushort coins, int further, uint threshold, int* place, int site)
    {
        var (o0, o1, o2, o3) = (offsets[0], offsets[1], offsets[2], offsets[3]);
        var (s0, s1, s2, s3) = (here[o0], here[o1], here[o2], here[o3]);
        var j0 = (s0 == old ? 1 : 0) & Coin(ref coins, further, threshold);
        var j1 = (s1 == old ? 1 : 0) & Coin(ref Unsafe.Add(ref coins, 1), further, threshold);
        var j2 = (s2 == old ? 1 : 0) & Coin(ref Unsafe.Add(ref coins, 2), further, threshold);
        var j3 = (s3 == old ? 1 : 0) & Coin(ref Unsafe.Add(ref coins, 3), further, threshold);
        here[o0] = (sbyte)((s0 ^ -j0) + j0);
        here[o1] = (sbyte)((s1 ^ -j1) + j1);
        here[o2] = (sbyte)((s2 ^ -j2) + j2);
        here[o3] = (sbyte)((s3 ^ -j3) + j3);
        place[0] = site + o0;
        place[j0] = site + o1;
        place[j0 + j1] = site + o2;
        place[j0 + j1 + j2] = site + o3;
        return j0 + j1 + j2 + j3;
    }

    /// <summary>1 if a neighbour joins, else 0, without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe int Offer(sbyte* spins, int site, sbyte old, int coin, int* place)
    {
        var spin = spins[site];
        var joins = (spin == old ? 1 : 0) & coin;
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
