using System.Runtime.Intrinsics;
using Kit.Compute;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.MultiSpin;

/// <summary>64·k replicas of an Ising model E(s) = −Σ_⟨ij⟩ J_ij s_i s_j with J_ij = ±J on any graph, one bit a replica.</summary>
/// <remarks>
/// Asynchronous multi-spin coding: the same site of 512 replicas is one vector, and its bonds are counted by bitwise adders (Bhanot, Duke, Salvador 1986). Signs of bonds may differ between replicas,
/// which makes them samples of disorder. Observables are means over replicas; "replica energies" and "replica magnetizations" have one number a replica.
/// </remarks>
public sealed unsafe class BitReplicas : IModel<ReplicaPlanes>
{
    /// <summary>Words of 64 bits in a vector.</summary>
    internal const int Lanes = 8;

    /// <summary>The most bonds of a site: a count and one more must fit into four bits.</summary>
    public const int MaxDegree = 14;

    private const int GroupSize = 64 * Lanes;

    private readonly AlignedWords? planes;
    private readonly bool disordered;

    /// <summary>Replicas of a model with one coupling for all bonds.</summary>
    /// <param name="graph">Sites and bonds; signs of antiperiodic sides count.</param>
    /// <param name="replicas">A multiple of 64; multiples of 512 use all of a vector.</param>
    /// <param name="coupling">J; negative for the antiferromagnet.</param>
    /// <exception cref="ArgumentException">Counts that do not fit, or J is 0 or not finite.</exception>
    public BitReplicas(Graph graph, int replicas, double coupling = 1) : this(graph, replicas, coupling, null)
    {
    }

    private BitReplicas(Graph graph, int replicas, double coupling, Func<int, ulong>? negative)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (replicas < 64 || replicas % 64 != 0) throw new ArgumentException($"BitReplicas: {replicas} replicas; a word holds 64, so it must be a multiple of that");
        if (!double.IsFinite(coupling) || coupling == 0) throw new ArgumentException($"BitReplicas: coupling {coupling}; it must be finite and not 0");
        for (var i = 0; i < graph.Sites; i++)
            if (graph.Degree(i) > MaxDegree) throw new ArgumentException($"BitReplicas: site {i} has {graph.Degree(i)} bonds; {MaxDegree} at most (Ising takes any number)");
        (Graph, Replicas, Coupling, disordered) = (graph, replicas, coupling, negative is not null);
        Groups = (replicas + GroupSize - 1) / GroupSize;
        if (negative is not null || graph.Signs.Contains((sbyte)-1)) planes = Negative(negative);
        Observables =
        [
            new("energy", s => Mean(Energies(s), e => e)), new("energy^2", s => Mean(Energies(s), e => e * e)), new("m", s => Mean(Magnetizations(s), m => m)),
            new("|m|", s => Mean(Magnetizations(s), Math.Abs)), new("m^2", s => Mean(Magnetizations(s), m => m * m)), new("m^4", s => Mean(Magnetizations(s), m => m * m * m * m)),
            new("replica energies", replicas, (s, values) => Energies(s).CopyTo(values)), new("replica magnetizations", replicas, (s, values) => Magnetizations(s).CopyTo(values)),
        ];
    }

    /// <summary>Sites and bonds.</summary>
    public Graph Graph { get; }

    /// <summary>Number of replicas.</summary>
    public int Replicas { get; }

    /// <summary>J.</summary>
    public double Coupling { get; }

    /// <inheritdoc/>
    public string Name => $"{Replicas} {(disordered ? "samples" : "replicas")} of the ±J Ising model on the {Graph.Name}";

    /// <inheritdoc/>
    public int Sites => Graph.Sites;

    /// <inheritdoc/>
    public IReadOnlyList<Observable<ReplicaPlanes>> Observables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => StandardObservables.MagneticQuantities(Sites);

    internal int Groups { get; }

    /// <summary>Replicas with signs of bonds of their own, drawn independently: samples of disorder.</summary>
    /// <param name="graph">Sites and bonds.</param>
    /// <param name="replicas">A multiple of 64.</param>
    /// <param name="positive">Probability of +J, to 2⁻⁶⁴.</param>
    /// <param name="rng">Draws the signs.</param>
    /// <param name="coupling">J.</param>
    /// <exception cref="ArgumentException">Not a probability, or what the constructor refuses.</exception>
    public static BitReplicas Disordered(Graph graph, int replicas, double positive, Rng rng, double coupling = 1)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (!(positive >= 0 && positive <= 1)) throw new ArgumentException($"BitReplicas: probability {positive} is not in [0, 1]");
        var limit = Threshold.Of(positive);
        return new(graph, replicas, coupling, _ =>
        {
            var word = 0UL;
            for (var bit = 0; bit < 64; bit++) word |= (rng.NextBits() < limit ? 0UL : 1) << bit;
            return word;
        });
    }

    /// <summary>Replicas of one sample: signs of bonds are the same for all.</summary>
    /// <param name="graph">Sites and bonds.</param>
    /// <param name="replicas">A multiple of 64.</param>
    /// <param name="signs">±1 of each bond, in the order of <see cref="Graph.From"/>.</param>
    /// <param name="coupling">J.</param>
    /// <exception cref="ArgumentException">Other than one sign ±1 a bond, or what the constructor refuses.</exception>
    public static BitReplicas WithSigns(Graph graph, int replicas, ReadOnlySpan<sbyte> signs, double coupling = 1)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (signs.Length != graph.BondCount) throw new ArgumentException($"BitReplicas: {signs.Length} signs for {graph.BondCount} bonds");
        var copy = signs.ToArray();
        if (Array.Exists(copy, s => s is not (1 or -1))) throw new ArgumentException("BitReplicas: a sign is not ±1");
        return new(graph, replicas, coupling, bond => copy[bond] < 0 ? ulong.MaxValue : 0);
    }

    /// <summary>The sign ±1 of a bond in a replica, that of an antiperiodic side included.</summary>
    public int Sign(int bond, int replica) => planes is null ? 1 : 1 - 2 * (int)(planes.Span[Word(replica, bond, Graph.BondCount)] >> replica % 64 & 1);

    /// <summary>The spin ±1 of a site in a replica.</summary>
    public int Spin(ReplicaPlanes state, int site, int replica)
    {
        Check(state);
        return 2 * (int)(state.Words.Span[Word(replica, site, Sites)] >> replica % 64 & 1) - 1;
    }

    /// <summary>The spins ±1 as a tensor [replicas, sites] of I32.</summary>
    public Tensor Spins(ReplicaPlanes state)
    {
        var spins = new int[Replicas * Sites];
        for (var r = 0; r < Replicas; r++)
            for (var i = 0; i < Sites; i++) spins[r * Sites + i] = Spin(state, i, r);
        return Tensor.Of(spins).Reshape(Replicas, Sites);
    }

    /// <inheritdoc/>
    public ReplicaPlanes Start(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var state = new ReplicaPlanes(this);
        foreach (ref var word in state.Words.Span) word = rng.NextBits();
        return state;
    }

    /// <summary>The mean over replicas of their energies E.</summary>
    public double Energy(ReplicaPlanes state) => Sites * Mean(Energies(state), e => e);

    /// <summary>E/N of each replica.</summary>
    public double[] Energies(ReplicaPlanes state)
    {
        Check(state);
        state.Unsatisfied ??= Count(state, Graph.BondCount, (words, group, bond) =>
        {
            var differ = Vector512.Load(words + Lanes * Graph.From[bond]) ^ Vector512.Load(words + Lanes * Graph.To[bond]);
            return planes is null ? differ : differ ^ Vector512.Load(Planes(group) + Lanes * bond);
        });
        return Array.ConvertAll(state.Unsatisfied, n => -Coupling * (Graph.BondCount - 2.0 * n) / Sites);
    }

    /// <summary>m = (1/N) Σ_i s_i of each replica.</summary>
    public double[] Magnetizations(ReplicaPlanes state)
    {
        Check(state);
        state.Up ??= Count(state, Sites, (words, _, site) => Vector512.Load(words + Lanes * site));
        return Array.ConvertAll(state.Up, n => 2.0 * n / Sites - 1);
    }

    /// <inheritdoc/>
    public void Save(ReplicaPlanes state, BinaryWriter writer)
    {
        Check(state);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Sites);
        writer.Write(Replicas);
        state.Words.Save(writer);
    }

    /// <inheritdoc/>
    public ReplicaPlanes Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (sites, replicas) = (reader.ReadInt32(), reader.ReadInt32());
        if (sites != Sites || replicas != Replicas) throw new InvalidDataException($"the saved state has {replicas} replicas of {sites} spins, this model {Replicas} of {Sites}");
        var state = new ReplicaPlanes(this);
        state.Words.Load(reader);
        return state;
    }

    internal void Check(ReplicaPlanes state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Words.Count != Groups * Sites * Lanes) throw new ArgumentException($"the state has {state.Words.Count} words, {Name} have {Groups * Sites * Lanes}");
    }

    /// <summary>Signs of the bonds for a group of replicas, 8 words a bond, 1 for −J; null where all bonds are alike.</summary>
    internal ulong* Planes(int group) => planes is null ? null : planes.Start + (long)group * Graph.BondCount * Lanes;

    /// <summary>The bits of a group that are replicas.</summary>
    internal Vector512<ulong> Used(int group) => Vector512.LessThan(Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((ulong)(Replicas / 64 - group * Lanes)));

    private AlignedWords Negative(Func<int, ulong>? negative)
    {
        var words = new AlignedWords((long)Groups * Graph.BondCount * Lanes);
        var span = words.Span;
        for (var k = 0; k < span.Length; k++)
        {
            var bond = k / Lanes % Graph.BondCount;
            span[k] = (negative?.Invoke(bond) ?? 0) ^ (Graph.Signs[bond] < 0 ? ulong.MaxValue : 0);
        }

        return words;
    }

    private int[] Count(ReplicaPlanes state, int terms, Term term)
    {
        var counts = new int[Groups * GroupSize];
        Threads.For(Groups, (long)Groups * terms >= 1 << 12, group =>
        {
            var counter = new VerticalCounter(stackalloc Vector512<ulong>[VerticalCounter.Room]);
            var words = state.Words.Start + (long)group * Sites * Lanes;
            for (var k = 0; k < terms; k++) counter.Add(term(words, group, k));
            counter.Read(counts.AsSpan(group * GroupSize, GroupSize));
        });
        GC.KeepAlive(state);
        return counts[..Replicas];
    }

    private static int Word(int replica, int item, int items) => (replica / GroupSize * items + item) * Lanes + replica % GroupSize / 64;

    private static double Mean(double[] values, Func<double, double> of)
    {
        var sum = 0.0;
        foreach (var value in values) sum += of(value);
        return sum / values.Length;
    }

    private delegate Vector512<ulong> Term(ulong* words, int group, int item);
}
