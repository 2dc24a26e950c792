using Kit.StatMech.Estimators;

namespace Kit.StatMech.Running;

/// <summary>What one chain at one temperature measured.</summary>
internal sealed class Tape
{
    private readonly long measurements;
    private readonly int[] kept;
    private long count;

    /// <param name="width">Numbers of one measurement.</param>
    /// <param name="measurements">How many there will be.</param>
    /// <param name="bins">Blocks.</param>
    /// <param name="kept">Numbers whose series are kept.</param>
    public Tape(int width, long measurements, int bins, int[] kept)
    {
        (this.measurements, this.kept, Row, Blocks) = (measurements, kept, new double[width], new(bins, width));
        Means = [.. Enumerable.Range(0, width).Select(_ => new LogBinning())];
        Series = [.. kept.Select(_ => new double[measurements])];
    }

    /// <summary>To be filled before <see cref="Record"/>.</summary>
    public double[] Row { get; }

    /// <summary>The mean of each number.</summary>
    public LogBinning[] Means { get; }

    /// <summary>All numbers, block by block.</summary>
    public Blocks Blocks { get; }

    /// <summary>The kept series.</summary>
    public double[][] Series { get; }

    /// <summary>Takes the row as the next measurement.</summary>
    public void Record()
    {
        for (var k = 0; k < Row.Length; k++) Means[k].Add(Row[k]);
        Blocks.Add((int)(count * Blocks.Count / measurements), Row);
        for (var k = 0; k < kept.Length; k++) Series[k][count] = Row[kept[k]];
        count++;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(count);
        foreach (var mean in Means) mean.Save(writer);
        Blocks.Save(writer);
        foreach (var series in Series)
            for (var i = 0L; i < count; i++) writer.Write(series[i]);
    }

    public void Load(BinaryReader reader)
    {
        count = reader.ReadInt64();
        if (count < 0 || count > measurements) throw new InvalidDataException($"a saved chain has {count} of {measurements} measurements");
        foreach (ref var mean in Means.AsSpan()) mean = LogBinning.Load(reader);
        Blocks.Load(reader);
        foreach (var series in Series)
            for (var i = 0L; i < count; i++) series[i] = reader.ReadDouble();
    }
}
