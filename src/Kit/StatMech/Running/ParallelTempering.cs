using Kit.Compute;
using Kit.Tensors;

namespace Kit.StatMech.Running;

/// <summary>One state at each of several temperatures; neighbours may exchange theirs.</summary>
/// <remarks>Without exchanges these are independent chains.</remarks>
/// <typeparam name="TState">A configuration of the model.</typeparam>
public sealed class ParallelTempering<TState> where TState : class
{
    /// <summary>Sums that a discrete model keeps by additions are computed anew every so many sweeps.</summary>
    private const int RefreshEvery = 1024;

    private readonly IModel<TState> model;
    private readonly IUpdate<TState> update;
    private readonly double[] betas, energies;
    private readonly TState[] states;
    private readonly Rng[] streams;
    private readonly long[] sweeps;

    /// <summary>Random states at all temperatures.</summary>
    /// <param name="model">What is simulated.</param>
    /// <param name="update">How.</param>
    /// <param name="temperatures">Positive; strictly ascending for exchanges.</param>
    /// <param name="rng">Gives each temperature a stream, and the exchanges one.</param>
    /// <exception cref="ArgumentException">A temperature that is not positive and finite.</exception>
    public ParallelTempering(IModel<TState> model, IUpdate<TState> update, IReadOnlyList<double> temperatures, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentNullException.ThrowIfNull(temperatures);
        foreach (var t in temperatures)
            if (!(t > 0 && double.IsFinite(t))) throw new ArgumentException(FormattableString.Invariant($"ParallelTempering: the temperature {t} is not positive and finite"));
        (this.model, this.update, betas) = (model, update, [.. temperatures.Select(t => 1 / t)]);
        streams = [.. betas.Select((_, i) => rng.Stream(i))];
        states = [.. streams.Select(model.Start)];
        (energies, sweeps) = (new double[betas.Length], new long[betas.Length]);
        if (betas.Length > 1 && betas.Zip(betas[1..]).All(pair => pair.First > pair.Second)) Ladder = new(temperatures, rng.Stream("exchange"));
    }

    /// <summary>Who stands where; null where no exchange is possible, because there are not two temperatures at least, in ascending order.</summary>
    public TemperatureLadder? Ladder { get; }

    /// <summary>The state that stands at a temperature now.</summary>
    public TState State(int temperature) => states[Ladder is null ? temperature : Ladder.Walkers[temperature]];

    /// <summary>Sweeps all states, on all threads.</summary>
    public void Sweep(long count = 1) => Threads.For(betas.Length, i =>
    {
        for (var s = 0L; s < count; s++) SweepOne(i);
    });

    /// <summary>Sweeps the state at one temperature; different temperatures may go on different threads.</summary>
    public void SweepOne(int temperature)
    {
        var state = State(temperature);
        update.Sweep(state, betas[temperature], streams[temperature]);
        if (++sweeps[temperature] % RefreshEvery == 0 && model is IDiscreteModel discrete && state is Configuration configuration) discrete.Refresh(configuration);
    }

    /// <summary>Neighbours try to exchange.</summary>
    /// <exception cref="InvalidOperationException">Temperatures do not ascend.</exception>
    public void Exchange()
    {
        for (var i = 0; i < betas.Length; i++) Weigh(i);
        Settle();
    }

    /// <summary>The first half of an exchange, which may run on many threads: the energy at one temperature.</summary>
    internal void Weigh(int temperature) => energies[temperature] = State(temperature) is Configuration configuration ? configuration.Energy : model.Energy(State(temperature));

    /// <summary>The second half of an exchange.</summary>
    internal void Settle() => (Ladder ?? throw new InvalidOperationException("ParallelTempering: exchange needs two ascending temperatures at least")).Exchange(energies);

    internal void Save(BinaryWriter writer)
    {
        foreach (var state in states) model.Save(state, writer);
        foreach (var stream in streams) writer.Write(stream.Position);
        foreach (var count in sweeps) writer.Write(count);
        Ladder?.Save(writer);
    }

    internal void Load(BinaryReader reader)
    {
        foreach (ref var state in states.AsSpan()) state = model.Load(reader);
        foreach (var stream in streams) stream.Position = reader.ReadUInt64();
        foreach (ref var count in sweeps.AsSpan()) count = reader.ReadInt64();
        Ladder?.Load(reader);
    }
}
