using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.StatMech.MultiSpin;

/// <summary>A heat-bath sweep of all samples, temperatures and replicas of a spin glass, then exchanges between neighbouring temperatures, sample by sample.</summary>
/// <remarks>
/// Each spin in turn is drawn anew, given its neighbours: against a local field of size |h| = 0, 2, 4, 6 with probability 1/(1 + e^{2β|h|}), with the β of its word. (Metropolis in a fixed order flips a spin without field
/// in every sweep, in both replicas alike, so that their overlap would remember its start for ever.) Exchanges (Hukushima and Nemoto 1996) have the probability
/// min(1, e^{(β_t − β_u)(E_t − E_u)}); those that happen swap the bits of their samples. Pairs (0,1), (2,3), … and (1,2), (3,4), … take turns at random.
/// Sweep with β = 1: another number scales 1/T of all temperatures.
/// </remarks>
/// <param name="model">The samples.</param>
/// <param name="noise">Random bits of their own for all samples, or one number a site, temperature and replica for the 64 samples of a word: their couplings differ, but the noise correlates them.</param>
/// <param name="exchange">Whether temperatures exchange states.</param>
public sealed unsafe class GlassTempering(EdwardsAndersonBits model, ReplicaNoise noise = ReplicaNoise.Independent, bool exchange = true) : IUpdate<GlassPlanes>
{
    private const int Lanes = EdwardsAndersonBits.Lanes, Fields = 4;

    /// <summary>Sites times vectors of 512 replicas below which threads cost more than they give.</summary>
    private const int LeastSitesToShare = 1 << 10;

    /// <inheritdoc/>
    public string Name => $"{(exchange ? "parallel tempering" : "heat bath")}, multi-spin, {(noise == ReplicaNoise.Shared ? "shared" : "independent")} noise";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">β is negative or not finite, or the state is not one of the model.</exception>
    public void Sweep(GlassPlanes state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        model.Check(state);
        Threshold.RequireBeta(beta);
        var thresholds = new ulong[model.Vectors * Fields * Lanes];
        for (var slot = 0; slot < 2 * model.Temperatures.Length; slot++)
            for (var c = 0; c < Fields; c++) thresholds[(slot / Lanes * Fields + c) * Lanes + slot % Lanes] = Threshold.Of(1 / (1 + Math.Exp(4 * c * beta / model.Temperatures[slot / 2])));
        var (seed, stream) = (rng.Seed, rng.NextBits());
        var vectors = model.SampleWords * model.Vectors;
        Threads.For(vectors, (long)vectors * model.Sites >= LeastSitesToShare, piece =>
        {
            if (noise == ReplicaNoise.Shared) Shared(state, piece, thresholds, seed, stream);
            else Independent(state, piece, thresholds, seed, stream);
        });
        (state.Unsatisfied, state.Different) = (null, null);
        if (exchange && model.Temperatures.Length > 1) Exchange(state, beta, rng);
        GC.KeepAlive(state);
    }

    private void Exchange(GlassPlanes state, double beta, Rng rng)
    {
        var counts = model.Unsatisfied(state);
        var (seed, parity, stream, pairs) = (rng.Seed, (int)(rng.NextBits() & 1), rng.NextBits(), model.Temperatures.Length - 1);
        var accepted = new int[model.SampleWords, pairs];
        Threads.For(model.SampleWords, model.SampleWords * pairs >= 32, w =>
        {
            var own = new Rng(seed, stream) { Position = (ulong)w * (ulong)pairs * 128 };
            for (var t = parity; t < pairs; t += 2)
            {
                var step = beta / model.Temperatures[t] - beta / model.Temperatures[t + 1];
                for (var slot = 2 * t; slot < 2 * t + 2; slot++)
                {
                    var taken = 0UL;
                    for (var bit = 0; bit < 64; bit++)
                    {
                        // E = 2 · unsatisfied − bonds, and a state of lower energy goes to the lower temperature.
                        ref var low = ref counts[model.Place(64 * w + bit, slot)];
                        ref var high = ref counts[model.Place(64 * w + bit, slot + 2)];
                        if (own.NextDouble() >= Math.Exp(Math.Min(0, step * 2 * (low - high)))) continue;
                        taken |= 1UL << bit;
                        (low, high) = (high, low);
                        accepted[w, t]++;
                    }

                    if (taken != 0) Swap(model.Spins(state, w, slot / Lanes) + slot % Lanes, model.Spins(state, w, (slot + 2) / Lanes) + (slot + 2) % Lanes, taken);
                }
            }
        });
        for (var t = parity; t < pairs; t += 2)
        {
            state.Attempts[t] += 2 * model.Samples;
            for (var w = 0; w < model.SampleWords; w++) state.Accepted[t] += accepted[w, t];
        }
    }

    private void Swap(ulong* a, ulong* b, ulong mask)
    {
        for (var end = a + (long)model.Sites * Lanes; a < end; a += Lanes, b += Lanes)
        {
            var differ = (*a ^ *b) & mask;
            *a ^= differ;
            *b ^= differ;
        }
    }

    /// <summary>Where the local field is 0, ±2, ±4, ±6; returns where the spin stands against it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Field(ulong* spins, ulong* signs, int* near, Vector512<ulong> spin, out Vector512<ulong> none, out Vector512<ulong> two, out Vector512<ulong> four, out Vector512<ulong> six)
    {
        var up = ~spin;
        var a = up ^ Vector512.Load(spins + Lanes * (long)near[0]) ^ Vector512.Create(signs[0]);
        var b = up ^ Vector512.Load(spins + Lanes * (long)near[1]) ^ Vector512.Create(signs[1]);
        var c = up ^ Vector512.Load(spins + Lanes * (long)near[2]) ^ Vector512.Create(signs[2]);
        var d = up ^ Vector512.Load(spins + Lanes * (long)near[3]) ^ Vector512.Create(signs[3]);
        var e = up ^ Vector512.Load(spins + Lanes * (long)near[4]) ^ Vector512.Create(signs[4]);
        var f = up ^ Vector512.Load(spins + Lanes * (long)near[5]) ^ Vector512.Create(signs[5]);
        var (sum1, carry1) = (a ^ b ^ c, (a & b) | (c & (a | b)));
        var (sum2, carry2) = (d ^ e ^ f, (d & e) | (f & (d | e)));
        var (ones, carry3) = (sum1 ^ sum2, sum1 & sum2);
        var (twos, fours) = (carry1 ^ carry2 ^ carry3, (carry1 & carry2) | (carry3 & (carry1 | carry2)));
        // k of six bonds are satisfied: the field has the size 2|k − 3|, and the spin stands against it for k < 3.
        (none, four) = (ones & twos, ones & ~twos);
        (two, six) = (~ones & (twos ^ fours), ~ones & ~(twos ^ fours));
        return ~fours & ~none;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Shared(GlassPlanes state, int piece, ulong[] thresholds, ulong seed, ulong stream)
    {
        const int batch = 4;
        var bits = stackalloc Vector512<ulong>[batch];
        var (w, vector, sites) = (piece / model.Vectors, piece % model.Vectors, model.Sites);
        ulong* spins = model.Spins(state, w, vector), signs = model.Signs(w);
        var own = thresholds.AsSpan(vector * Fields * Lanes, Fields * Lanes);
        var (p2, p4, p6) = (Vector512.Create<ulong>(own[Lanes..]), Vector512.Create<ulong>(own[(2 * Lanes)..]), Vector512.Create<ulong>(own[(3 * Lanes)..]));
        var half = Vector512.Create(1UL << 63);
        var block = (ulong)((long)piece * ((sites + batch - 1) / batch)) * (batch * Lanes / 2);
        fixed (int* near = model.Near)
            for (var site = 0; site < sites; site++)
            {
                if (site % batch == 0) Philox.Vectors(seed, stream, block + (ulong)site * (Lanes / 2), bits, batch);
                var (u, spin) = (bits[site % batch], Vector512.Load(spins + Lanes * (long)site));
                var against = Field(spins, signs + Lanes * (long)site, near + EdwardsAndersonBits.Neighbors * (long)site, spin, out var none, out var two, out var four, out var six);
                var flips = against ^ ((none & Vector512.LessThan(u, half)) | (two & Vector512.LessThan(u, p2)) | (four & Vector512.LessThan(u, p4)) | (six & Vector512.LessThan(u, p6)));
                Vector512.Store(spin ^ flips, spins + Lanes * (long)site);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Independent(GlassPlanes state, int piece, ulong[] thresholds, ulong seed, ulong stream)
    {
        var bits = stackalloc Vector512<ulong>[8];
        var masks = stackalloc Vector512<ulong>[Fields * Threshold.Bits];
        var (w, vector, sites) = (piece / model.Vectors, piece % model.Vectors, model.Sites);
        for (var k = 0; k < Fields * Lanes; k++)
            for (var round = 0; round < Threshold.Bits; round++) ((ulong*)(masks + Fields * round))[k] = Threshold.Mask(thresholds[vector * Fields * Lanes + k], round);
        var used = Vector512.LessThan(Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((ulong)(2 * model.Temperatures.Length - vector * Lanes)));
        ulong* spins = model.Spins(state, w, vector), signs = model.Signs(w);
        fixed (int* near = model.Near)
            for (var site = 0; site < sites; site++)
            {
                var spin = Vector512.Load(spins + Lanes * (long)site);
                var flips = Field(spins, signs + Lanes * (long)site, near + EdwardsAndersonBits.Neighbors * (long)site, spin, out var none, out var two, out var four, out var six);
                var open = used;
                var block = (ulong)((long)piece * sites + site) * (Threshold.Bits / 2 * Lanes);
                for (var round = 0; round < Threshold.Bits && open != Vector512<ulong>.Zero;)
                {
                    var count = round == 0 ? 8 : 4;
                    Philox.Vectors(seed, stream, block + (ulong)(4 * round), bits, count);
                    for (var i = 0; i < count; i++, round++)
                    {
                        var mask = masks + Fields * round;
                        var (threshold, u) = ((none & mask[0]) | (two & mask[1]) | (four & mask[2]) | (six & mask[3]), bits[i]);
                        flips ^= open & threshold & ~u;
                        open &= ~(threshold ^ u);
                    }
                }

                Vector512.Store(spin ^ flips, spins + Lanes * (long)site);
            }
    }
}
