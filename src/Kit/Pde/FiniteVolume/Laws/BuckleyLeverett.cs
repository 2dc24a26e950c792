namespace Kit.Pde.FiniteVolume;

/// <summary>Water that drives oil through rock: ∂s/∂t + ∂f(s)/∂x = 0, f = s²/(s² + M(1 − s)²), neither convex nor concave.</summary>
/// <param name="Mobility">Ratio M of the mobilities of oil and water.</param>
/// <remarks>Buckley and Leverett (1942), Trans. AIME 146, 107; LeVeque (2002), section 16.1.</remarks>
public readonly record struct BuckleyLeverett(double Mobility) : IConservationLaw<BuckleyLeverett>
{
    /// <summary>Oil half as mobile as water, M = ½.</summary>
    public BuckleyLeverett() : this(0.5)
    {
    }

    /// <inheritdoc/>
    public int Components => 1;

    /// <inheritdoc/>
    public static int Dimensions(in BuckleyLeverett law) => 1;

    /// <inheritdoc/>
    public void Flux<T>(ReadOnlySpan<T> u, int axis, Span<T> f) where T : struct, IScalar<T>
    {
        T water = u[0] * u[0], oil = Mobility * ((1 - u[0]) * (1 - u[0]));
        f[0] = water / (water + oil);
    }

    /// <inheritdoc/>
    /// <remarks>Between two states f′ can be larger than at both, so these are bounds over all 0 ≤ s ≤ 1: f′ = 2M s(1 − s)/(s² + M(1 − s)²)² ≤ ½M/(M/(1 + M))².</remarks>
    public (T Slowest, T Fastest) Speeds<T>(ReadOnlySpan<T> u, int axis) where T : struct, IScalar<T> => (0, (1 + Mobility) * (1 + Mobility) / (2 * Mobility));
}
