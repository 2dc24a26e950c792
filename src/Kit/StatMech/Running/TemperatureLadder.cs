using Kit.Tensors;

namespace Kit.StatMech.Running;

/// <summary>Which walker stands at which temperature: exchanges between neighbours, and how walkers diffuse along the ladder.</summary>
/// <remarks>
/// Two neighbours exchange with probability min(1, e^{(β_i − β_j)(E_i − E_j)}): Swendsen and Wang (1986), Hukushima and Nemoto (1996). Pairs that begin at even and at odd places take turns,
/// which carries walkers further than random pairs: Lingenheil et al. (2009). A round trip leads from the lowest temperature to the highest and back.
/// </remarks>
public sealed class TemperatureLadder
{
    private readonly double[] betas;
    private readonly Rng rng;
    private readonly int[] walkers;
    private readonly sbyte[] comesFrom;
    private readonly long[] tried, taken, cold, hot;
    private long turn;

    /// <summary>Walker i at temperature i.</summary>
    /// <param name="temperatures">Strictly ascending, positive.</param>
    /// <param name="rng">Random numbers of the exchanges.</param>
    /// <exception cref="ArgumentException">Fewer than one temperature, or not ascending.</exception>
    public TemperatureLadder(IReadOnlyList<double> temperatures, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(temperatures);
        var n = temperatures.Count;
        for (var i = 0; i < n; i++)
            if (!(temperatures[i] > (i == 0 ? 0 : temperatures[i - 1]))) throw new ArgumentException(FormattableString.Invariant($"TemperatureLadder: temperature {i} is {temperatures[i]}; positive and ascending ones are needed"));
        if (n < 1) throw new ArgumentException("TemperatureLadder: no temperatures");
        (betas, this.rng, walkers, comesFrom) = ([.. temperatures.Select(t => 1 / t)], rng, [.. Enumerable.Range(0, n)], new sbyte[n]);
        (tried, taken, cold, hot) = (new long[n - 1], new long[n - 1], new long[n], new long[n]);
    }

    /// <summary>The walker at each temperature.</summary>
    public IReadOnlyList<int> Walkers => walkers;

    /// <summary>Walkers that went from the lowest temperature to the highest and back, together.</summary>
    public long RoundTrips { get; private set; }

    /// <summary>Part of the exchanges between temperatures i and i + 1 that were taken.</summary>
    public double[] Acceptance => [.. taken.Zip(tried, (yes, all) => all > 0 ? (double)yes / all : double.NaN)];

    /// <summary>At each temperature, the part of walkers that came from the lowest one last, of those that came from either end.</summary>
    /// <remarks>Falls in a straight line from 1 to 0 when temperatures are spaced best; a steep part is a bottleneck: Katzgraber et al. (2006).</remarks>
    public double[] Flow => [.. cold.Zip(hot, (c, h) => c + h > 0 ? (double)c / (c + h) : double.NaN)];

    /// <summary>Tries to exchange every other pair of neighbours.</summary>
    /// <param name="energies">E of the state at each temperature.</param>
    public void Exchange(ReadOnlySpan<double> energies)
    {
        if (energies.Length != betas.Length) throw new ArgumentException($"TemperatureLadder: {energies.Length} energies for {betas.Length} temperatures");
        for (var i = (int)(turn++ & 1); i + 1 < betas.Length; i += 2)
        {
            var gain = (betas[i] - betas[i + 1]) * (energies[i] - energies[i + 1]);
            var taken = rng.NextDouble() < Math.Exp(gain); // one number a pair, whatever happens
            tried[i]++;
            if (!taken) continue;
            this.taken[i]++;
            (walkers[i], walkers[i + 1]) = (walkers[i + 1], walkers[i]);
        }

        Follow();
    }

    /// <summary>Forgets what was counted so far, but not where walkers stand and come from.</summary>
    public void ResetCounts()
    {
        foreach (var counts in new[] { tried, taken, cold, hot }) Array.Clear(counts);
        RoundTrips = 0;
    }

    internal void Save(BinaryWriter writer)
    {
        foreach (var walker in walkers) writer.Write(walker);
        foreach (var end in comesFrom) writer.Write(end);
        foreach (var counts in new[] { tried, taken, cold, hot })
            foreach (var count in counts) writer.Write(count);
        writer.Write(turn);
        writer.Write(RoundTrips);
        writer.Write(rng.Position);
    }

    internal void Load(BinaryReader reader)
    {
        foreach (ref var walker in walkers.AsSpan()) walker = reader.ReadInt32();
        if (!walkers.Order().SequenceEqual(Enumerable.Range(0, walkers.Length))) throw new InvalidDataException($"the saved walkers are {string.Join(", ", walkers)}, not each once");
        foreach (ref var end in comesFrom.AsSpan()) end = reader.ReadSByte();
        foreach (var counts in new[] { tried, taken, cold, hot })
            foreach (ref var count in counts.AsSpan()) count = reader.ReadInt64();
        turn = reader.ReadInt64();
        RoundTrips = reader.ReadInt64();
        rng.Position = reader.ReadUInt64();
    }

    private void Follow()
    {
        if (comesFrom[walkers[0]] < 0) RoundTrips++;
        (comesFrom[walkers[0]], comesFrom[walkers[^1]]) = (1, -1);
        for (var i = 0; i < walkers.Length; i++)
        {
            if (comesFrom[walkers[i]] > 0) cold[i]++;
            else if (comesFrom[walkers[i]] < 0) hot[i]++;
        }
    }
}
