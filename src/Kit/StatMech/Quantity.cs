namespace Kit.StatMech;

/// <summary>A function of means, such as a specific heat: its error comes from resampling the means, not from adding theirs.</summary>
/// <param name="Name">As it stands in tables.</param>
/// <param name="Of">β and means by name of observable → number.</param>
public sealed record Quantity(string Name, Func<double, IMeans, double> Of);

/// <summary>Means of observables over a part of a run.</summary>
public interface IMeans
{
    /// <summary>The mean of an observable of one number.</summary>
    /// <exception cref="KeyNotFoundException">Nobody measured that; the message lists what was.</exception>
    double this[string observable] { get; }

    /// <summary>The means of an observable of several numbers.</summary>
    /// <exception cref="KeyNotFoundException">Nobody measured that; the message lists what was.</exception>
    ReadOnlySpan<double> Vector(string observable);
}
