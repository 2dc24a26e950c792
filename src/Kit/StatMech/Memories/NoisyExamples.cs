namespace Kit.StatMech.Memories;

/// <summary>What a network sees of each pattern: M examples of quality r, P(η_i = ξ_i) = (1 + r)/2.</summary>
/// <remarks>
/// The mean of M examples, η̄ = (1/M) Σ_a η^a, has the moments E[ξη̄] = r and E[η̄²] = r² + (1 − r²)/M = R. As M grows, ξη̄ = r (1 + √ρ z) with a normal number z: the entropy
/// of the data set ρ = (1 − r²)/(M r²) = R/r² − 1 is then all that matters.
/// Alemanno, Aquaro, Kanter, Barra and Agliari (2023), Supervised Hebbian learning.
/// </remarks>
public sealed record NoisyExamples
{
    /// <summary>M examples of quality r.</summary>
    /// <param name="quality">r in (0, 1]; 1 for examples that are the pattern.</param>
    /// <param name="count">M ≥ 1.</param>
    /// <exception cref="ArgumentException">Out of these bounds.</exception>
    public NoisyExamples(double quality, int count)
    {
        if (quality is not (> 0 and <= 1) || count < 1) throw new ArgumentException($"NoisyExamples: {count} examples of quality {quality}; it needs one at least, and 0 < r ≤ 1");
        (Quality, Count) = (quality, count);
    }

    /// <summary>r = E[ξη].</summary>
    public double Quality { get; }

    /// <summary>M.</summary>
    public int Count { get; }

    /// <summary>R = r² + (1 − r²)/M, the mean square of an entry of η̄.</summary>
    public double MeanSquare => Quality * Quality + (1 - Quality * Quality) / Count;

    /// <summary>ρ = (1 − r²)/(M r²); 0 when the examples tell all.</summary>
    public double Entropy => (1 - Quality * Quality) / (Count * Quality * Quality);
}
