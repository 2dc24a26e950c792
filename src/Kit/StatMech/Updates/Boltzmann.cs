using System.Runtime.CompilerServices;

namespace Kit.StatMech.Updates;

/// <summary>Decisions with probability e^{−x}, mostly without an exponential.</summary>
/// <remarks>e^{−x} lies between two entries of a table; only a number u between the two, one in fifty, asks for more. The decision is that of u &lt; e^{−x} itself.</remarks>
internal static class Boltzmann
{
    private const int PerUnit = 32, Largest = 40;
    // e^{−746} is 0 as a double, which the library takes its time to find.
    private const double Vanishing = 746;
    private static readonly double[] Table = [.. Enumerable.Range(0, PerUnit * Largest + 1).Select(k => Math.Exp(-(double)k / PerUnit))];

    /// <summary>Refuses what is no inverse temperature, once a sweep.</summary>
    /// <exception cref="ArgumentException">β is not finite.</exception>
    public static void RequireBeta(double beta, string update)
    {
        if (double.IsFinite(beta)) return;
        throw new ArgumentException(FormattableString.Invariant($"{update}: β = {beta}; a finite number is needed, T = 1/β > 0. For a ground state lower T towards 0, as SimulatedAnnealing does"));
    }

    /// <summary>u &lt; e^{−x} for x ≥ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Accepts(double x, double u)
    {
        if (x < Largest)
        {
            var (table, k) = (Table, (int)(x * PerUnit));
            if (u < table[k + 1]) return true;
            if (u >= table[k]) return false;
        }

        return x < Vanishing && u < Math.Exp(-x);
    }
}
