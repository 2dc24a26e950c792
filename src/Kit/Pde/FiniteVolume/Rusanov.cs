using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>f = ½(F(l) + F(r)) − ½ s (r − l) with the largest wave speed s: local Lax–Friedrichs, for every law.</summary>
/// <remarks>Rusanov (1961), USSR Comput. Math. 1, 267. Entropy-satisfying and positive, and the most diffusive.</remarks>
public readonly struct Rusanov : IRiemannSolver
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
        var s = T.Max(T.Max(T.Abs(l.Slowest), T.Abs(l.Fastest)), T.Max(T.Abs(r.Slowest), T.Abs(r.Fastest)));
        for (var c = 0; c < law.Components; c++) f[c] = 0.5 * (f[c] + other[c] - s * (right[c] - left[c]));
    }
}
