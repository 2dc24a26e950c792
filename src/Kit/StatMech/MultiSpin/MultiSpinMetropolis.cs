using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.StatMech.MultiSpin;

/// <summary>Metropolis on a checkerboard, 512 spins at a time: all black sites, then all white ones, each with random bits of its own.</summary>
/// <remarks>
/// A spin with k of its four bonds satisfied costs ΔE = 4|J|(k − 2). For k = 3 and k = 4 a random number u is compared with p = e^{−β ΔE} bit by bit from the highest, for all spins at once:
/// the first bit at which u and p differ decides, so that two bits a spin are needed in the mean and about log₂ 512 + 1 rounds a vector, and the comparison is exact to 2⁻⁶⁴.
/// A sweep takes one word from the chain's generator as the number of a Philox stream; the bits are a function of stream, colour, place and round, and so the same for any number of threads.
/// </remarks>
/// <param name="model">The lattice.</param>
public sealed unsafe class MultiSpinMetropolis(MultiSpinLattice model) : IUpdate<SpinPlanes>
{
    /// <summary>Blocks of random numbers a vector may use: 8 a pair of rounds.</summary>
    private const int BlocksPerVector = Threshold.Bits / 2 * 8;

    /// <summary>Rounds that leave one spin of a vector undecided, more or less; the others come in fours.</summary>
    private const int FirstRounds = 8;

    private const int LeastSitesToShare = 1 << 17;

    /// <inheritdoc/>
    public string Name => "Metropolis, checkerboard, multi-spin";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">β is negative or not finite, or the state is not one of the model.</exception>
    public void Sweep(SpinPlanes state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        model.Check(state);
        Threshold.RequireBeta(beta);
        var step = 4 * beta * Math.Abs(model.Coupling);
        var (p3, p4) = (Threshold.Of(Math.Exp(-step)), Threshold.Of(Math.Exp(-2 * step)));
        var (seed, stream) = (rng.Seed, rng.NextBits());
        var pieces = model.Sites < LeastSitesToShare ? 1 : Math.Min(model.Height, 32);
        for (var color = 0; color < 2; color++)
        {
            var own = color;
            Threads.For(pieces, piece =>
            {
                var masks = stackalloc ulong[2 * Threshold.Bits];
                for (var round = 0; round < Threshold.Bits; round++) (masks[2 * round], masks[2 * round + 1]) = (Threshold.Mask(p3, round), Threshold.Mask(p4, round));
                for (var h = piece * model.Height / pieces; h < (piece + 1) * model.Height / pieces; h++) Row(state, own, h, masks, seed, stream);
            });
            model.WrapColumns(state, color);
        }

        state.Changed();
        GC.KeepAlive(state);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Row(SpinPlanes state, int color, int h, ulong* masks, ulong seed, ulong stream)
    {
        var bits = stackalloc Vector512<ulong>[FirstRounds];
        ulong* row = state.Words.Start + model.RowOffset(color, h), other = state.Words.Start + model.RowOffset(1 - color, h);
        ulong* above = other - model.Stride, below = other + model.Stride, side = other + MultiSpinLattice.Side(color, h);
        var (used, unequal) = (Vector512.Create(model.Used), model.Coupling > 0 ? Vector512<ulong>.AllBitsSet : Vector512<ulong>.Zero);
        var vectors = (model.Width + MultiSpinLattice.Lanes - 1) / MultiSpinLattice.Lanes;
        var block = (ulong)((long)(color * model.Height + h) * vectors) * BlocksPerVector;
        var tail = used & Vector512.LessThan(Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((ulong)(model.Width - (vectors - 1) * MultiSpinLattice.Lanes)));
        for (var v = 0; v < vectors; v++, block += BlocksPerVector)
        {
            var x = v * MultiSpinLattice.Lanes;
            var s = Vector512.Load(row + x);
            var aligned = s ^ unequal;
            var (a, b) = (aligned ^ Vector512.Load(above + x), aligned ^ Vector512.Load(below + x));
            var (c, d) = (aligned ^ Vector512.Load(other + x), aligned ^ Vector512.Load(side + x));
            var (ab, cd) = (a & b, c & d);
            var four = ab & cd;
            var three = (ab & (c ^ d)) | (cd & (a ^ b));
            var open = (three | four) & (v == vectors - 1 ? tail : used);
            var flips = ~(three | four);
            for (var round = 0; round < Threshold.Bits && open != Vector512<ulong>.Zero;)
            {
                var count = round == 0 ? FirstRounds : 4;
                Philox.Vectors(seed, stream, block + (ulong)(4 * round), bits, count);
                for (var i = 0; i < count; i++, round++) Decide(bits[i], three, four, masks + 2 * round, ref open, ref flips);
            }

            Vector512.Store(s ^ flips, row + x);
        }

        model.WrapRow(row);
    }

    /// <summary>One bit of u against one bit of the threshold of each spin: where they differ the spin is decided, and flips if u has the 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Decide(Vector512<ulong> u, Vector512<ulong> three, Vector512<ulong> four, ulong* masks, ref Vector512<ulong> open, ref Vector512<ulong> flips)
    {
        var threshold = (three & Vector512.Create(masks[0])) | (four & Vector512.Create(masks[1]));
        flips |= open & threshold & ~u;
        open &= ~(threshold ^ u);
    }
}
