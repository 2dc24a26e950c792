using Kit.Numerics.Quadrature;

namespace Kit.StatMech.Memories;

/// <summary>The law of ξx, an entry of the stored vector of the pattern that is retrieved: 1 if the pattern itself is stored, ξη̄/√R for the mean of examples.</summary>
/// <param name="Values">ξx, [n].</param>
/// <param name="Weights">Probabilities of the values.</param>
public sealed record Signal(double[] Values, double[] Weights)
{
    /// <summary>ξx = 1.</summary>
    public static Signal Clean { get; } = new([1], [1]);

    /// <summary>Many examples of which only the entropy ρ matters: ξx = (1 + √ρ z)/√(1 + ρ), z normal.</summary>
    /// <exception cref="ArgumentException">ρ is negative.</exception>
    public static Signal OfEntropy(double entropy)
    {
        if (!(entropy >= 0 && double.IsFinite(entropy))) throw new ArgumentException($"Signal: entropy {entropy} is not a number ≥ 0");
        if (entropy == 0) return Clean;
        var rule = QuadratureRule.Hermite(48);
        return new([.. rule.Points.ToArray().Select(z => (1 + Math.Sqrt(entropy) * z) / Math.Sqrt(1 + entropy))], rule.Weights.ToArray());
    }

    /// <summary>M examples: ξη̄ = (2k − M)/M with k binomial, exact for every M.</summary>
    public static Signal Of(NoisyExamples data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Quality == 1) return Clean;
        var (m, p) = (data.Count, (1 + data.Quality) / 2);
        var (values, weights) = (new double[m + 1], new double[m + 1]);
        for (var k = 0; k <= m; k++)
        {
            values[k] = (2.0 * k - m) / (m * Math.Sqrt(data.MeanSquare));
            weights[k] = MathNet.Numerics.Distributions.Binomial.PMF(p, m, k);
        }

        return new(values, weights);
    }
}
