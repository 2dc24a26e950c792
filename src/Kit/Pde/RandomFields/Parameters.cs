using System.Globalization;

namespace Kit.Pde.RandomFields;

/// <summary>What parameters of covariances have in common.</summary>
internal static class Parameters
{
    public static double Positive(double value, string what) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{what} is {value}; it must be positive and finite"));

    public static double Deviation(double sigma, string what) => sigma >= 0 && double.IsFinite(sigma)
        ? sigma
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{what}: the standard deviation σ is {sigma}; it must be finite and not negative"));
}
