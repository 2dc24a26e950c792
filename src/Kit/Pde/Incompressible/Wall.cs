namespace Kit.Pde.Incompressible;

/// <summary>A wall that the fluid sticks to and that may slide in its own plane.</summary>
/// <param name="Velocity">Velocity in x, y, z; 0 across the wall. None means a wall at rest.</param>
public sealed record Wall(params IReadOnlyList<double> Velocity)
{
    /// <summary>A wall at rest.</summary>
    public static Wall Still { get; } = new();
}
