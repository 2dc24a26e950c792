using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kit.StatMech.MultiSpin;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Goes on with the growth of a cluster that has become large, 64 sites at a time: one bit a site, sites that follow each other in one word.</summary>
/// <remarks>
/// When a coin is thrown makes no difference, if that is before anybody asks for it: here all bonds that nobody has looked at are frozen or not in advance, for each distance d > 0 of the stencil one word whose bit i is the bond of
/// the sites i and i + d. What has joined then spreads along its word by a few operations on all bits, and to other words by shifts. Bonds of sites that do not follow the stencil are asked one by one.
/// Growth needs room of its own, which is kept: one object serves one chain at a time.
/// </remarks>
/// <param name="stencil">The lattice.</param>
internal sealed unsafe class ClusterWords(StencilWords stencil)
{
    /// <summary>Places in the cell of a word: sites that may still join, members whose neighbours nobody has looked at, and from here on the frozen bonds.</summary>
    private const int Open = 0, Fresh = 1, Bonds = 2;

    private readonly AlignedWords cells = new((long)stencil.Count * (Bonds + stencil.Offsets.Length));
    private readonly int[] queue = new int[BitOperations.RoundUpToPowerOf2((uint)stencil.Count + 1)];
    private readonly BondCoins coins = new();
    private readonly int stride = Bonds + stencil.Offsets.Length;
    private int tail;
    private sbyte[] values = [];
    private sbyte old;

    /// <summary>Completes a cluster, turns its new members over, and gives the number of all.</summary>
    /// <param name="threshold">Probability of a bond, times 2³².</param>
    /// <param name="spins">The spins; those of the members so far are turned over already.</param>
    /// <param name="value">Of the members before.</param>
    /// <param name="members">The members so far; the others are not listed.</param>
    /// <param name="next">The first member whose neighbours nobody has looked at.</param>
    /// <param name="rng">Coins.</param>
    public int Complete(uint threshold, sbyte[] spins, sbyte value, ReadOnlySpan<int> members, int next, Rng rng)
    {
        (values, old, tail) = (spins, value, 0);
        coins.Begin(rng, threshold);
        Freeze();
        for (; next < members.Length; next++)
        {
            var word = members[next] >> 6;
            var cell = Cell(word);
            if (cell[Fresh] == 0) queue[tail++] = word;
            cell[Fresh] |= 1UL << (members[next] & 63);
        }

        Spread();
        coins.End();
        return members.Length + Turn();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread()
    {
        var (offsets, wrap, along) = (stencil.Offsets, queue.Length - 1, stencil.Offsets is [1, ..]);
        for (var head = 0; head != tail; head = (head + 1) & wrap)
        {
            var word = queue[head];
            var cell = Cell(word);
            var fresh = cell[Fresh];
            if (along) fresh = Along(fresh, cell[Open], cell[Bonds]);
            cell[Open] &= ~fresh;
            cell[Fresh] = 0;
            for (var k = 0; k < offsets.Length; k++)
            {
                var (far, shift) = (offsets[k] >> 6, offsets[k] & 63);
                var frozen = fresh & cell[Bonds + k];
                // A shift in two steps, as one by 64 would be none.
                Join(word + far, frozen << shift);
                Join(word + far + 1, frozen >> 1 >> (63 - shift));
                JoinBack(word - far, fresh >> shift, k);
                JoinBack(word - far - 1, fresh << 1 << (63 - shift), k);
            }

            for (var rest = fresh & stencil.Special[word]; rest != 0; rest &= rest - 1) Ask(64 * word + BitOperations.TrailingZeroCount(rest));
        }
    }

    /// <summary>Members and all open sites of their word that frozen bonds of neighbours in it connect with them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Along(ulong members, ulong open, ulong bonds)
    {
        // Upwards the carry of a sum runs through the ones from the lowest new member of a run on.
        var up = (bonds << 1) & open;
        var first = (members << 1) & up;
        members |= first | (up & ~(up + first));
        // Downwards by 1, 2, 4 … places, each step over what is passable as a whole.
        var down = bonds & open;
        for (var step = 1; step < 64; step *= 2)
        {
            members |= (members >> step) & down;
            down &= down >> step;
        }

        return members;
    }

    /// <summary>Those of the sites that are open join.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Join(int word, ulong sites)
    {
        if (sites == 0) return;
        Take(word, Cell(word), sites);
    }

    /// <summary>Those of the sites join that are open and have a frozen bond of distance k with a site above, a member.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void JoinBack(int word, ulong sites, int k)
    {
        if (sites == 0 || word < 0) return;
        var cell = Cell(word);
        Take(word, cell, sites & cell[Bonds + k]);
    }

    /// <summary>Whether any site joins is written into the end of the queue, not decided by a jump that cannot be foreseen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(int word, ulong* cell, ulong sites)
    {
        sites &= cell[Open];
        queue[tail] = word;
        tail = (tail + ((cell[Fresh] == 0 ? 1 : 0) & (sites != 0 ? 1 : 0))) & (queue.Length - 1);
        cell[Open] ^= sites;
        cell[Fresh] |= sites;
    }

    /// <summary>Asks the bonds of a site that the words do not have: those with an end that does not follow the stencil.</summary>
    private void Ask(int site)
    {
        var (graph, isOther) = (stencil.Graph, stencil.Stencil.IsOther(site));
        foreach (var j in graph.Neighbors[graph.Starts[site]..graph.Starts[site + 1]])
            if ((isOther || stencil.Stencil.IsOther(j)) && values[j] == old && coins.One()) Join(j >> 6, 1UL << (j & 63));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong* Cell(int word) => cells.Start + (long)word * stride;

    /// <summary>Sees which sites are open and throws the coins of all bonds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Freeze()
    {
        var distances = stencil.Offsets.Length;
        for (var word = 0; word < stencil.Count; word++)
        {
            var cell = Cell(word);
            (cell[Open], cell[Fresh]) = (Unturned(word), 0);
            for (var k = 0; k < distances; k++) cell[Bonds + k] = coins.Next() & stencil.Bonds[word * distances + k];
        }
    }

    /// <summary>The sites of a word whose spins have the old value.</summary>
    private ulong Unturned(int word)
    {
        var part = values.AsSpan(64 * word, Math.Min(64, values.Length - 64 * word));
        if (part.Length == 64)
        {
            var negative = Vector512.Create<sbyte>(part).ExtractMostSignificantBits();
            return old < 0 ? negative : ~negative;
        }

        var sites = 0UL;
        for (var i = 0; i < part.Length; i++)
            if (part[i] == old) sites |= 1UL << i;
        return sites;
    }

    /// <summary>Turns over all that have joined, and counts them.</summary>
    private int Turn()
    {
        var count = 0;
        for (var word = 0; word < stencil.Count; word++)
        {
            var joined = Unturned(word) & ~Cell(word)[Open];
            if (joined == 0) continue;
            count += BitOperations.PopCount(joined);
            Turn(word, joined);
        }

        return count;
    }

    /// <summary>Turns over some sites of a word, eight spins at a time.</summary>
    private void Turn(int word, ulong sites)
    {
        const ulong ones = 0x0101_0101_0101_0101, diagonal = 0x8040_2010_0804_0201;
        var part = values.AsSpan(64 * word, Math.Min(64, values.Length - 64 * word));
        foreach (ref var eight in MemoryMarshal.Cast<sbyte, ulong>(part))
        {
            // Bit i of eight is brought into byte i, and from there to its lowest place; 1 and −1 differ in the bits 0xFE.
            var turned = (((sites & 0xFF) * ones & diagonal) + 0x7F * ones) >> 7 & ones;
            eight ^= turned * 0xFE;
            sites >>= 8;
        }

        for (var i = part.Length & ~7; sites != 0; i++, sites >>= 1)
            if ((sites & 1) != 0) part[i] = (sbyte)-part[i];
    }
}
