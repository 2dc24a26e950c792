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
        var tempers = exchange && model.Temperatures.Length > 1;
        var counts = tempers ? model.NewCounts() : null;
        Threads.For(model.SampleWords * model.Vectors, (long)model.SampleWords * model.Vectors * model.Sites >= LeastSitesToShare, piece =>
        {
            if (noise == ReplicaNoise.Shared) Shared(state, piece, thresholds, seed, stream);
            else Independent(state, piece, thresholds, seed, stream);
            if (counts is not null) model.CountUnsatisfied(state, piece, counts); // while the spins are still near
        });
        (state.Unsatisfied, state.Different) = (counts, null);
        if (counts is not null) Exchange(state, counts, beta, rng);
        GC.KeepAlive(state);
    }

    private void Exchange(GlassPlanes state, int[] counts, double beta, Rng rng)
    {
        var (seed, parity, stream) = (rng.Seed, (int)(rng.NextBits() & 1), rng.NextBits());
        var pairs = (model.Temperatures.Length - parity) / 2;
        var accepted = new int[pairs * model.SampleWords];
        Threads.For(pairs * model.SampleWords, pairs * model.SampleWords >= 32, piece =>
        {
            var (w, t) = (piece / pairs, parity + 2 * (piece % pairs));
            var first = Decide(counts, w, t, 0, beta, seed, stream, ref accepted[piece]);
            var second = Decide(counts, w, t, 1, beta, seed, stream, ref accepted[piece]);
            if ((first | second) == 0) return;
            var (a, b) = (2 * t, 2 * t + 2);
            Swap(model.Spins(state, w, a / Lanes) + a % Lanes, model.Spins(state, w, b / Lanes) + b % Lanes, Vector128.Create(first, second));
        });
        for (var piece = 0; piece < accepted.Length; piece++)
        {
            var t = parity + 2 * (piece % pairs);
            state.Attempts[t] += 2 * 64;
            state.Accepted[t] += accepted[piece];
        }
    }

    /// <summary>The samples of a word that exchange replica r at temperature t with that at t + 1; their counts change places at once.</summary>
    private ulong Decide(int[] counts, int word, int t, int r, double beta, ulong seed, ulong stream, ref int accepted)
    {
        const int vectors = 64 / Lanes;
        var bits = stackalloc Vector512<ulong>[vectors];
        var (slot, taken) = (2 * t + r, 0UL);
        Philox.Vectors(seed, stream, ((ulong)word * (ulong)model.Temperatures.Length * 2 + (ulong)slot) * (vectors * Lanes / 2), bits, vectors);
        var step = beta / model.Temperatures[t] - beta / model.Temperatures[t + 1];
        Span<int> low = counts.AsSpan(model.Place(64 * word, slot), 64), high = counts.AsSpan(model.Place(64 * word, slot + 2), 64);
        for (var bit = 0; bit < 64; bit++)
        {
            // E = 2 · unsatisfied − bonds, and a state of lower energy goes to the lower temperature.
            var gain = step * 2 * (low[bit] - high[bit]);
            if (gain < 0 && Philox.ToUnit(((ulong*)bits)[bit]) >= Math.Exp(gain)) continue;
            taken |= 1UL << bit;
            (low[bit], high[bit]) = (high[bit], low[bit]);
            accepted++;
        }

        return taken;
    }

    /// <summary>Swaps the chosen samples of both replicas at two temperatures.</summary>
    private void Swap(ulong* a, ulong* b, Vector128<ulong> chosen)
    {
        for (var end = a + (long)model.Sites * Lanes; a < end; a += Lanes, b += Lanes)
        {
            var (own, other) = (Vector128.Load(a), Vector128.Load(b));
            var differ = (own ^ other) & chosen;
            Vector128.Store(own ^ differ, a);
            Vector128.Store(other ^ differ, b);
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
