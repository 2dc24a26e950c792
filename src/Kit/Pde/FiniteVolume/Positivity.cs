using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>Keeps density, pressure or depth positive: inadmissible face values fall back to the cell's, and a flux that would empty a cell is mixed with the first-order one.</summary>
/// <remarks>
/// Hu, Adams and Shu (2013), J. Comput. Phys. 242, 169. A cell's new average is the mean over its 2D faces of ū ∓ 2D (Δt/h) f, and each of these is
/// admissible for Rusanov's flux of the averages as long as 2D (Δt/h) s ≤ 1; the quantities are concave, so the largest fraction of the
/// better flux that keeps them is found along a line.
/// </remarks>
internal static class Positivity
{
    /// <summary>The least fraction of the cell's quantity that a face may have, and of the first-order result that a mixed one may have.</summary>
    private const double FaceFraction = 1e-6, Fraction = 0.01;

    /// <summary>Replaces a face state whose quantities are not positive by the cell's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Admit<TLaw, T>(in TLaw law, int quantities, ReadOnlySpan<T> cell, Span<T> face) where TLaw : struct, IConservationLaw<TLaw> where T : struct, IScalar<T>
    {
        if (quantities == 0) return;
        Unsafe.SkipInit(out State<T> own);
        Unsafe.SkipInit(out State<T> other);
        TLaw.Quantities<T>(law, cell, own);
        TLaw.Quantities<T>(law, face, other);
        for (var k = 0; k < quantities; k++)
        {
            var least = FaceFraction * own[k];
            if (!T.MayBeLess(other[k], least)) continue;
            for (var c = 0; c < face.Length; c++) face[c] = T.Choose(other[k], least, cell[c], face[c]);
            TLaw.Quantities<T>(law, face, other);
        }
    }

    /// <summary>Whether a flux would make a quantity of a cell negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayEmpty<TLaw, T>(in TLaw law, int quantities, double ratio, ReadOnlySpan<T> cell, ReadOnlySpan<T> f) where TLaw : struct, IConservationLaw<TLaw> where T : struct, IScalar<T>
    {
        Unsafe.SkipInit(out State<T> after);
        Unsafe.SkipInit(out State<T> now);
        Unsafe.SkipInit(out State<T> then);
        Move(law, ratio, cell, f, after);
        TLaw.Quantities<T>(law, cell, now);
        TLaw.Quantities<T>(law, after, then);
        // A first-order result is not known yet: what keeps a good part of the present quantity needs no mixing.
        for (var k = 0; k < quantities; k++)
            if (T.MayBeLess(then[k], 0.1 * now[k])) return true;
        return false;
    }

    /// <summary>The largest fraction of flux f over the first-order g, at most <paramref name="fraction"/>, with which the cell keeps a quantity.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Share<TLaw, T>(in TLaw law, int quantity, double ratio, ReadOnlySpan<T> cell, ReadOnlySpan<T> f, ReadOnlySpan<T> g, T fraction) where TLaw : struct, IConservationLaw<TLaw> where T : struct, IScalar<T>
    {
        State<T> mixed = default, high = default, low = default, now = default;
        for (var c = 0; c < law.Components; c++) mixed[c] = g[c] + fraction * (f[c] - g[c]);
        Move<TLaw, T>(law, ratio, cell, mixed, high);
        Move(law, ratio, cell, g, low);
        TLaw.Quantities<T>(law, cell, now);
        TLaw.Quantities<T>(law, high, high);
        TLaw.Quantities<T>(law, low, low);
        T floor = Fraction * T.Min(low[quantity], now[quantity]), gap = low[quantity] - high[quantity];
        var share = T.Max(0, (low[quantity] - floor) / T.Choose(0, gap, gap, 1));
        return fraction * T.Choose(high[quantity], floor, T.Min(1, share), 1);
    }

    /// <summary>cell − ratio f, and the fixed fields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move<TLaw, T>(in TLaw law, double ratio, ReadOnlySpan<T> cell, ReadOnlySpan<T> f, Span<T> after) where TLaw : struct, IConservationLaw<TLaw> where T : struct, IScalar<T>
    {
        for (var c = 0; c < cell.Length; c++) after[c] = c < law.Components ? cell[c] - ratio * f[c] : cell[c];
    }
}
