namespace Kit.Plotting.Svg;

/// <summary>How far data reach along one axis, in its scale coordinate (log₁₀ on a log axis), grown as data come in.</summary>
internal sealed class AxisReach(bool log)
{
    // Share of the range left free beside marks and line ends.
    private const double Padding = 0.05;

    private double low = double.PositiveInfinity, high = double.NegativeInfinity;

    public void Add(double value)
    {
        if (log) value = value > 0 ? Math.Log10(value) : double.NaN;
        if (double.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
    }

    public void Add((double Low, double High)? extent)
    {
        if (extent is not var (a, b)) return;
        Add(a);
        Add(b);
    }

    /// <summary>The axis' own range where one is given, else the data's, with free space at the ends that ask for it.</summary>
    public (double Low, double High) Range((double From, double To)? given, bool padLow = false, bool padHigh = false)
    {
        if (given is var (from, to) && (!log || (from > 0 && to > 0)))
            return log ? Scale.Widen(Math.Log10(from), Math.Log10(to)) : Scale.Widen(from, to);
        var (a, b) = Scale.Widen(low, high);
        // Halves keep the difference of the largest numbers finite.
        var margin = 2 * Padding * (b / 2 - a / 2);
        return (padLow ? a - margin : a, padHigh ? b + margin : b);
    }
}
