using MathNet.Numerics;

namespace Kit.StatMech.Running;

/// <summary>Temperatures for parallel tempering whose neighbours all exchange equally often.</summary>
/// <remarks>
/// Energies of N ≫ 1 variables are nearly normal with variance σ² = −dE/dβ, so that neighbours at a distance Δβ exchange with probability erfc(Δβ σ/2):
/// E[min(1, eᴬ)] for A of mean −μ and variance 2μ is erfc(√μ/2), and here μ = (Δβ σ)². Equal steps of ∫ σ dβ make equal probabilities: Predescu, Predescu, Ciobanu (2004).
/// </remarks>
public static class TemperatureSpacing
{
    /// <summary>The fewest temperatures from the first to the last one that reach an acceptance.</summary>
    /// <param name="temperatures">Where fluctuations were measured, ascending.</param>
    /// <param name="deviations">σ_E = √(⟨E²⟩ − ⟨E⟩²) of the whole system there, that is T√(N c) of a specific heat c per site.</param>
    /// <param name="acceptance">What neighbours are to reach, in (0, 1); 0.2 to 0.4 make round trips fastest.</param>
    /// <exception cref="ArgumentException">Counts that differ, temperatures that do not ascend, deviations that are not positive, or an acceptance outside (0, 1).</exception>
    public static double[] Suggest(IReadOnlyList<double> temperatures, IReadOnlyList<double> deviations, double acceptance = 0.3)
    {
        ArgumentNullException.ThrowIfNull(temperatures);
        ArgumentNullException.ThrowIfNull(deviations);
        if (temperatures.Count < 2 || deviations.Count != temperatures.Count) throw new ArgumentException($"TemperatureSpacing: {deviations.Count} deviations at {temperatures.Count} temperatures; one each, and two at least");
        if (!(acceptance > 0 && acceptance < 1)) throw new ArgumentException(FormattableString.Invariant($"TemperatureSpacing: the acceptance {acceptance} is not in (0, 1)"));
        double[] beta = [.. temperatures.Select(t => 1 / t)];
        var length = new double[beta.Length];
        for (var i = 1; i < beta.Length; i++)
        {
            if (!(temperatures[i - 1] > 0 && temperatures[i] > temperatures[i - 1])) throw new ArgumentException(FormattableString.Invariant($"TemperatureSpacing: {temperatures[i]} follows {temperatures[i - 1]}; positive and ascending ones are needed"));
            if (!(deviations[i - 1] > 0 && deviations[i] > 0)) throw new ArgumentException(FormattableString.Invariant($"TemperatureSpacing: the energy deviates by {deviations[i - 1]} and {deviations[i]} at T = {temperatures[i - 1]} and {temperatures[i]}; positive ones are needed"));
            length[i] = length[i - 1] + 0.5 * (deviations[i] + deviations[i - 1]) * (beta[i - 1] - beta[i]);
        }

        var steps = (int)Math.Ceiling(length[^1] / (2 * SpecialFunctions.ErfcInv(acceptance)));
        var (suggested, k) = (new double[steps + 1], 1);
        for (var i = 0; i <= steps; i++)
        {
            var place = length[^1] * i / steps;
            while (k < length.Length - 1 && length[k] < place) k++;
            suggested[i] = 1 / (beta[k - 1] + (beta[k] - beta[k - 1]) * (place - length[k - 1]) / (length[k] - length[k - 1]));
        }

        (suggested[0], suggested[^1]) = (temperatures[0], temperatures[^1]);
        return suggested;
    }
}
