using Kit.StatMech.Lattices;
using Kit.Tensors;

namespace Kit.StatMech.Models;

/// <summary>The O(n) model, E(S) = −Σ_⟨ij⟩ J_ij S_i · S_j with unit vectors S_i of n components, on any graph and with any couplings.</summary>
/// <remarks>Stanley (1968). n = 2 is the XY model, n = 3 Heisenberg's. Bonds across antiperiodic sides have −J.</remarks>
public sealed partial class VectorModel : IContinuousModel<VectorConfiguration>
{
    private readonly double[] couplings, weights;

    /// <summary>The model with a coupling of its own for each bond.</summary>
    /// <param name="graph">Sites and bonds.</param>
    /// <param name="components">n, at least 2.</param>
    /// <param name="couplings">J of each bond; J > 0 makes parallel vectors.</param>
    /// <exception cref="ArgumentException">Less than two components, a count that differs, or numbers that are not finite.</exception>
    public VectorModel(Graph graph, int components, ReadOnlySpan<double> couplings)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (components is < 2 or > 1024) throw new ArgumentException($"VectorModel: vectors of {components} components; 2 to 1024 are possible, and one component is the Ising model");
        if (couplings.Length != graph.BondCount) throw new ArgumentException($"VectorModel: {couplings.Length} couplings for {graph.BondCount} bonds");
        (Graph, Components, this.couplings) = (graph, components, couplings.ToArray());
        for (var b = 0; b < this.couplings.Length; b++) this.couplings[b] *= graph.Signs[b];
        if (Array.Exists(this.couplings, j => !double.IsFinite(j))) throw new ArgumentException("VectorModel: a coupling is not a finite number");
        weights = new double[graph.Neighbors.Length];
        for (var k = 0; k < weights.Length; k++) weights[k] = this.couplings[graph.Bonds[k]];
        var magnetic = StandardObservables.MagneticVector<VectorConfiguration>(Sites, components, state => state.Energy, Magnetization);
        Observables = HasHelicity ? [.. magnetic, new("stiffness", Stiffness), new("current^2", SquaredCurrent)] : magnetic;
    }

    /// <summary>The model with one coupling for all.</summary>
    public VectorModel(Graph graph, int components, double coupling = 1) : this(graph, components, Enumerable.Repeat(coupling, graph?.BondCount ?? 0).ToArray())
    {
    }

    /// <summary>The XY model, n = 2.</summary>
    public static VectorModel XY(Graph graph, double coupling = 1) => new(graph, 2, coupling);

    /// <summary>The classical Heisenberg model, n = 3.</summary>
    public static VectorModel Heisenberg(Graph graph, double coupling = 1) => new(graph, 3, coupling);

    /// <summary>Sites and bonds.</summary>
    public Graph Graph { get; }

    /// <summary>Components of a vector, n.</summary>
    public int Components { get; }

    /// <summary>J of each bond, signs of antiperiodic sides included.</summary>
    public ReadOnlySpan<double> Couplings => couplings;

    /// <summary>J of the bond to each entry of <see cref="Graph.Neighbors"/>.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <inheritdoc/>
    public string Name => $"{(Components == 2 ? "XY" : Components == 3 ? "Heisenberg" : $"O({Components})")} model on the {Graph.Name}";

    /// <inheritdoc/>
    public int Sites => Graph.Sites;

    /// <inheritdoc/>
    public IReadOnlyList<Observable<VectorConfiguration>> Observables { get; }

    /// <inheritdoc/>
    /// <remarks>"helicity" is there for n = 2 on lattices.</remarks>
    public IReadOnlyList<Quantity> Quantities => HasHelicity
        ? [.. StandardObservables.MagneticQuantities(Sites), new("helicity", (beta, mean) => mean["stiffness"] - beta * mean["current^2"])]
        : StandardObservables.MagneticQuantities(Sites);

    /// <summary>m = (1/N) Σ_i S_i.</summary>
    public void Magnetization(VectorConfiguration state, Span<double> m)
    {
        ArgumentNullException.ThrowIfNull(state);
        m.Clear();
        for (var i = 0; i < Sites; i++)
            for (var c = 0; c < Components; c++) m[c] += state.Components[i * Components + c];
        foreach (ref var component in m) component /= Sites;
    }

    /// <inheritdoc/>
    public VectorConfiguration Start(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var state = new VectorConfiguration(Sites, Components);
        for (var i = 0; i < Sites; i++) UnitVectors.Draw(state[i], rng);
        Refresh(state);
        return state;
    }

    /// <inheritdoc/>
    public double Energy(VectorConfiguration state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var sum = 0.0;
        for (var b = 0; b < couplings.Length; b++) sum -= couplings[b] * UnitVectors.Dot(state[Graph.From[b]], state[Graph.To[b]]);
        return sum;
    }

    /// <summary>F_i = Σ_j J_ij S_j: the energy of the vector at i is −S_i · F_i.</summary>
    public void LocalField(VectorConfiguration state, int site, Span<double> field)
    {
        ArgumentNullException.ThrowIfNull(state);
        field.Clear();
        var neighbors = Graph.Neighbors;
        var (components, n) = (state.Components, field.Length);
        for (var (k, end) = (Graph.Starts[site], Graph.Starts[site + 1]); k < end; k++)
            for (var (c, at, weight) = (0, neighbors[k] * n, weights[k]); c < n; c++) field[c] += weight * components[at + c];
    }

    /// <inheritdoc/>
    public void Save(VectorConfiguration state, BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Sites);
        writer.Write(Components);
        foreach (var component in state.Components) writer.Write(component);
        writer.Write(state.Energy);
    }

    /// <inheritdoc/>
    public VectorConfiguration Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (sites, n) = (reader.ReadInt32(), reader.ReadInt32());
        if (sites != Sites || n != Components) throw new InvalidDataException($"the saved state has {sites} vectors of {n} components, {Name} has {Sites} of {Components}");
        var state = new VectorConfiguration(sites, n);
        foreach (ref var component in state.Components.AsSpan()) component = reader.ReadDouble();
        state.Energy = reader.ReadDouble();
        return state;
    }
}
