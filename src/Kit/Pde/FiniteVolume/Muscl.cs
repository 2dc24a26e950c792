using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>Linear in each cell with a limited slope: second order, and total variation does not grow.</summary>
/// <remarks>van Leer (1979), J. Comput. Phys. 32, 101.</remarks>
/// <typeparam name="TLimiter">The slope, such as <see cref="VanLeer"/>.</typeparam>
public readonly struct Muscl<TLimiter> : IReconstruction where TLimiter : struct, ILimiter
{
    /// <inheritdoc/>
    public static int Reach => 2;

    /// <inheritdoc/>
    public static int Order => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Faces<T>(ReadOnlySpan<T> q, out T left, out T right) where T : struct, IScalar<T>
    {
        T before = q[1] - q[0], across = q[2] - q[1], after = q[3] - q[2];
        left = q[1] + 0.5 * TLimiter.Slope(before, across);
        right = q[2] - 0.5 * TLimiter.Slope(across, after);
    }
}
