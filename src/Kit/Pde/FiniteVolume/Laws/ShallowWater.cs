using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>Water of depth h over a bed of height b: u = (h, hv), ∂h/∂t + ∇·(hv) = 0, ∂(hv)/∂t + ∇·(hv⊗v + ½gh²) = −gh∇b.</summary>
/// <param name="Dimensions">D, one or two; there are D + 1 components and one fixed field, b.</param>
/// <param name="Gravity">g.</param>
/// <param name="Dry">Depth below which water does not move.</param>
/// <remarks>
/// The bed enters by hydrostatic reconstruction (Audusse, Bouchut, Bristeau, Klein and Perthame 2004, SIAM J. Sci. Comput. 25, 2050), with
/// the surface h + b reconstructed: a lake at rest stays at rest, and depths stay positive.
/// </remarks>
public readonly record struct ShallowWater(int Dimensions, double Gravity = 9.81, double Dry = 1e-8) : IConservationLaw<ShallowWater>
{
    /// <inheritdoc/>
    public static int Fixed => 1;

    /// <inheritdoc/>
    public static IReadOnlyList<string> Positive => ["depth"];

    /// <inheritdoc/>
    public int Components => Dimensions + 1;

    /// <inheritdoc/>
    static int IConservationLaw<ShallowWater>.Dimensions(in ShallowWater law) => law.Dimensions;

    /// <inheritdoc/>
    public static int Normal(in ShallowWater law, int axis) => 1 + axis;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flux<T>(ReadOnlySpan<T> u, int axis, Span<T> f) where T : struct, IScalar<T>
    {
        var v = Velocity(u[0], u[1 + axis]);
        f[0] = u[0] * v;
        for (var k = 0; k < Dimensions; k++) f[1 + k] = k == axis ? u[1 + k] * v + 0.5 * Gravity * (u[0] * u[0]) : u[1 + k] * v;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (T Slowest, T Fastest) Speeds<T>(ReadOnlySpan<T> u, int axis) where T : struct, IScalar<T>
    {
        T v = Velocity(u[0], u[1 + axis]), c = T.Sqrt(Gravity * T.Max(u[0], 0));
        return (v - c, v + c);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Quantities<T>(in ShallowWater law, ReadOnlySpan<T> u, Span<T> q) where T : struct, IScalar<T> => q[0] = u[0];

    /// <summary>Velocity of water of a depth and momentum, 0 where it is dry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Velocity<T>(T depth, T momentum) where T : struct, IScalar<T> => T.Choose(depth, Dry, 0, momentum / T.Max(depth, Dry));
}
