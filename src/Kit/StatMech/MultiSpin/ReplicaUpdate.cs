using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.StatMech.MultiSpin;

/// <summary>Tries all sites in their order, 512 replicas at a time.</summary>
/// <remarks>
/// With k of z bonds satisfied, a flip costs ΔE = 2|J|(2k − z) and happens with p_k, which falls with k. Adders give the bits of k. With shared noise one number u says how many of the
/// p_k lie above it, and the count k is compared with that; otherwise u and p_k are compared bit by bit, with random bits for every replica, until all are decided.
/// Comparisons are exact to 2⁻⁶⁴ both ways. A sweep takes one word from the chain's generator as the number of a Philox stream; the rest follows from the place, for any number of threads.
/// Metropolis in a fixed order always flips a spin without local field. Where some spin never has one, and on tiny lattices (8 of the 512 states of 3 × 3 are cycles that nothing leaves), it is not ergodic: take the heat bath.
/// </remarks>
/// <param name="model">The replicas.</param>
/// <param name="rule">The probability of a flip.</param>
/// <param name="noise">Random numbers of their own for all replicas, or one for all.</param>
public sealed unsafe class ReplicaUpdate(BitReplicas model, AcceptanceRule rule = AcceptanceRule.Metropolis, ReplicaNoise noise = ReplicaNoise.Independent) : IUpdate<ReplicaPlanes>
{
    private const int Lanes = BitReplicas.Lanes, Classes = BitReplicas.MaxDegree + 1, Batch = 32;

    /// <summary>Sites times groups below which threads cost more than they give; noise of each replica's own costs eight times as much a site.</summary>
    private const int LeastSitesToShare = 1 << 12;

    private readonly bool fourBonds = Enumerable.Range(0, model.Sites).All(i => model.Graph.Degree(i) == 4) && model.Planes(0) == null && rule == AcceptanceRule.Metropolis;

    /// <inheritdoc/>
    public string Name => $"{(rule == AcceptanceRule.Metropolis ? "Metropolis" : "heat bath")}, multi-spin, {(noise == ReplicaNoise.Shared ? "shared" : "independent")} noise";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">β is negative or not finite, or the state is not one of the model.</exception>
    public void Sweep(ReplicaPlanes state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        model.Check(state);
        Threshold.RequireBeta(beta);
        var thresholds = new ulong[Classes * Classes];
        for (var z = 0; z < Classes; z++)
            for (var k = 0; k <= z; k++) thresholds[z * Classes + k] = Threshold.Of(Probability(2 * beta * Math.Abs(model.Coupling) * (2 * k - z)));
        var (seed, stream) = (rng.Seed, rng.NextBits());
        Threads.For(model.Groups, (long)model.Groups * model.Sites * (noise == ReplicaNoise.Independent ? 8 : 1) >= LeastSitesToShare, group =>
        {
            if (noise == ReplicaNoise.Independent) Independent(state, group, thresholds, seed, stream);
            else if (fourBonds) SharedOnFourBonds(state, group, thresholds, seed, stream);
            else Shared(state, group, thresholds, seed, stream);
        });
        state.Changed();
        GC.KeepAlive(state);
    }

    private double Probability(double exponent) => rule == AcceptanceRule.HeatBath ? 1 / (1 + Math.Exp(exponent)) : Math.Exp(-Math.Max(0, exponent));

    /// <summary>Bits 0 … 3 of the number of satisfied bonds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Count(ulong* words, ulong* planes, int site, Vector512<ulong> spin, out Vector512<ulong> c0, out Vector512<ulong> c1, out Vector512<ulong> c2, out Vector512<ulong> c3)
    {
        var graph = model.Graph;
        var aligned = model.Coupling > 0 ? ~spin : spin;
        c0 = c1 = c2 = c3 = Vector512<ulong>.Zero;
        var neighbors = graph.Neighbors;
        var end = graph.Starts[site + 1];
        for (var k = graph.Starts[site]; k < end; k++)
        {
            var carry = aligned ^ Vector512.Load(words + Lanes * (long)neighbors[k]);
            if (planes != null) carry ^= Vector512.Load(planes + Lanes * (long)graph.Bonds[k]);
            (c0, carry) = (c0 ^ carry, c0 & carry);
            (c1, carry) = (c1 ^ carry, c1 & carry);
            (c2, carry) = (c2 ^ carry, c2 & carry);
            c3 ^= carry;
        }
    }

    private void Shared(ReplicaPlanes state, int group, ulong[] thresholds, ulong seed, ulong stream)
    {
        var bits = stackalloc Vector512<ulong>[Batch / Lanes];
        ulong* words = state.Words.Start + (long)group * model.Sites * Lanes, planes = model.Planes(group);
        var sites = model.Sites;
        for (var site = 0; site < sites; site++)
        {
            if (site % Batch == 0) Philox.Vectors(seed, stream, SharedBlock(group, site), bits, Batch / Lanes);
            var (u, z, taken) = (((ulong*)bits)[site % Batch], model.Graph.Degree(site), 0UL);
            for (var k = 0; k <= z; k++) taken += u < thresholds[z * Classes + k] ? 1UL : 0;
            var spin = Vector512.Load(words + Lanes * (long)site);
            Count(words, planes, site, spin, out var c0, out var c1, out var c2, out var c3);
            // k < taken, from the lowest bit to the highest.
            var below = Below(c0, taken, 0, Vector512<ulong>.Zero);
            below = Below(c3, taken, 3, Below(c2, taken, 2, Below(c1, taken, 1, below)));
            Vector512.Store(spin ^ below, words + Lanes * (long)site);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Below(Vector512<ulong> count, ulong limit, int bit, Vector512<ulong> lower)
    {
        var mask = Vector512.Create(0 - (limit >> bit & 1));
        return (~count & mask) | (~(count ^ mask) & lower);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SharedOnFourBonds(ReplicaPlanes state, int group, ulong[] thresholds, ulong seed, ulong stream)
    {
        var bits = stackalloc Vector512<ulong>[Batch / Lanes];
        var masks = stackalloc Vector512<ulong>[2 * Batch / Lanes];
        ulong* take3 = (ulong*)masks, take4 = take3 + Batch;
        var words = state.Words.Start + (long)group * model.Sites * Lanes;
        var sites = model.Sites;
        var (p3, p4) = (Vector512.Create(thresholds[4 * Classes + 3]), Vector512.Create(thresholds[4 * Classes + 4]));
        var unequal = model.Coupling > 0 ? Vector512<ulong>.AllBitsSet : Vector512<ulong>.Zero;
        fixed (int* neighbors = model.Graph.Neighbors)
            for (var start = 0; start < sites; start += Batch)
            {
                Philox.Vectors(seed, stream, SharedBlock(group, start), bits, Batch / Lanes);
                for (var v = 0; v < Batch / Lanes; v++)
                {
                    Vector512.Store(Vector512.LessThan(bits[v], p3), (ulong*)(masks + v));
                    Vector512.Store(Vector512.LessThan(bits[v], p4), (ulong*)(masks + v + Batch / Lanes));
                }

                var end = Math.Min(sites, start + Batch);
                for (var site = start; site < end; site++)
                {
                    var near = neighbors + 4 * (long)site;
                    var spin = Vector512.Load(words + Lanes * (long)site);
                    var aligned = spin ^ unequal;
                    var (a, b) = (aligned ^ Vector512.Load(words + Lanes * (long)near[0]), aligned ^ Vector512.Load(words + Lanes * (long)near[1]));
                    var (c, d) = (aligned ^ Vector512.Load(words + Lanes * (long)near[2]), aligned ^ Vector512.Load(words + Lanes * (long)near[3]));
                    var (ab, cd) = (a & b, c & d);
                    var three = (ab & (c | d)) | (cd & (a | b)); // three or four
                    var flips = ~three | (Vector512.Create(take3[site - start]) & ~(ab & cd)) | Vector512.Create(take4[site - start]);
                    Vector512.Store(spin ^ flips, words + Lanes * (long)site);
                }
            }
    }

    private void Independent(ReplicaPlanes state, int group, ulong[] thresholds, ulong seed, ulong stream)
    {
        var bits = stackalloc Vector512<ulong>[8];
        var classes = stackalloc Vector512<ulong>[Classes];
        ulong* words = state.Words.Start + (long)group * model.Sites * Lanes, planes = model.Planes(group);
        var (sites, used) = (model.Sites, model.Used(group));
        for (var site = 0; site < sites; site++)
        {
            var spin = Vector512.Load(words + Lanes * (long)site);
            Count(words, planes, site, spin, out var c0, out var c1, out var c2, out var c3);
            var z = model.Graph.Degree(site);
            var first = rule == AcceptanceRule.HeatBath ? 0 : z / 2 + 1;
            var open = Vector512<ulong>.Zero;
            for (var k = first; k <= z; k++)
            {
                classes[k] = Equal(c0, k) & Equal(c1, k >> 1) & Equal(c2, k >> 2) & Equal(c3, k >> 3);
                open |= classes[k];
            }

            var flips = ~open;
            open &= used;
            var block = (ulong)((long)group * sites + site) * (Threshold.Bits / 2 * Lanes);
            for (var round = 0; round < Threshold.Bits && open != Vector512<ulong>.Zero;)
            {
                var count = round == 0 ? 8 : 4;
                Philox.Vectors(seed, stream, block + (ulong)(4 * round), bits, count);
                for (var i = 0; i < count; i++, round++)
                {
                    var threshold = Vector512<ulong>.Zero;
                    for (var k = first; k <= z; k++) threshold |= classes[k] & Vector512.Create(Threshold.Mask(thresholds[z * Classes + k], round));
                    flips |= open & threshold & ~bits[i];
                    open &= ~(threshold ^ bits[i]);
                }
            }

            Vector512.Store(spin ^ flips, words + Lanes * (long)site);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Equal(Vector512<ulong> count, int bit) => count ^ Vector512.Create((ulong)(bit & 1) - 1);

    private ulong SharedBlock(int group, int site) => (ulong)((long)group * ((model.Sites + Batch - 1) / Batch * Batch) + site) / 2;
}
