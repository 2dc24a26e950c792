using Kit.Compute;

namespace Kit.Tensors;

/// <summary>A stream of random numbers that is a pure function of seed, stream and position: Philox4x32-10 in counter mode.</summary>
/// <remarks>
/// Key = seed; counter = (block, stream), 64 bits each, so streams of one seed never overlap. Take one stream a purpose:
/// <c>rng.Stream("initial state")</c>, <c>rng.Stream("noise")</c>; a number drawn more in one then shifts nothing in the other.
/// A block gives two 64-bit words and <see cref="Position"/> counts words. Tensors start at a whole block. Not for several threads at once: give each its stream.
/// </remarks>
public sealed partial class Rng
{
    private readonly ulong[] words = new ulong[32];
    private ulong batch = ulong.MaxValue;

    /// <summary>The stream 0 of a seed; a negative seed is taken modulo 2⁶⁴.</summary>
    public Rng(long seed) : this(unchecked((ulong)seed), 0)
    {
    }

    /// <summary>Any stream of a seed.</summary>
    public Rng(ulong seed, ulong stream)
    {
        Seed = seed;
        StreamId = stream;
    }

    /// <summary>The key.</summary>
    public ulong Seed { get; }

    /// <summary>The upper half of the counter.</summary>
    public ulong StreamId { get; }

    /// <summary>64-bit words used so far; save and set it, with seed and stream, to resume exactly.</summary>
    public ulong Position { get; set; }

    /// <summary>The independent stream of a name, at its start; the same name gives the same stream.</summary>
    public Rng Stream(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var hash = 14695981039346656037UL; // FNV-1a over UTF-16, then a mix with the parent stream
        foreach (var c in name) hash = (hash ^ c) * 1099511628211UL;
        return new(Seed, Mix(StreamId ^ Mix(hash)));
    }

    /// <summary>The independent stream of an index, at its start.</summary>
    public Rng Stream(long index) => new(Seed, Mix(StreamId + 0x9E3779B97F4A7C15UL * (ulong)(2 * index + 1)));

    /// <summary>A bijection of 64 bits that changes half of them for every bit of input.</summary>
    /// <remarks>The finalizer of SplitMix64: Steele, Lea, Flood, OOPSLA 2014.</remarks>
    private static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ z >> 27) * 0x94D049BB133111EBUL;
        return z ^ z >> 31;
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var position = Position++;
        if (position >> 5 != batch)
        {
            batch = position >> 5;
            Philox.Words(Seed, StreamId, batch << 4, words);
        }

        return words[position & 31];
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => Philox.ToUnit(NextBits());

    /// <summary>An integer in [low, high).</summary>
    /// <remarks>The high half of word × width: the probabilities differ by less than width/2⁶⁴.</remarks>
    /// <exception cref="ArgumentException">The range is empty.</exception>
    public int NextInt(int low, int high) => (int)(low + (long)Math.BigMul(NextBits(), Width(low, high, "NextInt"), out _));

    /// <summary>A standard normal number, from two words by Box and Muller.</summary>
    public double NextNormal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Numbers uniform on [low, high).</summary>
    public Tensor Uniform(Shape shape, double low = 0, double high = 1, DType dtype = DType.F64)
    {
        var x = Fill(RandomLaw.Uniform, shape, dtype, "Uniform");
        return low == 0 && high == 1 ? x : x.MultiplyInPlace(high - low).AddInPlace(low);
    }

    /// <summary>Normal numbers of this mean and standard deviation.</summary>
    public Tensor Normal(Shape shape, double mean = 0, double std = 1, DType dtype = DType.F64)
    {
        var x = Fill(RandomLaw.Normal, shape, dtype, "Normal");
        return mean == 0 && std == 1 ? x : x.MultiplyInPlace(std).AddInPlace(mean);
    }

    /// <summary>I32 integers uniform on [low, high).</summary>
    /// <exception cref="ArgumentException">The range is empty.</exception>
    public Tensor Integers(int low, int high, Shape shape)
    {
        var x = Fill(RandomLaw.Integer, shape, DType.I32, "Integers", Width(low, high, "Integers"));
        return low == 0 ? x : x.AddInPlace(low);
    }

    /// <summary>The numbers 0 … n − 1 in random order (Fisher and Yates).</summary>
    public Tensor Permutation(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        var order = new int[n];
        for (var i = 0; i < n; i++) order[i] = i;
        for (var i = n - 1; i > 0; i--)
        {
            var j = NextInt(0, i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return Tensor.Of(order);
    }

    /// <summary>count different numbers of 0 … n − 1, in random order.</summary>
    /// <exception cref="ArgumentException">More are asked for than there are.</exception>
    public Tensor Choice(int n, int count) => count >= 0 && count <= n
        ? Permutation(n)[..count]
        : throw new ArgumentException($"Choice: {count} different ones of {n}");

    /// <summary>count numbers of 0 … n − 1, each drawn independently with probability proportional to its weight.</summary>
    /// <param name="weights">Vector of n non-negative numbers, not all 0.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    public Tensor Choice(Tensor weights, int count)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var total = 0.0;
        var bounds = Array.ConvertAll(weights.ToDoubles(), w => w >= 0 && double.IsFinite(w) ? total += w : throw new ArgumentException($"Choice: weight {w}"));
        if (total <= 0 || !double.IsFinite(total)) throw new ArgumentException($"Choice: the weights sum to {total}");
        var chosen = new int[count];
        for (var i = 0; i < count; i++)
        {
            // The first bound above the number; a weight of 0 has no number below its bound.
            var place = Array.BinarySearch(bounds, NextDouble() * total);
            place = place < 0 ? ~place : place + 1;
            while (place < bounds.Length - 1 && place > 0 && bounds[place] == bounds[place - 1]) place++;
            chosen[i] = Math.Min(place, bounds.Length - 1);
        }

        return Tensor.Of(chosen);
    }

    private Tensor Fill(RandomLaw law, Shape shape, DType dtype, string caller, ulong bound = 0)
    {
        if (law != RandomLaw.Integer && !dtype.IsFloat()) throw new ArgumentException($"{caller}: F32 or F64, not {dtype}");
        var x = Tensor.Empty(shape, dtype, Device.Cpu);
        var block = (Position + 1) >> 1;
        x.Device.Backend.Random(law, Seed, StreamId, block, bound, x.View);
        var perBlock = dtype == DType.F32 ? 4UL : 2UL;
        Position = 2 * (block + ((ulong)shape.Size + perBlock - 1) / perBlock);
        return x;
    }

    private static ulong Width(int low, int high, string caller) =>
        high > low ? (ulong)((long)high - low) : throw new ArgumentException($"{caller}: no integer in [{low}, {high})");
}
