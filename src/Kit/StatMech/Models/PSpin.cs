using Kit.Tensors;

namespace Kit.StatMech.Models;

/// <summary>E(s) = −Σ_t J_t Π_{i∈t} s_i with s_i = ±1 and couplings of p spins at a time.</summary>
/// <remarks>
/// All tuples with normal couplings of variance p!/(2 N^{p−1}) make the mean-field glass of Derrida (1980) and Gross and Mézard (1984); p = 3 freezes at T = 0.6513, and p → ∞ is the random energy model.
/// Kept beside the spins: J_t Π s of every tuple, so that ΔE = 2 Σ_{t∋i} J_t Π s costs the tuples of one site.
/// </remarks>
public sealed class PSpin : IDiscreteModel
{
    private static readonly sbyte[] Values = [-1, 1];
    private readonly int[] tuples, starts, tuplesOf;
    private readonly double[] couplings;

    /// <summary>The model with given tuples.</summary>
    /// <param name="sites">Number of spins N.</param>
    /// <param name="tuples">Which spins each coupling joins: p different sites each.</param>
    /// <param name="couplings">J of each tuple.</param>
    /// <exception cref="ArgumentException">Tuples of different lengths, a site that is not there or twice there, or counts that differ.</exception>
    public PSpin(int sites, IReadOnlyList<int[]> tuples, ReadOnlySpan<double> couplings)
    {
        ArgumentNullException.ThrowIfNull(tuples);
        if (sites < 1 || tuples.Count == 0 || couplings.Length != tuples.Count) throw new ArgumentException($"PSpin: {sites} spins, {tuples.Count} tuples and {couplings.Length} couplings; one coupling a tuple, at least one of each");
        (Sites, P) = (sites, tuples[0].Length);
        if (P == 0) throw new ArgumentException("PSpin: a tuple without spins");
        foreach (var (t, tuple) in tuples.Index())
            if (tuple.Length != P || tuple.Any(i => i < 0 || i >= sites) || tuple.Distinct().Count() != P)
                throw new ArgumentException($"PSpin: tuple {t} is ({string.Join(", ", tuple)}); {P} different sites of 0 … {sites - 1} are wanted");
        foreach (var j in couplings)
            if (!double.IsFinite(j)) throw new ArgumentException($"PSpin: coupling {j} is not a finite number");
        (this.tuples, this.couplings) = ([.. tuples.SelectMany(tuple => tuple)], couplings.ToArray());
        (starts, tuplesOf) = (new int[sites + 1], new int[this.tuples.Length]);
        foreach (var i in this.tuples) starts[i + 1]++;
        for (var i = 0; i < sites; i++) starts[i + 1] += starts[i];
        var next = starts[..^1];
        for (var k = 0; k < this.tuples.Length; k++) tuplesOf[next[this.tuples[k]]++] = k / P;
        Observables = StandardObservables.Magnetic<Configuration>(Sites, state => state.Energy, Ising.Magnetization);
    }

    /// <summary>All tuples of p of n spins, with normal couplings of variance p!/(2 n^{p−1}).</summary>
    /// <exception cref="ArgumentException">p is not in 2 … n, or there are more than 2²⁴ tuples.</exception>
    public static PSpin FullyConnected(int n, int p, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (p < 2 || p > n) throw new ArgumentException($"PSpin: tuples of {p} of {n} spins; 2 ≤ p ≤ n");
        var (count, factorial) = (1.0, 1.0);
        for (var k = 1; k <= p; k++) (count, factorial) = (count * (n - p + k) / k, factorial * k);
        if (count > 1 << 24) throw new ArgumentException($"PSpin: {count:G3} tuples of {p} of {n} spins; {1 << 24} at most, or give a list of them");
        var (deviation, tuples) = (Math.Sqrt(factorial / (2 * Math.Pow(n, p - 1))), new List<int[]>());
        var tuple = Enumerable.Range(0, p).ToArray();
        for (var last = p - 1; last >= 0;)
        {
            tuples.Add([.. tuple]);
            for (last = p - 1; last >= 0 && tuple[last] == n - p + last;) last--;
            if (last < 0) break;
            tuple[last]++;
            for (var k = last + 1; k < p; k++) tuple[k] = tuple[k - 1] + 1;
        }

        return new(n, tuples, rng.Normal(tuples.Count, 0, deviation).ToDoubles());
    }

    /// <summary>Spins in a tuple, p.</summary>
    public int P { get; }

    /// <summary>Number of tuples.</summary>
    public int TupleCount => couplings.Length;

    /// <summary>J of each tuple.</summary>
    public ReadOnlySpan<double> Couplings => couplings;

    /// <summary>The spins of a tuple.</summary>
    public ReadOnlySpan<int> Tuple(int t) => tuples.AsSpan(t * P, P);

    /// <inheritdoc/>
    public string Name => $"{P}-spin model of {Sites} spins";

    /// <inheritdoc/>
    public int Sites { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<sbyte> Alphabet => Values;

    /// <inheritdoc/>
    public IReadOnlyList<Observable<Configuration>> Observables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => StandardObservables.MagneticQuantities(Sites);

    /// <inheritdoc/>
    public Configuration Start(Rng rng) => DiscreteStates.Uniform(this, TupleCount, rng);

    /// <inheritdoc/>
    public double Energy(Configuration state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var sum = 0.0;
        for (var t = 0; t < TupleCount; t++) sum -= Term(state, t);
        return sum;
    }

    /// <inheritdoc/>
    public double Change(Configuration state, int site, sbyte value)
    {
        if (state.Values[site] == value) return 0;
        var sum = 0.0;
        foreach (var t in tuplesOf.AsSpan(starts[site]..starts[site + 1])) sum += state.Cache[t];
        return 2 * sum;
    }

    /// <inheritdoc/>
    public void Set(Configuration state, int site, sbyte value)
    {
        if (state.Values[site] == value) return;
        state.Energy += Change(state, site, value);
        state.Values[site] = value;
        foreach (var t in tuplesOf.AsSpan(starts[site]..starts[site + 1])) state.Cache[t] = -state.Cache[t];
    }

    /// <inheritdoc/>
    public void Refresh(Configuration state)
    {
        ArgumentNullException.ThrowIfNull(state);
        for (var t = 0; t < TupleCount; t++) state.Cache[t] = Term(state, t);
        state.Energy = Energy(state);
    }

    /// <inheritdoc/>
    public void Save(Configuration state, BinaryWriter writer) => DiscreteStates.Save(state, writer);

    /// <inheritdoc/>
    public Configuration Load(BinaryReader reader) => DiscreteStates.Load(this, TupleCount, reader);

    private double Term(Configuration state, int t)
    {
        var product = 1;
        foreach (var i in Tuple(t)) product *= state.Values[i];
        return couplings[t] * product;
    }
}
