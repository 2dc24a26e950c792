using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>A slope from the differences to both neighbours; 0 where their signs differ.</summary>
/// <remarks>Sweby (1984), SIAM J. Numer. Anal. 21, 995; LeVeque (2002), Finite Volume Methods for Hyperbolic Problems, section 6.9–6.11.</remarks>
public interface ILimiter
{
    /// <summary>The slope of a cell.</summary>
    /// <param name="a">Difference to the cell before.</param>
    /// <param name="b">Difference to the cell after.</param>
    static abstract T Slope<T>(T a, T b) where T : struct, IScalar<T>;
}

/// <summary>The smaller difference: the most careful.</summary>
public readonly struct Minmod : ILimiter
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T a, T b) where T : struct, IScalar<T> => T.Max(0, T.Min(a, b)) + T.Min(0, T.Max(a, b));
}

/// <summary>The harmonic mean 2ab/(a + b): smooth.</summary>
public readonly struct VanLeer : ILimiter
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T a, T b) where T : struct, IScalar<T>
    {
        // ab > 0 is not asked, since it underflows: m is 0 where signs differ or one is 0, and then a + b is replaced.
        T small = Minmod.Slope(a, b), large = a + b - small;
        return T.Choose(0, T.Abs(small), 2 * small * (large / T.Choose(0, T.Abs(small), small + large, 1)), 0);
    }
}

/// <summary>The central difference, at most twice the smaller one: monotonized central.</summary>
public readonly struct MonotonizedCentral : ILimiter
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T a, T b) where T : struct, IScalar<T> => Minmod.Slope(0.5 * (a + b), 2 * Minmod.Slope(a, b));
}

/// <summary>The larger of minmod(a, 2b) and minmod(2a, b): the sharpest, which turns waves into steps.</summary>
public readonly struct Superbee : ILimiter
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T a, T b) where T : struct, IScalar<T>
    {
        T x = Minmod.Slope(a, 2 * b), y = Minmod.Slope(2 * a, b);
        return T.Choose(T.Abs(x), T.Abs(y), y, x);
    }
}
