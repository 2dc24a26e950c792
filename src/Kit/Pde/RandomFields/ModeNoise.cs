using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.RandomFields;

/// <summary>One standard normal number for each mode of each sample, found by the indices of the mode alone.</summary>
/// <remarks>
/// A sample has a stream of its own, and mode (k₁, k₂, k₃) a place in it that does not depend on how many modes there are: a finer grid repeats the numbers of
/// a coarser one and adds to them. Pairs of neighbours along the last axis share a block (Box and Muller).
/// </remarks>
internal static class ModeNoise
{
    /// <summary>Bits of the counter for the index along an axis.</summary>
    private const int Bits = 20;

    private const int Batch = 64;

    /// <summary>Noise of samples first … first + count − 1, [count, modes].</summary>
    /// <exception cref="ArgumentException">A negative count, or more than 2²⁰ modes along an axis.</exception>
    public static Tensor Draw(Rng rng, long first, int count, int[] modes)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (count < 0 || first < 0) throw new ArgumentException($"Sample: samples {first} … {first + count - 1}; neither the first nor the count may be negative");
        if (Array.Exists(modes, m => m > 1 << Bits)) throw new ArgumentException($"Sample: [{string.Join(',', modes)}] modes; at most {1 << Bits} fit along an axis");
        var noise = Tensor.Empty([count, .. modes], DType.F64, Device.Cpu);
        if (noise.Size == 0) return noise;
        var streams = new ulong[count];
        for (var i = 0; i < count; i++) streams[i] = rng.Stream(first + i).StreamId;
        var rows = modes.Length < 2 ? 1 : modes[..^1].Aggregate(1, (product, m) => checked(product * m));
        var length = modes[^1];
        Threads.For(checked(count * rows), piece =>
        {
            var (sample, row) = (piece / rows, piece % rows);
            Fill(rng.Seed, streams[sample], Place(row, modes), noise.Span<double>().Slice(piece * length, length));
        });
        return noise;
    }

    /// <summary>The first block of a row of modes: its indices side by side, 20 bits each.</summary>
    private static ulong Place(int row, int[] modes)
    {
        var (place, shift) = (0UL, Bits);
        for (var axis = modes.Length - 2; axis >= 0; axis--, shift += Bits)
        {
            place |= (ulong)(row % modes[axis]) << shift;
            row /= modes[axis];
        }

        return place;
    }

    private static void Fill(ulong seed, ulong stream, ulong block, Span<double> numbers)
    {
        Span<ulong> words = stackalloc ulong[Batch];
        for (var start = 0; start < numbers.Length; start += Batch, block += Batch / 2)
        {
            var part = numbers[start..Math.Min(start + Batch, numbers.Length)];
            Philox.Words(seed, stream, block, words[..((part.Length + 15) / 16 * 16)]);
            for (var i = 0; i < part.Length; i += 2)
            {
                var radius = Math.Sqrt(-2 * Math.Log(1 - Philox.ToUnit(words[i])));
                var (sine, cosine) = Math.SinCos(2 * Math.PI * Philox.ToUnit(words[i + 1]));
                part[i] = radius * cosine;
                if (i + 1 < part.Length) part[i + 1] = radius * sine;
            }
        }
    }
}
