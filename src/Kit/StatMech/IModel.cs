using Kit.Tensors;

namespace Kit.StatMech;

/// <summary>A system: its variables, couplings and fields, but not its state. Immutable, so that many states may share it, also on several threads.</summary>
/// <remarks>Energies have the unit of the couplings, temperature T that of energy (k_B = 1), β = 1/T; states have the weight e^{−βE}.</remarks>
/// <typeparam name="TState">One configuration, with what is kept up to date beside it.</typeparam>
public interface IModel<TState> where TState : class
{
    /// <summary>What it is, in words.</summary>
    string Name { get; }

    /// <summary>Number of variables N.</summary>
    int Sites { get; }

    /// <summary>What is measured unless somebody asks for more.</summary>
    IReadOnlyList<Observable<TState>> Observables { get; }

    /// <summary>What follows from means of observables.</summary>
    IReadOnlyList<Quantity> Quantities { get; }

    /// <summary>A state at infinite temperature: every variable drawn alone.</summary>
    TState Start(Rng rng);

    /// <summary>The energy E of a state, computed anew.</summary>
    double Energy(TState state);

    /// <summary>Writes a state, so that <see cref="Load"/> gives the same bits.</summary>
    void Save(TState state, BinaryWriter writer);

    /// <summary>Reads a state, and whatever is kept beside it.</summary>
    /// <exception cref="InvalidDataException">It is not a state of this model.</exception>
    TState Load(BinaryReader reader);
}
