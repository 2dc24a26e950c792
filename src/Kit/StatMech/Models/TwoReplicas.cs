using Kit.StatMech.Lattices;
using Kit.Tensors;

namespace Kit.StatMech.Models;

/// <summary>Two independent copies of a model of variables ±1 with the same couplings: q = (1/N) Σ_i s_i s'_i and what follows from it.</summary>
/// <remarks>
/// Edwards and Anderson (1975), Parisi (1983). Observables "energy" and "energy^2" per site (means of both copies), "q", "|q|", "q^2", "q^4", the histogram "P(q)" as a density, and on a graph "link overlap"
/// q_l = (1/N_b) Σ_⟨ij⟩ s_i s_j s'_i s'_j. Quantities "Binder of q" g = ½ (3 − ⟨q⁴⟩/⟨q²⟩²), "spin-glass susceptibility" N⟨q²⟩, "specific heat".
/// Simulated like any model, with <see cref="Updates.EachReplica"/>; in parallel tempering both copies are exchanged together.
/// </remarks>
public sealed class TwoReplicas : IModel<ReplicaPair>
{
    private readonly IDiscreteModel model;
    private readonly int bins;

    /// <summary>Two copies of a model.</summary>
    /// <param name="model">Its variables are ±1.</param>
    /// <param name="graph">Bonds of the link overlap; none is measured if null.</param>
    /// <param name="bins">Bins of P(q) over [−1, 1].</param>
    /// <exception cref="ArgumentException">Variables other than ±1, a graph of other sites, or no bins.</exception>
    public TwoReplicas(IDiscreteModel model, Graph? graph = null, int bins = 41)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Alphabet is not [-1, 1]) throw new ArgumentException($"TwoReplicas: variables of {model.Name} are {string.Join(", ", model.Alphabet.ToArray())}; an overlap needs -1 and 1");
        if (graph is not null && graph.Sites != model.Sites) throw new ArgumentException($"TwoReplicas: a graph of {graph.Sites} sites for {model.Sites} variables");
        if (bins < 1) throw new ArgumentException($"TwoReplicas: {bins} bins of P(q)");
        (this.model, this.bins) = (model, bins);
        double n = model.Sites;
        Observables =
        [
            new("energy", pair => (pair.First.Energy + pair.Second.Energy) / (2 * n)),
            new("energy^2", pair => (pair.First.Energy * pair.First.Energy + pair.Second.Energy * pair.Second.Energy) / (2 * n * n)),
            new("q", Overlap), new("|q|", pair => Math.Abs(Overlap(pair))), new("q^2", pair => Math.Pow(Overlap(pair), 2)), new("q^4", pair => Math.Pow(Overlap(pair), 4)),
            new("P(q)", bins, Histogram),
            .. graph is null ? [] : new Observable<ReplicaPair>[] { new("link overlap", pair => LinkOverlap(pair, graph)) },
        ];
        Quantities =
        [
            new("specific heat", (beta, mean) => beta * beta * n * (mean["energy^2"] - mean["energy"] * mean["energy"])),
            new("spin-glass susceptibility", (_, mean) => n * mean["q^2"]),
            new("Binder of q", (_, mean) => 0.5 * (3 - mean["q^4"] / (mean["q^2"] * mean["q^2"]))),
        ];
    }

    /// <inheritdoc/>
    public string Name => $"two copies of the {model.Name}";

    /// <inheritdoc/>
    public int Sites => model.Sites;

    /// <inheritdoc/>
    public IReadOnlyList<Observable<ReplicaPair>> Observables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities { get; }

    /// <summary>Middles of the bins of P(q).</summary>
    public double[] BinCenters => [.. Enumerable.Range(0, bins).Select(b => -1 + (2 * b + 1.0) / bins)];

    /// <summary>q = (1/N) Σ_i s_i s'_i.</summary>
    public static double Overlap(ReplicaPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        var (a, b, sum) = (pair.First.Values, pair.Second.Values, 0);
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return (double)sum / a.Length;
    }

    /// <summary>q_l = (1/N_b) Σ_⟨ij⟩ s_i s_j s'_i s'_j: near 1 − (surface of the domains in which the copies differ).</summary>
    public static double LinkOverlap(ReplicaPair pair, Graph graph)
    {
        ArgumentNullException.ThrowIfNull(pair);
        ArgumentNullException.ThrowIfNull(graph);
        var (a, b, sum) = (pair.First.Values, pair.Second.Values, 0);
        var from = graph.From;
        var to = graph.To;
        for (var k = 0; k < from.Length; k++) sum += a[from[k]] * a[to[k]] * b[from[k]] * b[to[k]];
        return (double)sum / from.Length;
    }

    /// <inheritdoc/>
    public ReplicaPair Start(Rng rng) => new(model.Start(rng), model.Start(rng));

    /// <inheritdoc/>
    public double Energy(ReplicaPair state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return model.Energy(state.First) + model.Energy(state.Second);
    }

    /// <inheritdoc/>
    public void Save(ReplicaPair state, BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(state);
        model.Save(state.First, writer);
        model.Save(state.Second, writer);
    }

    /// <inheritdoc/>
    public ReplicaPair Load(BinaryReader reader) => new(model.Load(reader), model.Load(reader));

    private void Histogram(ReplicaPair pair, Span<double> density)
    {
        density.Clear();
        density[Math.Min((int)((Overlap(pair) + 1) / 2 * bins), bins - 1)] = bins / 2.0;
    }
}
