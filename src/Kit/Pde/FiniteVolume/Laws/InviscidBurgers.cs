namespace Kit.Pde.FiniteVolume;

/// <summary>Burgers' equation without viscosity: ∂u/∂t + Σ_d ∂(½u²)/∂x_d = 0.</summary>
/// <remarks>Burgers (1948), Adv. Appl. Mech. 1, 171.</remarks>
public readonly record struct InviscidBurgers : IConservationLaw<InviscidBurgers>
{
    /// <inheritdoc/>
    public int Components => 1;

    /// <inheritdoc/>
    public void Flux<T>(ReadOnlySpan<T> u, int axis, Span<T> f) where T : struct, IScalar<T> => f[0] = 0.5 * (u[0] * u[0]);

    /// <inheritdoc/>
    public (T Slowest, T Fastest) Speeds<T>(ReadOnlySpan<T> u, int axis) where T : struct, IScalar<T> => (u[0], u[0]);
}
