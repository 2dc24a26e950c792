using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>Weighted essentially non-oscillatory reconstruction of fifth order: three parabolas, of which those across a jump get little weight.</summary>
/// <remarks>
/// Jiang and Shu (1996), J. Comput. Phys. 126, 202: weights dₖ/(ε + βₖ)² with d = (1/10, 6/10, 3/10), ε = 10⁻⁶. Of fifth order on a line; in more
/// dimensions the flux through a face is taken at its middle, which is of second order for nonlinear laws, though with a small constant.
/// </remarks>
public readonly struct Weno5 : IReconstruction
{
    private const double Epsilon = 1e-6;

    /// <inheritdoc/>
    public static int Reach => 3;

    /// <inheritdoc/>
    public static int Order => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Faces<T>(ReadOnlySpan<T> q, out T left, out T right) where T : struct, IScalar<T>
    {
        left = Value(q[0], q[1], q[2], q[3], q[4]);
        right = Value(q[5], q[4], q[3], q[2], q[1]);
    }

    /// <summary>The value at the face between c and d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Value<T>(T a, T b, T c, T d, T e) where T : struct, IScalar<T>
    {
        // Second and first differences of the three parabolas; β = 13/12 (second)² + 1/4 (first)².
        T s0 = a - 2 * b + c, s1 = b - 2 * c + d, s2 = c - 2 * d + e;
        T r0 = a - 4 * b + 3 * c, r1 = b - d, r2 = 3 * c - 4 * d + e;
        T b0 = Epsilon + (13.0 / 12 * (s0 * s0) + 0.25 * (r0 * r0));
        T b1 = Epsilon + (13.0 / 12 * (s1 * s1) + 0.25 * (r1 * r1));
        T b2 = Epsilon + (13.0 / 12 * (s2 * s2) + 0.25 * (r2 * r2));
        // dₖ/βₖ² over their sum, both multiplied by (β₀β₁β₂)²: one division instead of four.
        T p0 = b1 * b2, p1 = b0 * b2, p2 = b0 * b1;
        T w0 = p0 * p0, w1 = 6 * (p1 * p1), w2 = 3 * (p2 * p2);
        T v0 = 2 * a - 7 * b + 11 * c, v1 = 5 * c - b + 2 * d, v2 = 2 * c + 5 * d - e;
        return (w0 * v0 + w1 * v1 + w2 * v2) / (6 * (w0 + w1 + w2));
    }
}
