namespace Kit.Pde.FiniteVolume;

/// <summary>Cars on a road: ∂ρ/∂t + ∂(ρ v(ρ))/∂x = 0 with v = v_max (1 − ρ/ρ_max).</summary>
/// <param name="MaxSpeed">Speed v_max on an empty road.</param>
/// <param name="MaxDensity">Density ρ_max of a standstill.</param>
/// <remarks>Lighthill and Whitham (1955), Proc. R. Soc. A 229, 317; Richards (1956), Oper. Res. 4, 42; the law of speed of Greenshields (1935).</remarks>
public readonly record struct Traffic(double MaxSpeed, double MaxDensity = 1) : IConservationLaw<Traffic>
{
    /// <summary>Speeds and densities in units of the largest.</summary>
    public Traffic() : this(1, 1)
    {
    }

    /// <inheritdoc/>
    public int Components => 1;

    /// <inheritdoc/>
    public static int Dimensions(in Traffic law) => 1;

    /// <inheritdoc/>
    public void Flux<T>(ReadOnlySpan<T> u, int axis, Span<T> f) where T : struct, IScalar<T> => f[0] = MaxSpeed * (u[0] * (1 - u[0] / MaxDensity));

    /// <inheritdoc/>
    public (T Slowest, T Fastest) Speeds<T>(ReadOnlySpan<T> u, int axis) where T : struct, IScalar<T>
    {
        var speed = MaxSpeed * (1 - 2 * u[0] / MaxDensity);
        return (speed, speed);
    }
}
