namespace Kit.StatMech.Estimators;

/// <summary>Error of the mean of a correlated series, one number at a time, in memory O(log n): means of blocks of 1, 2, 4, 8 … numbers.</summary>
/// <remarks>
/// The error that blocks of B numbers suggest, σ_B/√(n/B), grows with B until blocks are longer than the correlations, and stays there: Flyvbjerg and Petersen (1989).
/// <see cref="Level"/> takes the first B with B³ > 2n (error_B/error_1)⁴, where bias and noise of the error are of one size: Lee et al., Phys. Rev. E 83, 066706 (2011), after Wolff (2004).
/// </remarks>
public sealed class LogBinning
{
    /// <summary>Fewer blocks tell no error: the relative noise of an error from n blocks is 1/√(2(n − 1)).</summary>
    private const int LeastBlocks = 16;

    private Block[] levels = new Block[1];

    /// <summary>How many numbers came.</summary>
    public long Count => levels[0].Count;

    /// <summary>Their mean.</summary>
    public double Mean => Count > 0 ? levels[0].Mean : double.NaN;

    /// <summary>Their variance, with n − 1 below.</summary>
    public double Variance => levels[0].Squares / (Count - 1);

    /// <summary>How many sizes of blocks there are, the largest of which has one block at least.</summary>
    public int Levels => levels.Length;

    /// <summary>The level ℓ, with blocks of 2^ℓ numbers, from which the error is taken; the last one with 16 blocks where no plateau was reached.</summary>
    public int Level
    {
        get
        {
            var level = 0;
            for (; level < levels.Length && levels[level].Count >= LeastBlocks; level++)
                if (IsPlateau(level)) return level;
            return Math.Max(level - 1, 0);
        }
    }

    /// <summary>Whether blocks are longer than the correlations; if not, the error is too small and the run too short.</summary>
    public bool HasPlateau => Count >= LeastBlocks && IsPlateau(Level);

    /// <summary>Mean, error and autocorrelation time τ = ½ (error_B/error_1)².</summary>
    public Estimate Estimate
    {
        get
        {
            var level = Level;
            return new(Mean, Error(level), 0.5 * Ratio(level));
        }
    }

    /// <summary>The error of the mean that blocks of 2^level numbers suggest, and how many blocks there are.</summary>
    public double Error(int level) => Math.Sqrt(levels[level].Squares / levels[level].Count / (levels[level].Count - 1));

    /// <summary>How many blocks of 2^level numbers there are.</summary>
    public long Blocks(int level) => levels[level].Count;

    /// <summary>Takes the next number.</summary>
    public void Add(double value)
    {
        for (var level = 0; ; level++)
        {
            if (level == levels.Length) Array.Resize(ref levels, level + 1);
            ref var block = ref levels[level];
            block.Add(value);
            block.HasHalf = !block.HasHalf;
            if (block.HasHalf)
            {
                block.Half = value;
                return;
            }

            value = 0.5 * (block.Half + value);
        }
    }

    /// <summary>Several independent chains taken together: blocks of all, none across two chains.</summary>
    /// <exception cref="ArgumentException">There is no chain.</exception>
    public static LogBinning Merge(params IReadOnlyList<LogBinning> chains)
    {
        ArgumentNullException.ThrowIfNull(chains);
        if (chains.Count == 0) throw new ArgumentException("LogBinning: no chain to merge");
        var all = new LogBinning { levels = new Block[chains.Max(chain => chain.levels.Length)] };
        foreach (var chain in chains)
            for (var level = 0; level < chain.levels.Length; level++) all.levels[level].Merge(chain.levels[level]);
        return all;
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write((byte)levels.Length);
        foreach (var block in levels)
        {
            writer.Write(block.Count);
            writer.Write(block.Mean);
            writer.Write(block.Squares);
            writer.Write(block.Half);
            writer.Write(block.HasHalf);
        }
    }

    internal static LogBinning Load(BinaryReader reader)
    {
        var count = reader.ReadByte();
        if (count is 0 or > 64) throw new InvalidDataException($"a saved series has blocks of {count} sizes");
        var loaded = new LogBinning { levels = new Block[count] };
        foreach (ref var block in loaded.levels.AsSpan())
            block = new() { Count = reader.ReadInt64(), Mean = reader.ReadDouble(), Squares = reader.ReadDouble(), Half = reader.ReadDouble(), HasHalf = reader.ReadBoolean() };
        return loaded;
    }

    private bool IsPlateau(int level) => Math.Pow(2, 3.0 * level) > 2 * Count * Math.Pow(Ratio(level), 2) || levels[0].Squares == 0;

    /// <summary>(error_B/error_1)², 2τ on the plateau.</summary>
    private double Ratio(int level) => Math.Pow(Error(level) / Error(0), 2);

    /// <summary>Count, mean and sum of squared deviations by Welford's recursion, and a block that waits for the next one.</summary>
    private struct Block
    {
        public long Count;
        public double Mean, Squares, Half;
        public bool HasHalf;

        public void Add(double value)
        {
            var step = value - Mean;
            Mean += step / ++Count;
            Squares += step * (value - Mean);
        }

        public void Merge(in Block other)
        {
            if (other.Count == 0) return;
            var (step, sum) = (other.Mean - Mean, Count + other.Count);
            Squares += other.Squares + step * step * ((double)Count * other.Count / sum);
            Mean += step * other.Count / sum;
            Count = sum;
        }
    }
}
