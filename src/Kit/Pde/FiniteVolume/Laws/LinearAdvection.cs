namespace Kit.Pde.FiniteVolume;

/// <summary>∂u/∂t + a·∇u = 0: everything moves with one velocity.</summary>
/// <param name="X">a_x.</param>
/// <param name="Y">a_y.</param>
/// <param name="Z">a_z.</param>
public readonly record struct LinearAdvection(double X, double Y = 0, double Z = 0) : IConservationLaw<LinearAdvection>
{
    /// <inheritdoc/>
    public int Components => 1;

    /// <inheritdoc/>
    public void Flux<T>(ReadOnlySpan<T> u, int axis, Span<T> f) where T : struct, IScalar<T> => f[0] = Velocity(axis) * u[0];

    /// <inheritdoc/>
    public (T Slowest, T Fastest) Speeds<T>(ReadOnlySpan<T> u, int axis) where T : struct, IScalar<T> => (Velocity(axis), Velocity(axis));

    private double Velocity(int axis) => axis switch { 0 => X, 1 => Y, _ => Z };
}
