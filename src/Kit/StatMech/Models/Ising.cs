using Kit.StatMech.Lattices;
using Kit.Tensors;

namespace Kit.StatMech.Models;

/// <summary>E(s) = −Σ_⟨ij⟩ J_ij s_i s_j − Σ_i h_i s_i with s_i = ±1, on any graph and with any couplings and fields.</summary>
/// <remarks>
/// Kept beside the spins: the local fields F_i = Σ_j J_ij s_j + h_i, so that a flip costs ΔE = 2 s_i F_i without a look at the neighbours, and only a flip that happens has to visit them.
/// A bond across an antiperiodic side has the coupling −J.
/// </remarks>
public sealed partial class Ising : IGraphModel
{
    private static readonly sbyte[] Values = [-1, 1];
    private readonly double[] couplings, fields, weights;
    private readonly Lazy<Stencil?> stencil;

    /// <summary>The model with couplings and fields of its own for each bond and each site.</summary>
    /// <param name="graph">Sites and bonds.</param>
    /// <param name="couplings">J of each bond, in the order of <see cref="Graph.From"/>; J > 0 makes equal spins.</param>
    /// <param name="fields">h of each site; none if null.</param>
    /// <exception cref="ArgumentException">Counts that differ from those of the graph, or numbers that are not finite.</exception>
    public Ising(Graph graph, ReadOnlySpan<double> couplings, ReadOnlySpan<double> fields = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (couplings.Length != graph.BondCount) throw new ArgumentException($"Ising: {couplings.Length} couplings for {graph.BondCount} bonds");
        if (fields.Length != 0 && fields.Length != graph.Sites) throw new ArgumentException($"Ising: {fields.Length} fields for {graph.Sites} sites");
        (Graph, this.couplings, this.fields) = (graph, couplings.ToArray(), fields.Length == 0 ? new double[graph.Sites] : fields.ToArray());
        for (var b = 0; b < this.couplings.Length; b++) this.couplings[b] *= graph.Signs[b];
        if (Array.Exists(this.couplings, j => !double.IsFinite(j)) || Array.Exists(this.fields, h => !double.IsFinite(h))) throw new ArgumentException("Ising: a coupling or a field is not a finite number");
        weights = new double[graph.Neighbors.Length];
        for (var k = 0; k < weights.Length; k++) weights[k] = this.couplings[graph.Bonds[k]];
        IsUniform = this.couplings.Length > 0 && Array.TrueForAll(this.couplings, j => j == this.couplings[0]);
        stencil = new(() => Stencil.Of(graph));
        Observables = StandardObservables.Magnetic<Configuration>(Sites, state => state.Energy, Magnetization);
    }

    /// <summary>The model with one coupling and one field for all.</summary>
    public Ising(Graph graph, double coupling = 1, double field = 0)
        : this(graph, Repeat(coupling, graph?.BondCount ?? 0), Repeat(field, graph?.Sites ?? 0))
    {
    }

    /// <summary>Sites and bonds.</summary>
    public Graph Graph { get; }

    /// <summary>J of each bond, signs of antiperiodic sides included.</summary>
    public ReadOnlySpan<double> Couplings => couplings;

    /// <summary>J of the bond to each entry of <see cref="Graph.Neighbors"/>.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>h of each site.</summary>
    public ReadOnlySpan<double> Fields => fields;

    /// <summary>Whether all bonds have the same coupling.</summary>
    internal bool IsUniform { get; }

    /// <summary>Neighbours by arithmetic, where the graph is a lattice.</summary>
    internal Stencil? Stencil => stencil.Value;

    /// <inheritdoc/>
    public string Name => $"Ising model on the {Graph.Name}";

    /// <inheritdoc/>
    public int Sites => Graph.Sites;

    /// <inheritdoc/>
    public ReadOnlySpan<sbyte> Alphabet => Values;

    /// <inheritdoc/>
    public IReadOnlyList<Observable<Configuration>> Observables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => StandardObservables.MagneticQuantities(Sites);

    /// <summary>The magnetisation m = (1/N) Σ_i s_i.</summary>
    public static double Magnetization(Configuration state)
    {
        var sum = 0;
        foreach (var s in state.Values) sum += s;
        return (double)sum / state.Values.Length;
    }

    /// <inheritdoc/>
    public Configuration Start(Rng rng) => DiscreteStates.Uniform(this, Sites, rng);

    /// <inheritdoc/>
    public double Energy(Configuration state)
    {
        var (s, sum) = (state.Values, 0.0);
        var from = Graph.From;
        var to = Graph.To;
        for (var b = 0; b < couplings.Length; b++) sum -= couplings[b] * s[from[b]] * s[to[b]];
        for (var i = 0; i < fields.Length; i++) sum -= fields[i] * s[i];
        return sum;
    }

    /// <inheritdoc/>
    public double Change(Configuration state, int site, sbyte value) => (state.Values[site] - value) * state.Cache[site];

    /// <inheritdoc/>
    public void Set(Configuration state, int site, sbyte value)
    {
        var step = value - state.Values[site];
        if (step == 0) return;
        state.Energy -= step * state.Cache[site];
        state.Values[site] = value;
        var neighbors = Graph.Neighbors;
        for (var (k, end) = (Graph.Starts[site], Graph.Starts[site + 1]); k < end; k++) state.Cache[neighbors[k]] += step * weights[k];
    }

    /// <inheritdoc/>
    public void Refresh(Configuration state)
    {
        LocalFields.Compute(this, state.Values, state.Cache);
        state.Energy = LocalFields.Energy(state.Values, state.Cache, fields);
    }

    /// <inheritdoc/>
    public void Save(Configuration state, BinaryWriter writer) => DiscreteStates.Save(state, writer);

    /// <inheritdoc/>
    public Configuration Load(BinaryReader reader) => DiscreteStates.Load(this, Sites, reader);

    private static double[] Repeat(double value, int count)
    {
        var all = new double[count];
        Array.Fill(all, value);
        return all;
    }
}
