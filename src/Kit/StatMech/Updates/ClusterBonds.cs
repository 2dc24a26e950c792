using System.Collections.Concurrent;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;

namespace Kit.StatMech.Updates;

/// <summary>What Wolff and Swendsen-Wang have to know of a model: which bonds can be frozen, and with what probability 1 − e^{−βK}.</summary>
/// <remarks>
/// A bond is satisfied where the labels of its ends are equal; freezing it then takes out the factor e^{βK} (Fortuin and Kasteleyn 1972). Ising: label g_i s_i with the gauge g of a model without frustration, K = 2|J|.
/// Potts: label σ_i, K = J.
/// </remarks>
internal sealed class ClusterBonds
{
    /// <summary>On lattices of fewer sites too many are at sides, where their bonds are asked one by one, for words to be worth it.</summary>
    private const int LargeEnough = 128 * 128;

    private readonly double[] strengths;
    private readonly Lazy<StencilWords>? words;
    private readonly ConcurrentBag<ClusterWords> rooms = [];

    private ClusterBonds(IGraphModel model, double[] strengths, sbyte[]? gauge)
    {
        (Model, this.strengths) = (model, strengths);
        Gauge = gauge is not null && gauge.AsSpan().ContainsAnyExcept((sbyte)1) ? gauge : null;
        var widest = Enumerable.Range(0, model.Sites).Max(model.Graph.Degree);
        Stencil = model is Ising { IsUniform: true } ising && Gauge is null && widest <= RandomWords.Batch ? ising.Stencil : null;
        words = Stencil is null || model.Sites < LargeEnough ? null : new(() => new(model.Graph, Stencil));
        IsUniform = strengths.Length > 0 && Array.TrueForAll(strengths, k => k == strengths[0]);
    }

    public IGraphModel Model { get; }

    /// <summary>Signs that make the model a ferromagnet; null if it is one.</summary>
    public sbyte[]? Gauge { get; }

    /// <summary>Whether all bonds have the same K.</summary>
    public bool IsUniform { get; }

    /// <summary>Neighbours by arithmetic, for ferromagnets of one coupling on a lattice of moderate degree.</summary>
    public Stencil? Stencil { get; }

    /// <summary>Whether large clusters can grow 64 sites at a time.</summary>
    public bool HasWords => words is not null;

    /// <summary>Room for the growth of a large cluster; give it back.</summary>
    public ClusterWords Rent() => rooms.TryTake(out var room) ? room : new(words!.Value);

    /// <summary>Takes back what was rented.</summary>
    public void Return(ClusterWords room) => rooms.Add(room);

    public static ClusterBonds Of(IGraphModel model, string update)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model switch
        {
            Ising ising => OfIsing(ising, update),
            Potts potts => OfPotts(potts, update),
            _ => throw new ArgumentException($"{update} does not know clusters of the {model.Name}; it takes Ising and Potts models; Metropolis and HeatBath take any"),
        };
    }

    /// <summary>Probability 1 − e^{−βK} of each bond as a threshold for 32 random bits; one alone if all K are the same.</summary>
    public uint[] Thresholds(double beta)
    {
        if (!(beta >= 0)) throw new ArgumentException($"clusters at β = {beta}; β ≥ 0 is needed");
        if (IsUniform) return [Threshold(beta * strengths[0])];
        var thresholds = new uint[strengths.Length];
        for (var b = 0; b < thresholds.Length; b++) thresholds[b] = Threshold(beta * strengths[b]);
        return thresholds;
    }

    private static uint Threshold(double x) => (uint)Math.Min(uint.MaxValue, Math.Round((1 - Math.Exp(-x)) * 4294967296.0));

    private static ClusterBonds OfIsing(Ising model, string update)
    {
        var fields = model.Fields;
        for (var i = 0; i < fields.Length; i++)
            if (fields[i] != 0)
                throw new ArgumentException($"{update}: field {fields[i]} at site {i} of the {model.Name}; clusters turn over as if there were none. Take Metropolis or HeatBath, or couple all spins to one more with couplings h");
        var gauge = Gauges(model, update);
        return new(model, [.. model.Couplings.ToArray().Select(j => 2 * Math.Abs(j))], gauge);
    }

    private static sbyte[] Gauges(Ising model, string update) =>
        Lattices.Gauge.Find(model.Graph, model.Couplings, out var closing) ?? throw new ArgumentException(
            $"{update}: the {model.Name} is frustrated; bond {closing} between sites {model.Graph.From[closing]} and {model.Graph.To[closing]} closes a loop with an odd number of negative couplings. "
            + "Clusters would percolate far above the transition and turn over the whole system; take HeatBath with parallel tempering, or Houdayer in two dimensions");

    private static ClusterBonds OfPotts(Potts model, string update)
    {
        var couplings = model.Couplings;
        for (var b = 0; b < couplings.Length; b++)
            if (couplings[b] < 0) throw new ArgumentException($"{update}: coupling {couplings[b]} of bond {b} of the {model.Name}; only equal colours can be frozen together, J ≥ 0. Take Metropolis or HeatBath");
        return new(model, couplings.ToArray(), null);
    }
}
