namespace Kit.StatMech.Updates;

/// <summary>Bins of energy that come into being when they are first met, with ln g and a histogram.</summary>
internal sealed class EnergyBins(double width)
{
    private const int MostBins = 1_000_000;
    private double[] logs = [];
    private long[] counts = [];
    private bool[] met = [];
    private int first;

    /// <summary>Bins that were met.</summary>
    public int Count { get; private set; }

    /// <summary>The bin of an energy.</summary>
    public int Of(double energy) => checked((int)Math.Floor(energy / width + 0.5));

    /// <summary>ln g of a bin; that of one that was never met is the smallest of all, so that nothing keeps the walk away from it.</summary>
    public double Log(int bin) => bin >= first && bin - first < met.Length && met[bin - first] ? logs[bin - first] : Smallest();

    /// <summary>Counts a visit, and corrects ln g.</summary>
    public void Visit(int bin, double correction)
    {
        Reach(bin);
        var k = bin - first;
        if (!met[k])
        {
            logs[k] = Smallest();
            met[k] = true;
            Count++;
            ClearCounts();
        }

        logs[k] += correction;
        counts[k]++;
    }

    /// <summary>Whether no bin has less than this share of the mean count.</summary>
    public bool IsFlat(double flatness)
    {
        var (least, sum) = (long.MaxValue, 0L);
        for (var k = 0; k < met.Length; k++)
        {
            if (!met[k]) continue;
            least = Math.Min(least, counts[k]);
            sum += counts[k];
        }

        return least >= flatness * sum / Count;
    }

    public void ClearCounts() => Array.Clear(counts);

    /// <summary>Middles of the bins and ln g with a given ln Σ g.</summary>
    public (double[] Energies, double[] Logs) Density(double total)
    {
        var visited = Enumerable.Range(0, met.Length).Where(k => met[k]).ToArray();
        var largest = visited.Max(k => logs[k]);
        var sum = largest + Math.Log(visited.Sum(k => Math.Exp(logs[k] - largest)));
        return ([.. visited.Select(k => (first + k) * width)], [.. visited.Select(k => logs[k] - sum + total)]);
    }

    private double Smallest()
    {
        var smallest = double.PositiveInfinity;
        for (var k = 0; k < met.Length; k++)
            if (met[k]) smallest = Math.Min(smallest, logs[k]);
        return double.IsInfinity(smallest) ? 0 : smallest;
    }

    private void Reach(int bin)
    {
        if (met.Length == 0) first = bin;
        var (low, high) = (Math.Min(first, bin), Math.Max(first + met.Length, bin + 1));
        if (high - low == met.Length) return;
        if (high - low > MostBins) throw new InvalidOperationException($"WangLandau: energies from {low * width} to {high * width} need {high - low} bins of width {width}; wider bins, {MostBins} at most");
        var (moved, newLogs, newCounts, newMet) = (first - low, new double[high - low], new long[high - low], new bool[high - low]);
        logs.CopyTo(newLogs, moved);
        counts.CopyTo(newCounts, moved);
        met.CopyTo(newMet, moved);
        (logs, counts, met, first) = (newLogs, newCounts, newMet, low);
    }
}
