namespace Kit.StatMech.MultiSpin;

/// <summary>Two replicas at every temperature of many samples of a spin glass, one bit a sample; 1 is spin up. Made by <see cref="EdwardsAndersonBits.Start"/>.</summary>
public sealed class GlassPlanes
{
    internal GlassPlanes(EdwardsAndersonBits model)
    {
        Words = new((long)model.SampleWords * model.Vectors * model.Sites * EdwardsAndersonBits.Lanes);
        (Attempts, Accepted) = (new long[model.Temperatures.Length - 1], new long[model.Temperatures.Length - 1]);
    }

    /// <summary>For each 64 samples, for each vector of 8 (temperature, replica), for each site, 8 words.</summary>
    internal AlignedWords Words { get; }

    /// <summary>Exchanges tried and made between neighbouring temperatures since the start.</summary>
    internal long[] Attempts { get; }

    internal long[] Accepted { get; }

    /// <summary>Counts of the spins as they are; null where they have to be counted.</summary>
    internal int[]? Unsatisfied { get; set; }

    internal int[]? Different { get; set; }

    /// <summary>Share of exchanges made between temperatures t and t + 1 since the start; NaN before the first.</summary>
    public double[] ExchangeRates => [.. Attempts.Zip(Accepted, (n, k) => (double)k / n)];
}
