using Kit.Tensors;

namespace Kit.StatMech.Memories;

/// <summary>K vectors ξ^μ of N small integers that a network stores: ±1, 0 where nothing is said, or sums of examples.</summary>
/// <remarks>They lie site by site: what one spin has to do with all patterns is K contiguous bytes.</remarks>
public sealed class Patterns
{
    private readonly sbyte[] values;

    private Patterns(int count, int sites, sbyte[] values) => (Count, Sites, this.values) = (count, sites, values);

    /// <summary>Number of patterns K.</summary>
    public int Count { get; }

    /// <summary>Number of entries N of each.</summary>
    public int Sites { get; }

    /// <summary>ξ_i^μ.</summary>
    public sbyte this[int pattern, int site] => Of(site)[pattern];

    /// <summary>ξ_i^1 … ξ_i^K of a site i.</summary>
    public ReadOnlySpan<sbyte> Of(int site) => values.AsSpan(site * Count, Count);

    /// <summary>Independent entries, +1 and −1 with probability ½.</summary>
    /// <inheritdoc cref="From" path="/exception"/>
    public static Patterns Random(int count, int sites, Rng rng) => Diluted(count, sites, 0, rng);

    /// <summary>Independent entries with P(±1) = (1 − d)/2 and P(0) = d.</summary>
    /// <inheritdoc cref="From" path="/exception"/>
    public static Patterns Diluted(int count, int sites, double dilution, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (dilution is not (>= 0 and < 1)) throw new ArgumentException($"Patterns: dilution {dilution} is not in [0, 1)");
        return From(count, sites, (_, _) =>
        {
            var u = rng.NextDouble();
            return (sbyte)(u < dilution ? 0 : u - dilution < (1 - dilution) / 2 ? -1 : 1);
        });
    }

    /// <summary>Entries by their pattern and site, asked for site by site.</summary>
    /// <param name="count">Number of patterns K ≥ 1.</param>
    /// <param name="sites">Number of entries N ≥ 1 of each.</param>
    /// <param name="entry">(μ, i) → ξ_i^μ.</param>
    /// <exception cref="ArgumentException">No pattern, no site, or more than 2³¹ entries.</exception>
    public static Patterns From(int count, int sites, Func<int, int, sbyte> entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (count < 1 || sites < 1 || (long)count * sites > Array.MaxLength) throw new ArgumentException($"Patterns: {count} patterns of {sites} entries; it needs one of each at least and 2³¹ entries at most");
        var values = new sbyte[count * sites];
        for (var (i, at) = (0, 0); i < sites; i++)
            for (var pattern = 0; pattern < count; pattern++) values[at++] = entry(pattern, i);
        return new(count, sites, values);
    }

    /// <summary>M noisy copies of every pattern, P(η = ξ) = (1 + r)/2 entry by entry; a 0 stays 0. Example a of pattern μ is vector μM + a.</summary>
    /// <inheritdoc cref="From" path="/exception"/>
    public Patterns Examples(NoisyExamples data, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(rng);
        var agree = (1 + data.Quality) / 2;
        return From(checked(Count * data.Count), Sites, (vector, i) =>
        {
            var keep = rng.NextDouble() < agree;
            var value = this[vector / data.Count, i];
            return keep ? value : (sbyte)-value;
        });
    }

    /// <summary>Σ_a η^{μ,a}, the sum of the examples that <see cref="Examples"/> would give for the same random numbers.</summary>
    /// <inheritdoc cref="From" path="/exception"/>
    public Patterns SumsOfExamples(NoisyExamples data, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(rng);
        if (data.Count > sbyte.MaxValue) throw new ArgumentException($"SumsOfExamples: {data.Count} examples; a sum of more than {sbyte.MaxValue} does not fit a byte");
        var agree = (1 + data.Quality) / 2;
        return From(Count, Sites, (pattern, i) =>
        {
            var sum = 0;
            for (var a = 0; a < data.Count; a++) sum += rng.NextDouble() < agree ? 1 : -1;
            return (sbyte)(sum * this[pattern, i]);
        });
    }

    /// <summary>(1/N) Σ_i ξ_i^μ s_i.</summary>
    public double Overlap(ReadOnlySpan<sbyte> spins, int pattern)
    {
        if (spins.Length != Sites) throw new ArgumentException($"Overlap: {spins.Length} spins with a pattern of {Sites} entries");
        var sum = 0L;
        for (var i = 0; i < spins.Length; i++) sum += spins[i] * this[pattern, i];
        return (double)sum / Sites;
    }

    /// <summary>Σ_i v_i^μ s_i of all vectors at once.</summary>
    internal void Sum(ReadOnlySpan<sbyte> spins, Span<double> sums)
    {
        sums.Clear();
        for (var i = 0; i < spins.Length; i++) OverlapKernel.Add(sums, Of(i), spins[i]);
    }

    /// <summary>True if all entries are ±1.</summary>
    internal bool Binary => values.AsSpan().IndexOfAnyExcept((sbyte)1, (sbyte)-1) < 0;
}
