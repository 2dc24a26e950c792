using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>u′ = f₁(u) + f₂(u) + … by the flows of the parts, one after the other; each is a method, or a <see cref="Flow"/> that is known exactly.</summary>
/// <remarks>G. Strang, SIAM J. Numer. Anal. 5 (1968) 506. <see cref="Composition"/> makes a method of order 4 of Strang's.</remarks>
public sealed class Splitting : IStepper
{
    private readonly (IStepper Part, double Share)[] sequence;
    private readonly int order;

    private Splitting(int order, IStepper[] parts, (IStepper, double)[] sequence)
    {
        if (parts.Length < 2) throw new ArgumentException($"Splitting: {parts.Length} parts; two at least are needed");
        (this.order, this.sequence) = (Math.Min(order, parts.Min(part => part.Order)), sequence);
    }

    /// <summary>Order 1: the first part for h, then the second, …</summary>
    /// <param name="parts">In this order.</param>
    public static Splitting Lie(params IStepper[] parts) => new(1, parts, [.. parts.Select(part => (part, 1.0))]);

    /// <summary>Order 2: half steps there, a whole one of the last part, half steps back.</summary>
    /// <param name="parts">Put the dearest last: it is done once.</param>
    public static Splitting Strang(params IStepper[] parts) =>
        new(2, parts, [.. parts[..^1].Select(part => (part, 0.5)), (parts[^1], 1.0), .. parts[..^1].Reverse().Select(part => (part, 0.5))]);

    /// <inheritdoc/>
    public int Order => order;

    /// <inheritdoc/>
    public Tensor Step(double t, Tensor u, double dt)
    {
        ArgumentNullException.ThrowIfNull(u);
        // Every part has its own clock, which begins at t and ends at t + dt.
        var clocks = new Dictionary<IStepper, double>();
        foreach (var (part, share) in sequence)
        {
            var clock = clocks.GetValueOrDefault(part, t);
            u = part.Step(clock, u, share * dt);
            clocks[part] = clock + share * dt;
        }

        return u;
    }
}

/// <summary>The exact solution of a part as a method.</summary>
/// <param name="step">(t, u, h) → u(t + h).</param>
public sealed class Flow(Func<double, Tensor, double, Tensor> step) : IStepper
{
    /// <summary>Beyond every method's.</summary>
    public int Order => int.MaxValue;

    /// <inheritdoc/>
    public Tensor Step(double t, Tensor u, double dt) => step(t, u, dt);
}
