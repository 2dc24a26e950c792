using Kit.StatMech;
using Kit.Tensors;
using MathNet.Numerics;

namespace Kit.Tests.StatMech;

/// <summary>How often single states were met, against e^{−βE}/Z.</summary>
internal static class Frequencies
{
    /// <summary>One of some 300 comparisons falls below 10⁻⁵ by chance in 0.3 % of all choices of seeds.</summary>
    public const double SmallestProbability = 1e-5;

    /// <summary>Sweeps after which e^{−5} is left of correlations: five times the largest τ of the energy, the first variable and the sum of all.</summary>
    public static int Thinning(IDiscreteModel model, IUpdate<Configuration> update, Configuration state, double beta, Rng rng)
    {
        var series = new double[3][];
        for (var s = 0; s < 3; s++) series[s] = new double[3000];
        for (var t = 0; t < 3000; t++)
        {
            update.Sweep(state, beta, rng);
            (series[0][t], series[1][t], series[2][t]) = (state.Energy, state.Values[0], state.Values.Sum(value => value));
        }

        return (int)Math.Ceiling(5 * series.Max(AutocorrelationTime));
    }

    /// <summary>τ = ½ + Σ ρ(t) up to the first t > 6 τ: Sokal's window.</summary>
    private static double AutocorrelationTime(double[] series)
    {
        var mean = series.Average();
        var (variance, tau) = (series.Average(x => (x - mean) * (x - mean)), 0.5);
        for (var t = 1; t < 6 * tau && t < series.Length / 4; t++)
        {
            var sum = 0.0;
            for (var s = 0; s + t < series.Length; s++) sum += (series[s] - mean) * (series[s + t] - mean);
            tau += Math.Max(0, sum / (series.Length - t) / variance);
        }

        return tau;
    }

    /// <summary>How likely so large a χ² is; states that follow each other share a cell until at least five samples are expected in it.</summary>
    public static double Probability(int[] counts, double[] probabilities, int leastCells = 20)
    {
        var (samples, chi, cells, count, expected) = (counts.Sum(), 0.0, 0, 0, 0.0);
        for (var n = 0; n < counts.Length; n++)
        {
            (count, expected) = (count + counts[n], expected + samples * probabilities[n]);
            if (expected < 5) continue;
            (chi, cells) = (chi + Math.Pow(count - expected, 2) / expected, cells + 1);
            (count, expected) = (0, 0);
        }

        Assert.InRange(count, 0, 25); // of at most five that are expected in the cell that was not filled: 10⁻¹⁰
        Assert.InRange(cells, leastCells, samples / 5);
        return SpecialFunctions.GammaUpperRegularized((cells - 1) / 2.0, chi / 2);
    }
}
