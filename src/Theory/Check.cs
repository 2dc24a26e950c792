using System.Globalization;
using Kit.Display;

namespace Kit.Theory;

/// <summary>A measured number held against a bound that theory gives.</summary>
public sealed record Check
{
    private Check(string name, double measured, double low, double high, string because)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(because);
        if (!(low <= high) || (double.IsInfinity(low) && double.IsInfinity(high)))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Check '{name}': [{low}, {high}] is no bound; it needs low ≤ high, one of them finite."));
        (Name, Measured, Low, High, Because) = (name, measured, low, high, because);
    }

    /// <summary>What was measured, in a few words with its symbol.</summary>
    public string Name { get; }

    /// <summary>The number that came out.</summary>
    public double Measured { get; }

    /// <summary>The least number that passes; −∞ when there is none.</summary>
    public double Low { get; }

    /// <summary>The greatest number that passes; +∞ when there is none.</summary>
    public double High { get; }

    /// <summary>Where the bound comes from: a theorem, a rounding analysis, a statistical error.</summary>
    public string Because { get; }

    /// <summary>Low ≤ Measured ≤ High with a finite measurement: NaN and ±∞ never pass.</summary>
    public bool Passed => double.IsFinite(Measured) && Low <= Measured && Measured <= High;

    /// <summary>The bound in writing: <c>≤ 1e-12</c>, <c>≥ 5</c>, <c>in [1.9, 2.1]</c>.</summary>
    public string Bound => (double.IsInfinity(Low), double.IsInfinity(High)) switch
    {
        (true, _) => $"≤ {Text(High)}",
        (_, true) => $"≥ {Text(Low)}",
        _ => $"in [{Text(Low)}, {Text(High)}]",
    };

    /// <summary>Passes when measured ≤ <paramref name="bound"/>.</summary>
    /// <inheritdoc cref="Within" path="/exception"/>
    public static Check AtMost(string name, double measured, double bound, string because) => new(name, measured, double.NegativeInfinity, bound, because);

    /// <summary>Passes when measured ≥ <paramref name="bound"/>.</summary>
    /// <inheritdoc cref="Within" path="/exception"/>
    public static Check AtLeast(string name, double measured, double bound, string because) => new(name, measured, bound, double.PositiveInfinity, because);

    /// <summary>Passes when low ≤ measured ≤ high.</summary>
    /// <exception cref="ArgumentException">The bound is NaN, empty or infinite on both sides, or a text is missing.</exception>
    public static Check Within(string name, double measured, double low, double high, string because) => new(name, measured, low, high, because);

    /// <summary>Passes when |measured − expected| ≤ tolerance.</summary>
    /// <inheritdoc cref="Within" path="/exception"/>
    public static Check Near(string name, double measured, double expected, double tolerance, string because) =>
        new(name, measured, expected - tolerance, expected + tolerance, because);

    /// <summary>"spatial order: 2.003, in [1.9, 2.1]: holds".</summary>
    public override string ToString() => $"{Name}: {Text(Measured)}, {Bound}: {(Passed ? "holds" : "does not hold")}";

    /// <summary>Checks with the ids of their experiments (left out when null) as a table that says above how many hold.</summary>
    public static Table Tabulate(IEnumerable<(string? Experiment, Check Check)> rows)
    {
        var all = rows.ToArray();
        var named = all.Any(row => row.Experiment is not null);
        string[] columns = ["check", "measured", "bound", "verdict", "because"];
        var table = new Table(named ? ["experiment", .. columns] : columns)
        {
            Caption = string.Create(CultureInfo.InvariantCulture, $"{all.Count(row => row.Check.Passed)} of {all.Length} checks hold"),
            Digits = 5,
        };
        foreach (var (experiment, check) in all)
        {
            object?[] cells = [check.Name, check.Measured, check.Bound, check.Passed ? "holds" : "does not hold", check.Because];
            table.Row(named ? [experiment, .. cells] : cells);
        }
        return table;
    }

    /// <summary>Five significant digits.</summary>
    private static string Text(double value) => value.ToString("G5", CultureInfo.InvariantCulture).Replace("E-0", "E-", StringComparison.Ordinal).Replace("E+0", "E+", StringComparison.Ordinal);
}
