using System.Runtime.Intrinsics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.StatMech.MultiSpin;

/// <summary>The Edwards-Anderson spin glass E(s) = −Σ_⟨ij⟩ J_ij s_i s_j, J_ij = ±1 with equal probability, on periodic L³ lattices: 64·k samples at all temperatures at once, one bit a sample.</summary>
/// <remarks>
/// Edwards and Anderson (1975). Each sample has two real replicas a, b at each temperature; their overlap q = (1/N) Σ_i s_i^a s_i^b is the order parameter. A word holds 64 samples, a vector eight of the 2T words
/// (temperature t, replica r) with number 2t + r. The state is that of all temperatures together, with the weight e^{−Σ E_t/T_t}: <see cref="GlassTempering"/> is run with β = 1.
/// </remarks>
public sealed unsafe class EdwardsAndersonBits : IModel<GlassPlanes>
{
    internal const int Lanes = 8, Neighbors = 6;
    private const int VectorCounts = 64 * Lanes;

    private readonly double[] temperatures;
    private readonly AlignedWords signs;
    private readonly int[] near;

    /// <summary>Draws the couplings of all samples.</summary>
    /// <param name="length">L, at least 2; bonds to both sides stay two at L = 2.</param>
    /// <param name="samples">A multiple of 64.</param>
    /// <param name="temperatures">T > 0, ascending; multiples of four use all of a vector.</param>
    /// <param name="rng">Draws the couplings.</param>
    /// <param name="bins">Bins of the distribution of q on [−1, 1].</param>
    /// <exception cref="ArgumentException">Numbers that do not fit.</exception>
    public EdwardsAndersonBits(int length, int samples, ReadOnlySpan<double> temperatures, Rng rng, int bins = 41)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (length is < 2 or > 256) throw new ArgumentException($"EdwardsAndersonBits: L = {length} is not in 2 … 256");
        if (samples < 64 || samples % 64 != 0) throw new ArgumentException($"EdwardsAndersonBits: {samples} samples; a word holds 64, so it must be a multiple of that");
        if (temperatures.Length == 0) throw new ArgumentException("EdwardsAndersonBits: no temperatures");
        for (var t = 0; t < temperatures.Length; t++)
            if (!(temperatures[t] > (t == 0 ? 0 : temperatures[t - 1]) && double.IsFinite(temperatures[t])))
                throw new ArgumentException($"EdwardsAndersonBits: temperature {t} is {temperatures[t]}; they must be above 0, finite and ascending");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        (Length, Samples, Bins, this.temperatures, Sites) = (length, samples, bins, temperatures.ToArray(), length * length * length);
        near = new int[Neighbors * Sites];
        for (var i = 0; i < Sites; i++)
            for (var d = 0; d < 3; d++)
            {
                var step = d == 0 ? length * length : d == 1 ? length : 1;
                var x = i / step % length;
                near[Neighbors * i + 2 * d] = i + ((x + 1) % length - x) * step;
                near[Neighbors * i + 2 * d + 1] = i + ((x + length - 1) % length - x) * step;
            }

        signs = Draw(rng);
        var count = temperatures.Length;
        Observables =
        [
            new("energy", count, (s, values) => MeanOverSamples(Energies(s), 1, values)),
            new("q^2", count, (s, values) => MeanOverSamples(Overlaps(s), 2, values)),
            new("q^4", count, (s, values) => MeanOverSamples(Overlaps(s), 4, values)),
            new("P(q)", count * bins, (s, values) => Histogram(Overlaps(s), values)),
        ];
    }

    /// <summary>L.</summary>
    public int Length { get; }

    /// <summary>Number of samples of disorder.</summary>
    public int Samples { get; }

    /// <summary>T, ascending.</summary>
    public ReadOnlySpan<double> Temperatures => temperatures;

    /// <summary>Bins of the distribution of q.</summary>
    public int Bins { get; }

    /// <inheritdoc/>
    public string Name => $"{Samples} samples of the ±J spin glass on {Length}³ sites at {temperatures.Length} temperatures";

    /// <summary>Spins of one replica of one sample, N = L³.</summary>
    public int Sites { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Observable<GlassPlanes>> Observables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => [];

    internal int SampleWords => Samples / 64;

    /// <summary>Vectors of eight (temperature, replica).</summary>
    internal int Vectors => (2 * temperatures.Length + Lanes - 1) / Lanes;

    /// <summary>Six neighbours of each site: up and down each axis.</summary>
    internal ReadOnlySpan<int> Near => near;

    /// <summary>J = ±1 of the bond from a site one step up an axis (0, 1, 2), in a sample; sites are in the order of a tensor [L, L, L].</summary>
    public int Coupling(int sample, int site, int axis) => 1 - 2 * (int)(signs.Span[(sample / 64 * Sites + site) * Lanes + 2 * axis] >> sample % 64 & 1);

    /// <summary>The spin ±1 of a site in a replica (0 or 1) of a sample at a temperature.</summary>
    public int Spin(GlassPlanes state, int sample, int temperature, int replica, int site)
    {
        Check(state);
        var slot = 2 * temperature + replica;
        return 2 * (int)(state.Words.Span[((sample / 64 * Vectors + slot / Lanes) * Sites + site) * Lanes + slot % Lanes] >> sample % 64 & 1) - 1;
    }

    /// <inheritdoc/>
    public GlassPlanes Start(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var state = new GlassPlanes(this);
        foreach (ref var word in state.Words.Span) word = rng.NextBits();
        return state;
    }

    /// <summary>The energy of all temperatures together, Σ_t E_t/T_t, as a mean over samples.</summary>
    public double Energy(GlassPlanes state)
    {
        var means = new double[temperatures.Length];
        MeanOverSamples(Energies(state), 1, means);
        return means.Select((e, t) => 2 * Sites * e / temperatures[t]).Sum();
    }

    /// <summary>E/N as [temperatures, samples], mean of the two replicas.</summary>
    public double[,] Energies(GlassPlanes state)
    {
        var (counts, energies) = (Unsatisfied(state), new double[temperatures.Length, Samples]);
        for (var t = 0; t < temperatures.Length; t++)
            for (var k = 0; k < Samples; k++) energies[t, k] = (counts[Place(k, 2 * t)] + counts[Place(k, 2 * t + 1)] - 3.0 * Sites) / Sites;
        return energies;
    }

    /// <summary>q as [temperatures, samples].</summary>
    public double[,] Overlaps(GlassPlanes state)
    {
        Check(state);
        var neighborLanes = Vector512.Create(1UL, 0, 3, 2, 5, 4, 7, 6);
        state.Different ??= Count(state, Sites, (words, _, site) =>
        {
            var spins = Vector512.Load(words + Lanes * site);
            return spins ^ Vector512.Shuffle(spins, neighborLanes);
        });
        var overlaps = new double[temperatures.Length, Samples];
        for (var t = 0; t < temperatures.Length; t++)
            for (var k = 0; k < Samples; k++) overlaps[t, k] = 1 - 2.0 * state.Different[Place(k, 2 * t)] / Sites;
        return overlaps;
    }

    /// <inheritdoc/>
    public void Save(GlassPlanes state, BinaryWriter writer)
    {
        Check(state);
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var n in (int[])[Length, Samples, temperatures.Length]) writer.Write(n);
        state.Words.Save(writer);
        foreach (var n in state.Attempts.Concat(state.Accepted)) writer.Write(n);
    }

    /// <inheritdoc/>
    public GlassPlanes Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (length, samples, count) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        if (length != Length || samples != Samples || count != temperatures.Length)
            throw new InvalidDataException($"the saved state has {samples} samples of {length}³ spins at {count} temperatures, this model {Samples} of {Length}³ at {temperatures.Length}");
        var state = new GlassPlanes(this);
        state.Words.Load(reader);
        foreach (var numbers in (long[][])[state.Attempts, state.Accepted])
            for (var k = 0; k < numbers.Length; k++) numbers[k] = reader.ReadInt64();
        return state;
    }

    internal void Check(GlassPlanes state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var expected = SampleWords * Vectors * Sites * Lanes;
        if (state.Words.Count != expected || state.Attempts.Length != temperatures.Length - 1) throw new ArgumentException($"the state has {state.Words.Count} words, {Name} have {expected}");
    }

    /// <summary>Signs of the six bonds of each site, 8 words a site, 1 for −1, for one word of samples.</summary>
    internal ulong* Signs(int sampleWord) => signs.Start + (long)sampleWord * Sites * Lanes;

    /// <summary>Spins of one word of samples and one vector of slots.</summary>
    internal ulong* Spins(GlassPlanes state, int sampleWord, int vector) => state.Words.Start + ((long)sampleWord * Vectors + vector) * Sites * Lanes;

    /// <summary>Where the counts of (sample, slot) stand.</summary>
    internal int Place(int sample, int slot) => (sample / 64 * Vectors + slot / Lanes) * VectorCounts + slot % Lanes * 64 + sample % 64;

    /// <summary>Numbers of unsatisfied bonds.</summary>
    internal int[] Unsatisfied(GlassPlanes state)
    {
        Check(state);
        return state.Unsatisfied ??= Count(state, 3 * Sites, (words, sampleWord, bond) =>
        {
            var (site, slot) = (bond / 3, 2 * (bond % 3));
            var other = near[Neighbors * site + slot];
            return Vector512.Load(words + Lanes * site) ^ Vector512.Load(words + Lanes * other) ^ Vector512.Create(Signs(sampleWord)[Lanes * site + slot]);
        });
    }

    private int[] Count(GlassPlanes state, int terms, Term term)
    {
        var counts = new int[SampleWords * Vectors * VectorCounts];
        Threads.For(SampleWords * Vectors, (long)SampleWords * Vectors * terms >= 1 << 12, piece =>
        {
            var counter = new VerticalCounter(stackalloc Vector512<ulong>[VerticalCounter.Room]);
            var words = Spins(state, piece / Vectors, piece % Vectors);
            for (var k = 0; k < terms; k++) counter.Add(term(words, piece / Vectors, k));
            counter.Read(counts.AsSpan(piece * VectorCounts, VectorCounts));
        });
        GC.KeepAlive(state);
        return counts;
    }

    private AlignedWords Draw(Rng rng)
    {
        var words = new AlignedWords((long)SampleWords * Sites * Lanes);
        var span = words.Span;
        for (var w = 0; w < SampleWords; w++)
            for (var i = 0; i < Sites; i++)
                for (var slot = 0; slot < Neighbors; slot += 2)
                    span[(w * Sites + near[Neighbors * i + slot]) * Lanes + slot + 1] = span[(w * Sites + i) * Lanes + slot] = rng.NextBits();
        return words;
    }

    private static void MeanOverSamples(double[,] numbers, int power, Span<double> means)
    {
        for (var t = 0; t < means.Length; t++)
        {
            var sum = 0.0;
            for (var k = 0; k < numbers.GetLength(1); k++) sum += Math.Pow(numbers[t, k], power);
            means[t] = sum / numbers.GetLength(1);
        }
    }

    /// <summary>The density of q over the samples: for each temperature, for each bin.</summary>
    private void Histogram(double[,] overlaps, Span<double> density)
    {
        density.Clear();
        for (var t = 0; t < temperatures.Length; t++)
            for (var k = 0; k < Samples; k++)
                density[t * Bins + Math.Min(Bins - 1, (int)((overlaps[t, k] + 1) / 2 * Bins))] += Bins / (2.0 * Samples);
    }

    private delegate Vector512<ulong> Term(ulong* words, int sampleWord, int item);
}
