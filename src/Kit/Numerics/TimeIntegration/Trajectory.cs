using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>A solution at chosen times.</summary>
/// <param name="Times">t₀, t₁, …; shorter than what was asked for when an event ended the run.</param>
/// <param name="States">[times, state…].</param>
/// <param name="Statistics">What it cost.</param>
public sealed record Trajectory(double[] Times, Tensor States, RunStatistics Statistics)
{
    /// <summary>Events in the order of their happening.</summary>
    public IReadOnlyList<EventHit> Events { get; init; } = [];

    /// <summary>The last state, a view.</summary>
    public Tensor Last => States[^1];
}

/// <summary>What a run cost.</summary>
/// <param name="Steps">Steps taken.</param>
/// <param name="Rejected">Steps tried and left because their error was too large.</param>
/// <param name="Evaluations">Evaluations of the right-hand side, where the method counts them.</param>
public readonly record struct RunStatistics(long Steps, long Rejected, long Evaluations);
