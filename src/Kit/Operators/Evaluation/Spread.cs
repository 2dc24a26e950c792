using System.Globalization;

namespace Kit.Operators.Evaluation;

/// <summary>Mean and standard deviation of a number over seeds.</summary>
/// <param name="Mean">x̄.</param>
/// <param name="Deviation">s with N − 1; NaN of one value alone.</param>
/// <param name="Count">N.</param>
public sealed record Spread(double Mean, double Deviation, int Count)
{
    /// <summary>Of values.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Spread Of(params IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0) throw new ArgumentException("Spread: no value; one at least is needed");
        var mean = values.Average();
        return new(mean, values.Count > 1 ? Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / (values.Count - 1)) : double.NaN, values.Count);
    }

    /// <summary>"0.0123 ± 0.0004", the mean alone where there is one value.</summary>
    public override string ToString() => Count > 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Mean:G3} ± {Deviation:G2}")
        : Mean.ToString("G3", CultureInfo.InvariantCulture);
}
