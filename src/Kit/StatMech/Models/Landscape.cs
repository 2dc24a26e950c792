using Kit.Tensors;

namespace Kit.StatMech.Models;

/// <summary>Any differentiable energy on ℝⁿ.</summary>
/// <remarks>States are arrays of n numbers. There is no uniform law on ℝⁿ to start from, so that a start is drawn from a standard normal law.</remarks>
public sealed class Landscape : IContinuousModel<double[]>
{
    /// <summary>The energy of a point.</summary>
    public delegate double EnergyOf(ReadOnlySpan<double> x);

    /// <summary>Writes the gradient at a point.</summary>
    public delegate void GradientOf(ReadOnlySpan<double> x, Span<double> gradient);

    private readonly EnergyOf energy;
    private readonly GradientOf gradient;

    /// <summary>An energy and its gradient.</summary>
    /// <exception cref="ArgumentException">n is not positive.</exception>
    public Landscape(int n, EnergyOf energy, GradientOf gradient)
    {
        if (n < 1) throw new ArgumentException($"Landscape: {n} dimensions; at least one");
        ArgumentNullException.ThrowIfNull(energy);
        ArgumentNullException.ThrowIfNull(gradient);
        (Sites, this.energy, this.gradient) = (n, energy, gradient);
        Observables = [new("energy", x => energy(x) / n), new("energy^2", x => Math.Pow(energy(x) / n, 2))];
    }

    /// <inheritdoc/>
    public string Name => $"energy landscape of {Sites} dimensions";

    /// <inheritdoc/>
    public int Sites { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Observable<double[]>> Observables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => [StandardObservables.SpecificHeat(Sites)];

    /// <inheritdoc/>
    public double[] Start(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        return rng.Normal(Sites).ToDoubles();
    }

    /// <inheritdoc/>
    public double Energy(double[] state) => energy(state);

    /// <inheritdoc/>
    public double Refresh(double[] state) => energy(state);

    /// <inheritdoc/>
    public Span<double> Coordinates(double[] state) => state;

    /// <inheritdoc/>
    public void Gradient(double[] state, Span<double> gradient) => this.gradient(state, gradient);

    /// <inheritdoc/>
    public void Momenta(double[] state, Span<double> momenta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        foreach (ref var p in momenta) p = rng.NextNormal();
    }

    /// <inheritdoc/>
    public void Drift(double[] state, Span<double> momenta, double time)
    {
        ArgumentNullException.ThrowIfNull(state);
        for (var k = 0; k < state.Length; k++) state[k] += time * momenta[k];
    }

    /// <inheritdoc/>
    public void Save(double[] state, BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(state.Length);
        foreach (var x in state) writer.Write(x);
    }

    /// <inheritdoc/>
    public double[] Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var n = reader.ReadInt32();
        if (n != Sites) throw new InvalidDataException($"the saved state has {n} numbers, {Name} has {Sites}");
        var state = new double[n];
        foreach (ref var x in state.AsSpan()) x = reader.ReadDouble();
        return state;
    }
}
