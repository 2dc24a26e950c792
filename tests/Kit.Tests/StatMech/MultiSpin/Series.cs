using Kit.Compute;

namespace Kit.Tests.StatMech.MultiSpin;

/// <summary>Means of time series with errors from bins that are long against the correlation time.</summary>
internal static class Series
{
    /// <summary>|mean − exact| in standard errors, of 40 bins.</summary>
    public static double Deviation(IReadOnlyList<double> values, double exact)
    {
        var bins = values.Chunk(values.Count / 40).Where(chunk => chunk.Length == values.Count / 40).Select(chunk => chunk.Average()).ToArray();
        var mean = bins.Average();
        var error = Math.Sqrt(bins.Sum(x => (x - mean) * (x - mean)) / (bins.Length - 1.0) / bins.Length);
        return Math.Abs(mean - exact) / error;
    }

    /// <summary>(χ² − f)/√(2f) of counts against probabilities: near a standard normal number for f degrees of freedom. States expected fewer than 10 times are taken together.</summary>
    public static double ChiSquare(IReadOnlyList<int> counts, IReadOnlyList<double> probabilities)
    {
        var (total, sum, freedom) = (counts.Sum(), 0.0, -1);
        var (restCount, restExpected) = (0, 0.0);
        foreach (var (count, p) in counts.Zip(probabilities))
        {
            var expected = p * total;
            if (expected < 10)
            {
                (restCount, restExpected) = (restCount + count, restExpected + expected);
                continue;
            }

            sum += (count - expected) * (count - expected) / expected;
            freedom++;
        }

        if (restExpected >= 10) (sum, freedom) = (sum + (restCount - restExpected) * (restCount - restExpected) / restExpected, freedom + 1);
        return (sum - freedom) / Math.Sqrt(2.0 * freedom);
    }

    /// <summary>Runs with 1, 2 and 3 threads.</summary>
    public static T[] WithThreads<T>(Func<T> run)
    {
        var before = Threads.Count;
        try
        {
            return [.. new[] { 1, 2, 3 }.Select(n =>
            {
                Threads.Count = n;
                return run();
            })];
        }
        finally
        {
            Threads.Count = before;
        }
    }

    /// <summary>The bytes that a model writes for a state.</summary>
    public static byte[] Bytes<TState>(Kit.StatMech.IModel<TState> model, TState state) where TState : class
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream)) model.Save(state, writer);
        return stream.ToArray();
    }
}
