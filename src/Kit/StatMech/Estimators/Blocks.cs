using Kit.Tensors;

namespace Kit.StatMech.Estimators;

/// <summary>Means of several numbers over blocks of a run: what functions of means are resampled from.</summary>
/// <remarks>Blocks that are much longer than the correlations are independent of each other, and what was measured together stays together in them, so that errors of functions know of all correlations.</remarks>
public sealed class Blocks
{
    private readonly double[] sums;
    private readonly long[] counts;

    /// <summary>Empty blocks.</summary>
    /// <param name="count">How many, two at least.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <exception cref="ArgumentException">Fewer than two blocks, or no numbers.</exception>
    public Blocks(int count, int width)
    {
        if (count < 2 || width < 1) throw new ArgumentException($"Blocks: {count} blocks of {width} numbers; two blocks and one number at least");
        (Count, Width, sums, counts) = (count, width, new double[checked(count * width)], new long[count]);
    }

    /// <summary>How many blocks.</summary>
    public int Count { get; }

    /// <summary>Numbers in a row.</summary>
    public int Width { get; }

    /// <summary>Rows that came, in all blocks together.</summary>
    public long Rows => counts.Sum();

    /// <summary>A series of rows cut into blocks of equal length, one row more or less.</summary>
    /// <param name="count">How many blocks.</param>
    /// <param name="series">One series for each number of a row, all of one length.</param>
    /// <exception cref="ArgumentException">No series, lengths that differ, or more blocks than rows.</exception>
    public static Blocks Of(int count, params IReadOnlyList<double[]> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0 || series.Any(one => one.Length != series[0].Length)) throw new ArgumentException($"Blocks: series of lengths {string.Join(", ", series.Select(one => one.Length))}; all of one length");
        if (series[0].Length < count) throw new ArgumentException($"Blocks: {count} blocks of {series[0].Length} rows");
        var (blocks, row) = (new Blocks(count, series.Count), new double[series.Count]);
        for (var i = 0L; i < series[0].Length; i++)
        {
            for (var k = 0; k < row.Length; k++) row[k] = series[k][i];
            blocks.Add((int)(i * count / series[0].Length), row);
        }

        return blocks;
    }

    /// <summary>All blocks of several, which have rows of one width.</summary>
    public static Blocks Join(params IReadOnlyList<Blocks> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var all = new Blocks(parts.Sum(part => part.Count), parts[0].Width);
        var next = 0;
        foreach (var part in parts)
        {
            part.sums.CopyTo(all.sums, next * all.Width);
            part.counts.CopyTo(all.counts, next);
            next += part.Count;
        }

        return all;
    }

    /// <summary>Adds a row to a block.</summary>
    public void Add(int block, ReadOnlySpan<double> row)
    {
        var sum = sums.AsSpan(block * Width, Width);
        for (var k = 0; k < sum.Length; k++) sum[k] += row[k];
        counts[block]++;
    }

    /// <summary>Means over all blocks.</summary>
    public double[] Mean() => Mean(0..Count);

    /// <summary>Means over some blocks that follow each other.</summary>
    public double[] Mean(Range range)
    {
        var (start, length) = range.GetOffsetAndLength(Count);
        var (mean, rows) = (new double[Width], 0L);
        for (var b = start; b < start + length; b++)
        {
            rows += counts[b];
            for (var k = 0; k < Width; k++) mean[k] += sums[b * Width + k];
        }

        for (var k = 0; k < Width; k++) mean[k] /= rows;
        return mean;
    }

    /// <summary>Means and errors of one number over some blocks, from the scatter of their means.</summary>
    public Estimate Of(int number, Range range)
    {
        var (start, length) = range.GetOffsetAndLength(Count);
        var (mean, squares) = (Mean(range)[number], 0.0);
        for (var b = start; b < start + length; b++) squares += Math.Pow(sums[b * Width + number] / counts[b] - mean, 2);
        return new(mean, Math.Sqrt(squares / length / (length - 1)));
    }

    /// <summary>A function of the means by the jackknife: leave out one block at a time.</summary>
    /// <remarks>
    /// Pseudo-values θ̃_b = h θ̂ − (h − 1) θ_b with h = rows/rows of block b have a mean θ without bias of order 1/n, and error² = (1/n) Σ_b (θ̃_b − θ)²/(h − 1): Quenouille (1956), Tukey (1958),
    /// for blocks of unequal length Busing, Meijer, van der Leeden (1999). Right for smooth functions.
    /// </remarks>
    public Estimate Jackknife(Func<double[], double> of)
    {
        ArgumentNullException.ThrowIfNull(of);
        var (total, rows) = (new double[Width], Rows);
        for (var i = 0; i < sums.Length; i++) total[i % Width] += sums[i];
        var (without, pseudo, all) = (new double[Width], new double[Count], of(Mean()));
        var value = 0.0;
        for (var b = 0; b < Count; b++)
        {
            for (var k = 0; k < Width; k++) without[k] = (total[k] - sums[b * Width + k]) / (rows - counts[b]);
            var h = (double)rows / counts[b];
            pseudo[b] = h * all - (h - 1) * of(without);
            value += pseudo[b] / h;
        }

        var variance = 0.0;
        for (var b = 0; b < Count; b++) variance += Math.Pow(pseudo[b] - value, 2) / ((double)rows / counts[b] - 1);
        return new(value, Math.Sqrt(variance / Count));
    }

    /// <summary>A function of the means by the bootstrap: draw as many blocks as there are, with replacement, again and again.</summary>
    /// <param name="of">The function.</param>
    /// <param name="rng">Draws blocks.</param>
    /// <param name="samples">How often; 200 give the error to 5 %.</param>
    /// <returns>The function of all means, and the standard deviation of the samples with the factor √(n/(n − 1)) that makes the variance of a mean unbiased.</returns>
    /// <remarks>Efron (1979). Also right where the jackknife is not, as for a median or the place of a maximum.</remarks>
    public Estimate Bootstrap(Func<double[], double> of, Rng rng, int samples = 200)
    {
        ArgumentNullException.ThrowIfNull(of);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        var values = new double[samples];
        for (var s = 0; s < samples; s++)
        {
            var (mean, rows) = (new double[Width], 0L);
            for (var draw = 0; draw < Count; draw++)
            {
                var b = rng.NextInt(0, Count);
                rows += counts[b];
                for (var k = 0; k < Width; k++) mean[k] += sums[b * Width + k];
            }

            for (var k = 0; k < Width; k++) mean[k] /= rows;
            values[s] = of(mean);
        }

        var average = values.Average();
        return new(of(Mean()), Math.Sqrt(values.Sum(value => (value - average) * (value - average)) / (samples - 1) * Count / (Count - 1)));
    }

    internal void Save(BinaryWriter writer)
    {
        foreach (var sum in sums) writer.Write(sum);
        foreach (var count in counts) writer.Write(count);
    }

    internal void Load(BinaryReader reader)
    {
        foreach (ref var sum in sums.AsSpan()) sum = reader.ReadDouble();
        foreach (ref var count in counts.AsSpan()) count = reader.ReadInt64();
    }
}
