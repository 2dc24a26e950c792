namespace Kit.StatMech.MultiSpin;

/// <summary>Probabilities as 64-bit thresholds: an event happens when a random number u of 64 bits is below T = ⌊2⁶⁴ p⌋.</summary>
/// <remarks>The probability is exact to 2⁻⁶⁴, the error of p = 1 included, which is taken as 1 − 2⁻⁶⁴.</remarks>
internal static class Threshold
{
    /// <summary>Bits of a threshold, and rounds of a bitwise comparison.</summary>
    public const int Bits = 64;

    /// <summary>T of the probability p in [0, 1].</summary>
    public static ulong Of(double probability) => probability >= 1 ? ulong.MaxValue : (ulong)(probability * 18446744073709551616.0);

    /// <summary>Bit number <paramref name="round"/> of a threshold, counted from the highest, in all 64 places.</summary>
    public static ulong Mask(ulong threshold, int round) => 0 - (threshold >> Bits - 1 - round & 1);

    /// <summary>β is a number that a threshold can be made of.</summary>
    /// <exception cref="ArgumentException">β is negative or not finite.</exception>
    public static void RequireBeta(double beta)
    {
        if (!(beta >= 0 && double.IsFinite(beta))) throw new ArgumentException($"β = {beta}; multi-spin updates need 0 ≤ β < ∞, which is a temperature T = 1/β > 0");
    }
}
