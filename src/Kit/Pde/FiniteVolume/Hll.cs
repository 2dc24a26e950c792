using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>One state between the slowest and the fastest wave: f = (s⁺F(l) − s⁻F(r) + s⁺s⁻(r − l))/(s⁺ − s⁻), for every law.</summary>
/// <remarks>Harten, Lax and van Leer (1983), SIAM Rev. 25, 35; speeds of Davis (1988), the extremes of both sides, s⁻ ≤ 0 ≤ s⁺.</remarks>
public readonly struct Hll : IRiemannSolver
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Solve<TLaw, T>(in TLaw law, ReadOnlySpan<T> left, ReadOnlySpan<T> right, int axis, Span<T> f)
        where TLaw : struct, IConservationLaw<TLaw> where T : struct, IScalar<T>
    {
        Unsafe.SkipInit(out State<T> other);
        law.Flux(left, axis, f);
        law.Flux(right, axis, other);
        var (l, r) = (law.Speeds(left, axis), law.Speeds(right, axis));
        T slow = T.Min(0, T.Min(l.Slowest, r.Slowest)), fast = T.Max(0, T.Max(l.Fastest, r.Fastest));
        // Both speeds are 0 where nothing moves; the flux is then the mean of two that agree.
        T still = fast - slow, width = T.Choose(0, still, still, 1);
        for (var c = 0; c < law.Components; c++)
            f[c] = T.Choose(0, still, (fast * f[c] - slow * other[c] + fast * slow * (right[c] - left[c])) / width, 0.5 * (f[c] + other[c]));
    }
}
