using Kit.StatMech.Lattices;
using Kit.Tensors;

namespace Kit.StatMech.Models;

/// <summary>E(σ) = −Σ_⟨ij⟩ J_ij cos(2π(σ_i − σ_j)/q) with q directions σ = 0 … q − 1: the XY model with a compass of q points.</summary>
/// <remarks>
/// José, Kadanoff, Kirkpatrick, Nelson (1977): from q = 5 on a phase with power laws lies between order and disorder in two dimensions. q = 2 is the Ising model, q = 3 the Potts model with 3J/2.
/// Kept beside the directions: F_i = Σ_j J_ij (cos, sin)(2πσ_j/q), so that ΔE = −F_i · (new − old).
/// </remarks>
public sealed class Clock : IGraphModel
{
    private readonly sbyte[] hours;
    private readonly double[] couplings, cos, sin;

    /// <summary>The model with a coupling of its own for each bond.</summary>
    /// <param name="graph">Sites and bonds; bonds across antiperiodic sides have −J.</param>
    /// <param name="q">Number of directions, 2 … 127.</param>
    /// <param name="couplings">J of each bond.</param>
    /// <exception cref="ArgumentException">q outside of its range, a count that differs, or numbers that are not finite.</exception>
    public Clock(Graph graph, int q, ReadOnlySpan<double> couplings)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (q is < 2 or > 127) throw new ArgumentException($"Clock: {q} directions; 2 to 127 are possible");
        if (couplings.Length != graph.BondCount) throw new ArgumentException($"Clock: {couplings.Length} couplings for {graph.BondCount} bonds");
        (Graph, Q, this.couplings, hours) = (graph, q, couplings.ToArray(), [.. Enumerable.Range(0, q).Select(c => (sbyte)c)]);
        for (var b = 0; b < this.couplings.Length; b++) this.couplings[b] *= graph.Signs[b];
        if (Array.Exists(this.couplings, j => !double.IsFinite(j))) throw new ArgumentException("Clock: a coupling is not a finite number");
        cos = [.. hours.Select(c => Math.Cos(2 * Math.PI * c / q))];
        sin = [.. hours.Select(c => Math.Sin(2 * Math.PI * c / q))];
        Observables = StandardObservables.MagneticVector<Configuration>(Sites, 2, state => state.Energy, Magnetization);
    }

    /// <summary>The model with one coupling for all.</summary>
    public Clock(Graph graph, int q, double coupling = 1) : this(graph, q, Enumerable.Repeat(coupling, graph?.BondCount ?? 0).ToArray())
    {
    }

    /// <summary>Number of directions q.</summary>
    public int Q { get; }

    /// <inheritdoc/>
    public Graph Graph { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<double> Couplings => couplings;

    /// <inheritdoc/>
    public string Name => $"{Q}-state clock model on the {Graph.Name}";

    /// <inheritdoc/>
    public int Sites => Graph.Sites;

    /// <inheritdoc/>
    public ReadOnlySpan<sbyte> Alphabet => hours;

    /// <inheritdoc/>
    public IReadOnlyList<Observable<Configuration>> Observables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => StandardObservables.MagneticQuantities(Sites);

    /// <summary>m = (1/N) Σ_i (cos, sin)(2πσ_i/q).</summary>
    public void Magnetization(Configuration state, Span<double> m)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (x, y) = (0.0, 0.0);
        foreach (var hour in state.Values) (x, y) = (x + cos[hour], y + sin[hour]);
        (m[0], m[1]) = (x / Sites, y / Sites);
    }

    /// <inheritdoc/>
    public Configuration Start(Rng rng) => DiscreteStates.Uniform(this, 2 * Sites, rng);

    /// <inheritdoc/>
    public double Energy(Configuration state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var sum = 0.0;
        for (var b = 0; b < couplings.Length; b++)
        {
            var (i, j) = (state.Values[Graph.From[b]], state.Values[Graph.To[b]]);
            sum -= couplings[b] * (cos[i] * cos[j] + sin[i] * sin[j]);
        }

        return sum;
    }

    /// <inheritdoc/>
    public double Change(Configuration state, int site, sbyte value)
    {
        var old = state.Values[site];
        return (cos[old] - cos[value]) * state.Cache[2 * site] + (sin[old] - sin[value]) * state.Cache[2 * site + 1];
    }

    /// <inheritdoc/>
    public void Set(Configuration state, int site, sbyte value)
    {
        var old = state.Values[site];
        if (old == value) return;
        state.Energy += Change(state, site, value);
        state.Values[site] = value;
        var (x, y) = (cos[value] - cos[old], sin[value] - sin[old]);
        for (var (k, end) = (Graph.Starts[site], Graph.Starts[site + 1]); k < end; k++)
        {
            var (j, coupling) = (Graph.Neighbors[k], couplings[Graph.Bonds[k]]);
            state.Cache[2 * j] += coupling * x;
            state.Cache[2 * j + 1] += coupling * y;
        }
    }

    /// <inheritdoc/>
    public void Refresh(Configuration state)
    {
        for (var i = 0; i < Sites; i++)
        {
            var (x, y) = (0.0, 0.0);
            for (var k = Graph.Starts[i]; k < Graph.Starts[i + 1]; k++)
            {
                var (hour, coupling) = (state.Values[Graph.Neighbors[k]], couplings[Graph.Bonds[k]]);
                (x, y) = (x + coupling * cos[hour], y + coupling * sin[hour]);
            }

            (state.Cache[2 * i], state.Cache[2 * i + 1]) = (x, y);
        }

        state.Energy = Energy(state);
    }

    /// <inheritdoc/>
    public void Save(Configuration state, BinaryWriter writer) => DiscreteStates.Save(state, writer);

    /// <inheritdoc/>
    public Configuration Load(BinaryReader reader) => DiscreteStates.Load(this, 2 * Sites, reader);
}
