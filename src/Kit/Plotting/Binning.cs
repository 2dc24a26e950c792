namespace Kit.Plotting;

/// <summary>The arithmetic behind pictures: bins, levels, ranges of colours, lengths of arrows.</summary>
internal static class Binning
{
    /// <summary>Edges and heights of a histogram.</summary>
    public static (Values Edges, Values Heights) Count(Values samples, int bins, (double Low, double High)? range, bool density)
    {
        if (bins is < 0 or > 100_000)
            throw new ArgumentOutOfRangeException(nameof(bins), $"Histogram: 0 (automatic) to 100000 bins: got {bins}.");
        if (range is var (from, to) && !(double.IsFinite(from) && double.IsFinite(to) && from < to))
            throw new ArgumentException(FormattableString.Invariant($"Histogram: a range goes from a lower to a higher finite number: got ({from}, {to})."));
        var sorted = samples.Where(double.IsFinite).Where(s => range is not var (a, b) || (s >= a && s <= b)).Order().ToArray();
        var (low, high) = range ?? (sorted.Length == 0 ? (0, 1) : sorted[0] < sorted[^1] ? (sorted[0], sorted[^1]) : (sorted[0] - 0.5, sorted[0] + 0.5));
        var n = bins > 0 ? bins : FreedmanDiaconis(sorted, high - low);
        var counts = new double[n];
        foreach (var sample in sorted)
            counts[Math.Min((int)((sample - low) / (high - low) * n), n - 1)]++;
        var unit = density && sorted.Length > 0 ? n / ((high - low) * sorted.Length) : 1;
        return (Values.Generate(n + 1, i => low + ((high - low) * i / n)), Values.Generate(n, i => counts[i] * unit));
    }

    /// <summary>Round levels inside a range: first, step, count, with about <paramref name="wanted"/> of them.</summary>
    public static (double First, double Step, int Count) Levels((double Low, double High) range, int wanted)
    {
        var step = NiceStep((range.High - range.Low) / (wanted + 1));
        var first = Math.Ceiling((range.Low / step) + 1e-9) * step;
        var count = Math.Max(1, (int)Math.Ceiling(((range.High - first) / step) - 1e-9));
        return (first, step, count);
    }

    /// <summary>The least of 1, 2, 2.5, 5, 10 times a power of ten that is not below <paramref name="raw"/>.</summary>
    public static double NiceStep(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        foreach (var digit in (ReadOnlySpan<double>)[1, 2, 2.5, 5])
        {
            if (raw <= digit * power * (1 + 1e-9))
                return digit * power;
        }
        return 10 * power;
    }

    /// <summary>The range of finite entries; symmetric about zero for the diverging scale, never empty.</summary>
    public static (double Low, double High) ColorRange(ReadOnlySpan<double> entries, ColorScale scale)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var entry in entries)
        {
            if (double.IsFinite(entry))
                (low, high) = (Math.Min(low, entry), Math.Max(high, entry));
        }
        if (low > high)
            (low, high) = (0, 1);
        if (scale == ColorScale.Diverging)
            (low, high) = (-Math.Max(-low, high), Math.Max(-low, high));
        if (low < high)
            return (low, high);
        var half = low == 0 ? 1 : Math.Abs(low) / 2;
        return (low - half, low + half);
    }

    /// <summary>Data length of a unit vector such that the longest arrow spans the mean distance of the tails.</summary>
    public static double ArrowScale(Values x, Values y, Values u, Values v)
    {
        double longest = 0;
        for (var i = 0; i < u.Count; i++)
        {
            var length = Math.Sqrt((u[i] * u[i]) + (v[i] * v[i]));
            if (double.IsFinite(length))
                longest = Math.Max(longest, length);
        }
        var (width, height) = (Span(x), Span(y));
        var apart = width * height > 0 ? Math.Sqrt(width * height / x.Count) : Math.Max(width, height) / Math.Max(1, x.Count);
        return longest > 0 && apart > 0 ? apart / longest : 1;

        static double Span(Values column)
        {
            var finite = column.Where(double.IsFinite).ToArray();
            return finite.Length == 0 ? 0 : finite.Max() - finite.Min();
        }
    }

    private static int FreedmanDiaconis(double[] sorted, double span)
    {
        if (sorted.Length < 2)
            return 1;
        var width = 2 * (sorted[3 * (sorted.Length - 1) / 4] - sorted[(sorted.Length - 1) / 4]) / Math.Cbrt(sorted.Length);
        return width > 0 ? (int)Math.Clamp(Math.Ceiling(span / width), 1, 200) : (int)Math.Ceiling(Math.Sqrt(Math.Min(sorted.Length, 10_000)));
    }
}
