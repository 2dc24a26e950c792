namespace Kit.Tests.StatMech;

/// <summary>A mean with its error, from sums over batches that are much longer than correlations.</summary>
internal static class Batches
{
    /// <summary>The mean of a series, and one standard error from 40 batches.</summary>
    public static (double Mean, double Error) Of(int measurements, Func<double> next)
    {
        const int Count = 40;
        var means = new double[Count];
        for (var batch = 0; batch < Count; batch++)
        {
            for (var k = 0; k < measurements / Count; k++) means[batch] += next();
            means[batch] /= measurements / Count;
        }

        var mean = means.Average();
        return (mean, Math.Sqrt(means.Sum(x => (x - mean) * (x - mean)) / (Count - 1) / Count));
    }
}
