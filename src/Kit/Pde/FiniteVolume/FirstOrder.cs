using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>Constant in each cell: Godunov's scheme.</summary>
public readonly struct FirstOrder : IReconstruction
{
    /// <inheritdoc/>
    public static int Reach => 1;

    /// <inheritdoc/>
    public static int Order => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Faces<T>(ReadOnlySpan<T> q, out T left, out T right) where T : struct, IScalar<T> => (left, right) = (q[0], q[1]);
}
