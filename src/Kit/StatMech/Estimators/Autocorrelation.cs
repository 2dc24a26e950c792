using Kit.Numerics;
using Kit.Tensors;

namespace Kit.StatMech.Estimators;

/// <summary>An integrated autocorrelation time τ = ½ + Σ_{t=1}^{W} ρ(t).</summary>
/// <param name="Value">τ in measurements.</param>
/// <param name="Error">One standard error of τ.</param>
/// <param name="Window">W, where the sum ends: beyond it there would be more noise than signal.</param>
public readonly record struct IntegratedTime(double Value, double Error, int Window);

/// <summary>How long a chain remembers: autocorrelation functions by FFT, and their sums with an automatic window.</summary>
/// <remarks>Several series are replicas: independent chains of one law, whose mean is common. Errors of τ are those of Madras and Sokal (1988), as in Wolff (2004), eq. 42.</remarks>
public static class Autocorrelation
{
    /// <summary>ρ(t) = ⟨δ_s δ_{s+t}⟩/⟨δ²⟩ for t = 0 … lags, δ the deviation from the mean.</summary>
    /// <param name="lags">The largest t; half of the shortest series if null.</param>
    /// <param name="series">One series or more, of two numbers at least.</param>
    /// <exception cref="ArgumentException">No series, one that is too short, or numbers that are not finite.</exception>
    public static double[] Function(int? lags, params IReadOnlyList<double[]> series)
    {
        var (products, count, _) = Products(lags, series);
        var variance = products[0] / count;
        return [.. products.Select((sum, t) => variance > 0 ? sum / (count - (long)series.Count * t) / variance : t == 0 ? 1 : 0)];
    }

    /// <summary>τ with Sokal's window: the first W ≥ c τ(W).</summary>
    /// <param name="c">Window in units of τ; 6 cuts e⁻⁶ of an exponential law.</param>
    /// <param name="series">One series or more.</param>
    /// <exception cref="ArgumentException">As for <see cref="Function"/>.</exception>
    public static IntegratedTime Sokal(double c, params IReadOnlyList<double[]> series) => Sum(series, (window, tau, _) => window >= c * tau);

    /// <summary>τ with Wolff's window: the first W where e^{−W/τ̃} &lt; τ̃/√(WN), the least sum of bias and noise for correlations that decay with τ̃ = S τ.</summary>
    /// <param name="s">S, the ratio of the slowest decay to τ; 1 to 2.</param>
    /// <param name="series">One series or more.</param>
    /// <exception cref="ArgumentException">As for <see cref="Function"/>.</exception>
    /// <remarks>Wolff, Comput. Phys. Commun. 156 (2004) 143, eqs. 49 (bias), 50 to 52 (window).</remarks>
    public static IntegratedTime Wolff(double s, params IReadOnlyList<double[]> series) => Sum(series, (window, tau, count) =>
    {
        if (tau <= 0.5) return true;
        var slow = s / Math.Log((2 * tau + 1) / (2 * tau - 1));
        return Math.Exp(-window / slow) < slow / Math.Sqrt((double)window * count);
    });

    /// <summary>The mean of one series or more, with the error √(2τ σ²/N) and Wolff's τ.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Function"/>.</exception>
    public static Estimate Mean(params IReadOnlyList<double[]> series)
    {
        var (products, count, mean) = Products(0, series);
        var tau = products[0] > 0 ? Wolff(1.5, series).Value : double.NaN;
        return new(mean, products[0] > 0 ? Math.Sqrt(2 * tau * products[0] / count / (count - 1)) : 0, tau);
    }

    private static IntegratedTime Sum(IReadOnlyList<double[]> series, Func<int, double, long, bool> isEnough)
    {
        var rho = Function(null, series);
        var count = series.Sum(one => (long)one.Length);
        var (tau, window) = (0.5, 0);
        while (window < rho.Length - 1)
        {
            tau += rho[++window];
            if (isEnough(window, tau, count)) break;
        }

        tau = Math.Max(tau, 0) * (1 + (2 * window + 1.0) / count); // deviations from the mean of the data itself are a little too small
        return new(tau, tau * Math.Sqrt(4 * Math.Max(window + 0.5 - tau, 0.5) / count), window);
    }

    /// <summary>Σ_s δ_s δ_{s+t} over all series, by the Wiener-Khinchin theorem on series with as many zeros behind.</summary>
    private static (double[] Products, long Count, double Mean) Products(int? lags, IReadOnlyList<double[]> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0) throw new ArgumentException("Autocorrelation: no series");
        var shortest = series.Min(one => one.Length);
        if (shortest < 2) throw new ArgumentException($"Autocorrelation: a series of {shortest} numbers; two at least");
        var last = Math.Min(lags ?? shortest / 2, shortest - 1);
        var count = series.Sum(one => (long)one.Length);
        var mean = series.Sum(one => one.Sum()) / count;
        if (!double.IsFinite(mean)) throw new ArgumentException($"Autocorrelation: the mean of the series is {mean}; all numbers have to be finite");
        var products = new double[last + 1];
        foreach (var one in series)
            using (Tensor.Scope())
            {
                var size = 1;
                while (size < one.Length + last + 1) size *= 2;
                var modes = Fourier.Rfft(Tensor.Of(Array.ConvertAll(one, x => x - mean)), size);
                var sums = Fourier.Irfft(modes * modes.Conj(), size).ToDoubles();
                for (var t = 0; t <= last; t++) products[t] += sums[t];
            }

        return (products, count, mean);
    }
}
