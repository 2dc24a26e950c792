using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>The density of states g(E) of a model, and all that follows from it at any temperature.</summary>
/// <remarks>
/// Wang and Landau, Phys. Rev. Lett. 86, 2050 (2001): a walk with the weight 1/g(E) makes all energies equally frequent, and g is corrected, ln g(E) += ln f, wherever the walk stands. ln f is halved when the histogram is flat, and from
/// ln f = 1/t on follows 1/t with t in visits a bin, which makes the error go to zero: Belardinelli and Pereyra (2007).
/// </remarks>
public sealed class WangLandau
{
    private readonly double[] energies, logs;

    private WangLandau(double[] energies, double[] logs, long attempts) => (this.energies, this.logs, Attempts) = (energies, logs, attempts);

    /// <summary>How a walk is led.</summary>
    /// <param name="BinWidth">Width of the bins of energy, with a middle at E = 0; 1 does for couplings ±1, where other bins stay empty.</param>
    /// <param name="Flatness">The smallest count over the mean one from which a histogram is flat.</param>
    /// <param name="FinalCorrection">ln f at which the walk ends: relative errors of g are of the order of its root.</param>
    /// <param name="MaxAttempts">After so many the walk gives up.</param>
    public sealed record Options(double BinWidth = 1, double Flatness = 0.8, double FinalCorrection = 1e-6, long MaxAttempts = 10_000_000_000);

    /// <summary>Energies of the bins that were visited, rising.</summary>
    public ReadOnlySpan<double> Energies => energies;

    /// <summary>ln g(E) of these, with Σ g = qᴺ.</summary>
    public ReadOnlySpan<double> LogDensity => logs;

    /// <summary>Attempts of the walk.</summary>
    public long Attempts { get; }

    /// <summary>Walks until the correction is small enough.</summary>
    /// <exception cref="ArgumentException">Options out of range.</exception>
    /// <exception cref="InvalidOperationException">More than a million bins, or the walk has not come to its end.</exception>
    public static WangLandau Run(IDiscreteModel model, Options options, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rng);
        if (!(options.BinWidth > 0) || !(options.Flatness is > 0 and < 1) || !(options.FinalCorrection is > 0 and < 1))
            throw new ArgumentException($"WangLandau: {options}; a positive width, and flatness and final correction between 0 and 1");
        var (state, bins, correction, straight, attempts) = (model.Start(rng), new EnergyBins(options.BinWidth), 1.0, false, 0L);
        var here = bins.Of(state.Energy);
        while (correction > options.FinalCorrection)
        {
            for (var attempt = 0; attempt < 100 * model.Sites; attempt++)
            {
                here = Attempt(model, state, bins, here, rng);
                bins.Visit(here, correction);
            }

            model.Refresh(state); // the sums kept up to date gather rounding, and a bin is decided by them
            attempts += 100L * model.Sites;
            if (attempts > options.MaxAttempts) throw new InvalidOperationException($"WangLandau: ln f is still {correction} after {attempts} attempts in {bins.Count} bins; wider bins, a larger FinalCorrection or more attempts would do");
            var inverse = bins.Count / (double)attempts;
            if (straight) correction = inverse;
            else if (bins.IsFlat(options.Flatness))
            {
                correction /= 2;
                bins.ClearCounts();
                straight = correction <= inverse;
            }
        }

        var (energies, logs) = bins.Density(model.Sites * Math.Log(model.Alphabet.Length));
        return new(energies, logs, attempts);
    }

    /// <summary>ln Z(T) = ln Σ g(E) e^{−E/T}.</summary>
    /// <exception cref="ArgumentException">The temperature is not positive.</exception>
    public double LogPartition(double temperature) => Sums(temperature).Log;

    /// <summary>⟨E⟩.</summary>
    /// <exception cref="ArgumentException">The temperature is not positive.</exception>
    public double Energy(double temperature) => Sums(temperature).Mean;

    /// <summary>C = (⟨E²⟩ − ⟨E⟩²)/T² of the whole system.</summary>
    /// <exception cref="ArgumentException">The temperature is not positive.</exception>
    public double SpecificHeat(double temperature) => Sums(temperature).Variance / (temperature * temperature);

    /// <summary>F = −T ln Z.</summary>
    /// <exception cref="ArgumentException">The temperature is not positive.</exception>
    public double FreeEnergy(double temperature) => -temperature * LogPartition(temperature);

    /// <summary>S = (⟨E⟩ − F)/T.</summary>
    /// <exception cref="ArgumentException">The temperature is not positive.</exception>
    public double Entropy(double temperature) => (Energy(temperature) - FreeEnergy(temperature)) / temperature;

    /// <summary>One attempt with the weight 1/g; gives the bin in which the walk stands then.</summary>
    private static int Attempt(IDiscreteModel model, Configuration state, EnergyBins bins, int here, Rng rng)
    {
        var (site, k) = (rng.NextInt(0, model.Sites), rng.NextInt(0, model.Alphabet.Length - 1));
        var value = model.Alphabet[k >= model.Alphabet.IndexOf(state.Values[site]) ? k + 1 : k];
        var there = bins.Of(state.Energy + model.Change(state, site, value));
        var rise = bins.Log(there) - bins.Log(here);
        if (rise > 0 && rng.NextDouble() >= Math.Exp(-rise)) return here;
        model.Set(state, site, value);
        return there;
    }

    private (double Log, double Mean, double Variance) Sums(double temperature)
    {
        if (!(temperature > 0)) throw new ArgumentException($"WangLandau: temperature {temperature}; it must be positive");
        var exponents = energies.Zip(logs, (e, log) => log - e / temperature).ToArray();
        var largest = exponents.Max();
        var weights = exponents.Select(x => Math.Exp(x - largest)).ToArray();
        var sum = weights.Sum();
        var mean = energies.Zip(weights, (e, w) => e * w).Sum() / sum;
        return (largest + Math.Log(sum), mean, energies.Zip(weights, (e, w) => (e - mean) * (e - mean) * w).Sum() / sum);
    }
}
