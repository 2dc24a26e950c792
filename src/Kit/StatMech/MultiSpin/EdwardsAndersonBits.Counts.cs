using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kit.Compute;

namespace Kit.StatMech.MultiSpin;

// Energies and overlaps are counts of bits, 512 of them at a time.
public sealed unsafe partial class EdwardsAndersonBits
{
    /// <summary>Where the counts of (sample, slot) stand.</summary>
    internal int Place(int sample, int slot) => (sample / 64 * Vectors + slot / Lanes) * VectorCounts + slot % Lanes * 64 + sample % 64;

    /// <summary>Numbers of unsatisfied bonds.</summary>
    internal int[] Unsatisfied(GlassPlanes state)
    {
        Check(state);
        if (state.Unsatisfied is { } known) return known;
        var counts = NewCounts();
        Threads.For(SampleWords * Vectors, piece => CountUnsatisfied(state, piece, counts));
        return state.Unsatisfied = counts;
    }

    internal int[] NewCounts() => new int[SampleWords * Vectors * VectorCounts];

    /// <summary>Numbers of unsatisfied bonds of one word of samples and one vector of slots.</summary>
    /// <remarks>The three bonds of a site are two bits, and four sites go through levels 0 to 3 in registers before anything is stored.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void CountUnsatisfied(GlassPlanes state, int piece, int[] counts)
    {
        var counter = new VerticalCounter(stackalloc Vector512<ulong>[VerticalCounter.Room]);
        ulong* spins = Spins(state, piece / Vectors, piece % Vectors), bonds = Signs(piece / Vectors);
        var (ones, twos, fours, eights, site) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero, 0);
        fixed (int* neighbors = near)
        {
            for (; site + 4 <= Sites; site += 4)
            {
                var a = Carry(spins, bonds, neighbors, site, ref ones, ref twos);
                var b = Carry(spins, bonds, neighbors, site + 1, ref ones, ref twos);
                var (sum, first) = (fours ^ a ^ b, (fours & a) | (b & (fours | a)));
                var c = Carry(spins, bonds, neighbors, site + 2, ref ones, ref twos);
                var d = Carry(spins, bonds, neighbors, site + 3, ref ones, ref twos);
                (fours, var second) = (sum ^ c ^ d, (sum & c) | (d & (sum | c)));
                counter.Add((eights & first) | (second & (eights | first)), 4);
                eights ^= first ^ second;
            }

            for (; site < Sites; site++) counter.Add(Carry(spins, bonds, neighbors, site, ref ones, ref twos), 2);
        }

        counter.Add(ones);
        counter.Add(twos, 1);
        counter.Add(fours, 2);
        counter.Add(eights, 3);
        counter.Read(counts.AsSpan(piece * VectorCounts, VectorCounts));
        GC.KeepAlive(state);
    }

    /// <summary>Adds the bonds from a site up the three axes; returns the carry of weight 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Carry(ulong* spins, ulong* bonds, int* neighbors, int site, ref Vector512<ulong> ones, ref Vector512<ulong> twos)
    {
        bonds += Lanes * (long)site;
        neighbors += Neighbors * (long)site;
        var spin = Vector512.Load(spins + Lanes * (long)site);
        var x = spin ^ Vector512.Load(spins + Lanes * (long)neighbors[0]) ^ Vector512.Create(bonds[0]);
        var y = spin ^ Vector512.Load(spins + Lanes * (long)neighbors[2]) ^ Vector512.Create(bonds[2]);
        var z = spin ^ Vector512.Load(spins + Lanes * (long)neighbors[4]) ^ Vector512.Create(bonds[4]);
        var (sum, two) = (x ^ y ^ z, (x & y) | (z & (x | y)));
        (ones, var other) = (ones ^ sum, ones & sum);
        var four = (twos & two) | (other & (twos | two));
        twos ^= two ^ other;
        return four;
    }

    /// <summary>Numbers of sites where the two replicas differ, in the places of both.</summary>
    private int[] Different(GlassPlanes state)
    {
        Check(state);
        if (state.Different is { } known) return known;
        var counts = NewCounts();
        Threads.For(SampleWords * Vectors, piece =>
        {
            var counter = new VerticalCounter(stackalloc Vector512<ulong>[VerticalCounter.Room]);
            var other = Vector512.Create(1UL, 0, 3, 2, 5, 4, 7, 6);
            var spins = Spins(state, piece / Vectors, piece % Vectors);
            for (var end = spins + (long)Lanes * Sites; spins < end; spins += Lanes)
            {
                var own = Vector512.Load(spins);
                counter.Add(own ^ Vector512.Shuffle(own, other));
            }

            counter.Read(counts.AsSpan(piece * VectorCounts, VectorCounts));
        });
        GC.KeepAlive(state);
        return state.Different = counts;
    }
}
