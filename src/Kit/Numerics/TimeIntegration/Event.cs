using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Which changes of sign of g make an event.</summary>
public enum Crossing
{
    /// <summary>Both.</summary>
    Any,

    /// <summary>From negative to positive.</summary>
    Rising,

    /// <summary>From positive to negative.</summary>
    Falling,
}

/// <summary>Something that happens where g(t, u(t)) = 0: a bounce, a section of a flow, a threshold.</summary>
/// <param name="G">(t, u) → a number.</param>
/// <param name="Crossing">In which direction g must cross zero.</param>
/// <param name="Terminal">Whether the run ends there.</param>
public sealed record Event(Func<double, Tensor, double> G, Crossing Crossing = Crossing.Any, bool Terminal = false)
{
    /// <summary>Whether g went through zero. A step that begins at zero does not count again.</summary>
    internal bool Crosses(double before, double after) => before != 0 && Math.Sign(before) != Math.Sign(after) && Crossing switch
    {
        Crossing.Rising => before < 0,
        Crossing.Falling => before > 0,
        _ => true,
    };
}

/// <summary>An event that happened.</summary>
/// <param name="Which">Its place in the list of events.</param>
/// <param name="Time">When.</param>
/// <param name="State">u there.</param>
public sealed record EventHit(int Which, double Time, Tensor State);
