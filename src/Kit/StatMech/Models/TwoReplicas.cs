using Kit.Tensors;

namespace Kit.StatMech.Models;

/// <summary>Two replicas of an Ising model, with the weight e^{−β(E₁ + E₂)}; their overlap q = (1/N) Σ_i s_i¹ s_i² is the order parameter of glasses.</summary>
/// <remarks>Observables are those of both replicas together per site of one, "energy" = (E₁ + E₂)/2N, and "q", "|q|", "q^2", "q^4"; "Binder" is that of q, written ½(3 − ⟨q⁴⟩/⟨q²⟩²) by most, 1 − ⟨q⁴⟩/(3⟨q²⟩²) here as for m.</remarks>
public sealed class TwoReplicas : IModel<ReplicaPair>
{
    /// <summary>Two replicas of a model.</summary>
    public TwoReplicas(Ising model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Observables =
        [
            new("energy", pair => MeanEnergy(pair) / Sites),
            new("energy^2", pair => Math.Pow(MeanEnergy(pair) / Sites, 2)),
            new("q", Overlap),
            new("|q|", pair => Math.Abs(Overlap(pair))),
            new("q^2", pair => Math.Pow(Overlap(pair), 2)),
            new("q^4", pair => Math.Pow(Overlap(pair), 4)),
        ];
    }

    /// <summary>The model of each.</summary>
    public Ising Model { get; }

    /// <inheritdoc/>
    public string Name => $"two replicas of the {Model.Name}";

    /// <inheritdoc/>
    public int Sites => Model.Sites;

    /// <inheritdoc/>
    public IReadOnlyList<Observable<ReplicaPair>> Observables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities =>
    [
        new("spin-glass susceptibility", (_, mean) => Sites * mean["q^2"]),
        new("Binder", (_, mean) => 1 - mean["q^4"] / (3 * mean["q^2"] * mean["q^2"])),
    ];

    /// <summary>q = (1/N) Σ_i s_i¹ s_i².</summary>
    public static double Overlap(ReplicaPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        var (a, b, sum) = (pair.First.Values, pair.Second.Values, 0);
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return (double)sum / a.Length;
    }

    /// <inheritdoc/>
    public ReplicaPair Start(Rng rng) => new(Model.Start(rng), Model.Start(rng));

    /// <inheritdoc/>
    public double Energy(ReplicaPair state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Model.Energy(state.First) + Model.Energy(state.Second);
    }

    /// <inheritdoc/>
    public void Save(ReplicaPair state, BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(state);
        Model.Save(state.First, writer);
        Model.Save(state.Second, writer);
    }

    /// <inheritdoc/>
    public ReplicaPair Load(BinaryReader reader) => new(Model.Load(reader), Model.Load(reader));

    private static double MeanEnergy(ReplicaPair pair) => (pair.First.Energy + pair.Second.Energy) / 2;
}
