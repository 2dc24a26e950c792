using Kit.StatMech.Lattices;
using Kit.Tensors;

namespace Kit.StatMech.Models;

/// <summary>E(σ) = −Σ_⟨ij⟩ J_ij δ(σ_i, σ_j) with q colours σ = 0 … q − 1, on any graph and with any couplings.</summary>
/// <remarks>
/// Potts (1952); reviewed by Wu, Rev. Mod. Phys. 54, 235 (1982). On the square lattice the transition lies at T = J/ln(1 + √q), of first order for q > 4.
/// Kept beside the colours: F_i(c) = Σ_j J_ij δ(σ_j, c), so that ΔE = F_i(old) − F_i(new). q = 2 is the Ising model with J/2 and another zero of energy.
/// </remarks>
public sealed class Potts : IGraphModel
{
    private readonly sbyte[] colors;
    private readonly double[] couplings;

    /// <summary>The model with a coupling of its own for each bond.</summary>
    /// <param name="graph">Sites and bonds.</param>
    /// <param name="q">Number of colours, 2 … 127.</param>
    /// <param name="couplings">J of each bond; J > 0 makes equal colours.</param>
    /// <exception cref="ArgumentException">q outside of its range, a count that differs, an antiperiodic side, or numbers that are not finite.</exception>
    public Potts(Graph graph, int q, ReadOnlySpan<double> couplings)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (q is < 2 or > 127) throw new ArgumentException($"Potts: {q} colours; 2 to 127 are possible");
        if (couplings.Length != graph.BondCount) throw new ArgumentException($"Potts: {couplings.Length} couplings for {graph.BondCount} bonds");
        if (graph.Signs.Contains((sbyte)-1)) throw new ArgumentException($"Potts: {graph.Name} has antiperiodic sides, which mean nothing for colours; give couplings of both signs instead");
        foreach (var j in couplings)
            if (!double.IsFinite(j)) throw new ArgumentException($"Potts: coupling {j} is not a finite number");
        (Graph, Q, this.couplings, colors) = (graph, q, couplings.ToArray(), [.. Enumerable.Range(0, q).Select(c => (sbyte)c)]);
        Observables = StandardObservables.Magnetic<Configuration>(Sites, state => state.Energy, OrderParameter);
    }

    /// <summary>The model with one coupling for all.</summary>
    public Potts(Graph graph, int q, double coupling = 1) : this(graph, q, Enumerable.Repeat(coupling, graph?.BondCount ?? 0).ToArray())
    {
    }

    /// <summary>Number of colours q.</summary>
    public int Q { get; }

    /// <inheritdoc/>
    public Graph Graph { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<double> Couplings => couplings;

    /// <inheritdoc/>
    public string Name => $"{Q}-state Potts model on the {Graph.Name}";

    /// <inheritdoc/>
    public int Sites => Graph.Sites;

    /// <inheritdoc/>
    public ReadOnlySpan<sbyte> Alphabet => colors;

    /// <inheritdoc/>
    public IReadOnlyList<Observable<Configuration>> Observables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => StandardObservables.MagneticQuantities(Sites);

    /// <summary>m = (q max_c n_c/N − 1)/(q − 1) with n_c sites of colour c: 1 in order, 0 where all colours are equally many.</summary>
    public double OrderParameter(Configuration state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Span<int> counts = stackalloc int[Q];
        counts.Clear();
        foreach (var color in state.Values) counts[color]++;
        var most = 0;
        foreach (var count in counts) most = Math.Max(most, count);
        return ((double)Q * most / Sites - 1) / (Q - 1);
    }

    /// <inheritdoc/>
    public Configuration Start(Rng rng) => DiscreteStates.Uniform(this, Sites * Q, rng);

    /// <inheritdoc/>
    public double Energy(Configuration state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (color, sum) = (state.Values, 0.0);
        for (var b = 0; b < couplings.Length; b++)
            if (color[Graph.From[b]] == color[Graph.To[b]]) sum -= couplings[b];
        return sum;
    }

    /// <inheritdoc/>
    public double Change(Configuration state, int site, sbyte value) => state.Cache[site * Q + state.Values[site]] - state.Cache[site * Q + value];

    /// <inheritdoc/>
    public void Set(Configuration state, int site, sbyte value)
    {
        var old = state.Values[site];
        if (old == value) return;
        state.Energy += Change(state, site, value);
        state.Values[site] = value;
        var neighbors = Graph.Neighbors;
        var bonds = Graph.Bonds;
        for (var (k, end) = (Graph.Starts[site], Graph.Starts[site + 1]); k < end; k++)
        {
            state.Cache[neighbors[k] * Q + old] -= couplings[bonds[k]];
            state.Cache[neighbors[k] * Q + value] += couplings[bonds[k]];
        }
    }

    /// <inheritdoc/>
    public void Refresh(Configuration state)
    {
        Array.Clear(state.Cache);
        for (var b = 0; b < couplings.Length; b++)
        {
            var (i, j) = (Graph.From[b], Graph.To[b]);
            state.Cache[i * Q + state.Values[j]] += couplings[b];
            state.Cache[j * Q + state.Values[i]] += couplings[b];
        }

        state.Energy = Energy(state);
    }

    /// <inheritdoc/>
    public void Save(Configuration state, BinaryWriter writer) => DiscreteStates.Save(state, writer);

    /// <inheritdoc/>
    public Configuration Load(BinaryReader reader) => DiscreteStates.Load(this, Sites * Q, reader);
}
