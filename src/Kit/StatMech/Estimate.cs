using System.Globalization;

namespace Kit.StatMech;

/// <summary>A mean of a Markov chain and what is known of it.</summary>
/// <param name="Value">The mean, or a function of means.</param>
/// <param name="Error">One standard error, correlations in time included.</param>
/// <param name="AutocorrelationTime">Integrated autocorrelation time τ = ½ + Σ_{t≥1} ρ(t) in units of measurements; ½ for independent ones, NaN where it is not defined.</param>
public readonly record struct Estimate(double Value, double Error, double AutocorrelationTime = double.NaN)
{
    /// <summary>How many standard errors this is from a number, or from another estimate that is independent of it.</summary>
    public double Deviation(double exact, double error = 0) => Math.Abs(Value - exact) / Math.Sqrt(Error * Error + error * error);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:G6} ± {Error:G2}");
}
