namespace Kit.Plotting;

/// <summary>Error bars from value − below to value + above; one entry a point, or one entry for all.</summary>
/// <param name="Above">Lengths upwards (or to the right), not negative.</param>
/// <param name="Below">Lengths downwards (or to the left), not negative; null for symmetric bars.</param>
public sealed record ErrorBars(Values Above, Values? Below = null)
{
    /// <summary>Symmetric bars.</summary>
    public static implicit operator ErrorBars(Values lengths) => new(lengths);

    /// <summary>Symmetric bars.</summary>
    public static implicit operator ErrorBars(double[] lengths) => new(lengths);

    /// <summary>Symmetric bars.</summary>
    public static implicit operator ErrorBars(List<double> lengths) => new(lengths);

    /// <summary>The same symmetric bar at every point.</summary>
    public static implicit operator ErrorBars(double length) => new([length]);

    /// <summary>Asymmetric bars: lengths below and above.</summary>
    public static implicit operator ErrorBars((double[] Below, double[] Above) lengths) => new(lengths.Above, lengths.Below);

    internal ErrorBars For(int points, string what) => new(Spread(Above, points, what), Below is null ? null : Spread(Below, points, what));

    private static Values Spread(Values lengths, int points, string what)
    {
        foreach (var length in lengths)
        {
            if (length < 0)
                throw new ArgumentException($"{what}: an error bar has a negative length: {FormattableString.Invariant($"{length}")}.");
        }
        return lengths.Count == points ? lengths
            : lengths.Count == 1 ? Values.Generate(points, _ => lengths[0])
            : throw new ArgumentException($"{what}: {points} points but {lengths.Count} error bars; give one for each point or a single number.");
    }
}
