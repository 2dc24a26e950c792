namespace Kit.Pde.FiniteVolume;

/// <summary>Sound in a medium at rest: u = (p, v), ∂p/∂t + K ∇·v = 0, ρ ∂v/∂t + ∇p = 0; waves of speed c = √(K/ρ).</summary>
/// <param name="Dimensions">D, one to three; there are D + 1 components.</param>
/// <param name="Density">ρ.</param>
/// <param name="Bulk">Bulk modulus K.</param>
/// <remarks>LeVeque (2002), sections 2.7 and 18.2.</remarks>
public readonly record struct Acoustics(int Dimensions, double Density = 1, double Bulk = 1) : IConservationLaw<Acoustics>
{
    /// <summary>c = √(K/ρ).</summary>
    public double Sound => Math.Sqrt(Bulk / Density);

    /// <inheritdoc/>
    public int Components => Dimensions + 1;

    /// <inheritdoc/>
    static int IConservationLaw<Acoustics>.Dimensions(in Acoustics law) => law.Dimensions;

    /// <inheritdoc/>
    public static int Normal(in Acoustics law, int axis) => 1 + axis;

    /// <inheritdoc/>
    public void Flux<T>(ReadOnlySpan<T> u, int axis, Span<T> f) where T : struct, IScalar<T>
    {
        f[0] = Bulk * u[1 + axis];
        for (var k = 0; k < Dimensions; k++) f[1 + k] = k == axis ? u[0] * (1 / Density) : 0 * u[0];
    }

    /// <inheritdoc/>
    public (T Slowest, T Fastest) Speeds<T>(ReadOnlySpan<T> u, int axis) where T : struct, IScalar<T> => (-Sound, Sound);
}
