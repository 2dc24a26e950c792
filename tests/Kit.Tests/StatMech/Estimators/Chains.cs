using Kit.Tensors;

namespace Kit.Tests.StatMech.Estimators;

/// <summary>Series whose law is known.</summary>
internal static class Chains
{
    /// <summary>x_{t+1} = a x_t + √(1 − a²) ξ: mean 0, variance 1, ρ(t) = aᵗ, τ = ½ (1 + a)/(1 − a).</summary>
    public static double[] Autoregressive(double a, int count, Rng rng)
    {
        var (series, x, step) = (new double[count], rng.NextNormal(), Math.Sqrt(1 - a * a));
        foreach (ref var value in series.AsSpan()) value = x = a * x + step * rng.NextNormal();
        return series;
    }

    /// <summary>Asserts that deviations in units of their errors are those of a normal law: 68.3 % within one, 95.4 % within two.</summary>
    /// <remarks>
    /// Errors have a noise of their own, some 10 % each, which takes 0.5 % and 0.6 % away; the binomial error of 200 runs is 3.3 % and 1.5 %. Three of them, and a little below for that.
    /// </remarks>
    public static void AssertNormal(IReadOnlyCollection<double> deviations)
    {
        var n = (double)deviations.Count;
        var (one, two) = (deviations.Count(d => Math.Abs(d) < 1) / n, deviations.Count(d => Math.Abs(d) < 2) / n);
        Assert.InRange(one, 0.683 - 0.02 - 3 * Math.Sqrt(0.683 * 0.317 / n), 0.683 + 3 * Math.Sqrt(0.683 * 0.317 / n));
        Assert.InRange(two, 0.954 - 0.02 - 3 * Math.Sqrt(0.954 * 0.046 / n), 0.954 + 3 * Math.Sqrt(0.954 * 0.046 / n));
    }
}
