namespace Kit.Plotting.Svg;

/// <summary>The map of an axis from data to pixels: linear in v, or in log₁₀ v. Categories are the linear scale of their indices.</summary>
internal sealed class Scale
{
    // Half of the largest double: a difference of two ends stays finite.
    private const double Largest = 8e307;

    private readonly double low, high, start, end;

    /// <summary>A scale from data in [low, high] (log₁₀ of data when <paramref name="log"/>) to pixels in [start, end]; either may descend.</summary>
    public Scale(double low, double high, double start, double end, bool log = false)
    {
        (this.low, this.high) = (Math.Clamp(low, -Largest, Largest), Math.Clamp(high, -Largest, Largest));
        (this.start, this.end, IsLog) = (start, end, log);
    }

    public bool IsLog { get; }

    /// <summary>The ends in the scale's own coordinate: data, or its logarithm.</summary>
    public (double Low, double High) Range => (low, high);

    public double Length => Math.Abs(end - start);

    public (double Start, double End) Pixels => (start, end);

    /// <summary>Pixel of a datum; NaN where it has none (not finite, or not positive on a log scale).</summary>
    public double Map(double value) => Place(IsLog ? value > 0 ? Math.Log10(value) : double.NaN : value);

    /// <summary>Pixel of a scale coordinate: the datum itself, or its log₁₀.</summary>
    public double Place(double coordinate)
    {
        if (!double.IsFinite(coordinate)) return double.NaN;
        var t = (Math.Clamp(coordinate, -Largest, Largest) - low) / (high - low);
        return start + Math.Clamp(t, -1e6, 1e6) * (end - start);
    }

    /// <summary>Datum at a pixel.</summary>
    public double Invert(double pixel)
    {
        var coordinate = low + (pixel - start) / (end - start) * (high - low);
        return IsLog ? Math.Pow(10, coordinate) : coordinate;
    }

    /// <summary>A range that is safe to divide by: ends ordered as given, widened about a single value, a unit one where there is no data.</summary>
    public static (double Low, double High) Widen(double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high)) return (-1, 1);
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        if (Math.Abs(high / 2 - low / 2) > Math.Max(1e-305, size * 1e-13)) return (low, high);
        var half = size < 1e6 ? 1 : size / 10;
        return (low - half, high + half);
    }
}
