using System.Numerics;

namespace Kit.Compute.Cpu.Fft;

/// <summary>Between the transform Z of the m numbers z_j = x_{2j} + i·x_{2j+1} and the results X₀ … X_m of the 2m real x.</summary>
/// <remarks>
/// E_k = (Z_k + Z̄_{m−k})/2 and O_k = (Z_k − Z̄_{m−k})/2i are the transforms of the even and the odd places; X_k = E_k + w^k O_k, w = e^(−2πi/2m),
/// and X̄_{m−k} = E_k − w^k O_k. Kept here are t_k = −i·w^k, so that 2X_k = S + D and 2X̄_{m−k} = S − D with S = Z_k + Z̄_{m−k}, D = t_k (Z_k − Z̄_{m−k}).
/// </remarks>
internal sealed unsafe class Untangling<T> where T : unmanaged, INumber<T>
{
    private static readonly PlanCache<Untangling<T>> Cache = new(m => new(m));
    private readonly int m;
    private readonly T[] turns;

    private Untangling(int m)
    {
        this.m = m;
        turns = GC.AllocateUninitializedArray<T>(2 * (m / 2 + 1), pinned: true);
        for (var k = 0; k <= m / 2; k++) Plan<T>.Put(turns, k, Roots.Of(2L * k + m, 4L * m));
        if (Plan<T>.IsSmooth(m)) Place = [.. Plan<T>.Of(m).Place, m];
    }

    public static Untangling<T> Of(int m) => Cache.Of(m);

    /// <summary>The rows of 2X₀ … 2X_m after <see cref="Forward{TLanes}"/>: those of the complex plan and one more.</summary>
    public int[] Place { get; } = [];

    /// <summary>Z in the rows of a complex plan to 2X in the rows <see cref="Place"/>.</summary>
    public void Forward<TLanes>(T* work, int[] place) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        var t = Plan<T>.Pointer(turns);
        var row = 2L * TLanes.Width;
        for (var k = 0; k <= m / 2; k++, t += 2)
        {
            T* low = work + place[k] * row, high = k == 0 ? low : work + place[m - k] * row;
            var (z, c) = (Get<TLanes>(low), Get<TLanes>(high).Conj());
            var (s, d) = (z + c, (z - c).Times(t));
            Put(s - d, k == 0 ? work + m * row : high, conj: true);
            Put(s + d, low, conj: false);
        }
    }

    /// <summary>X with exchanged parts in rows 0 … m to 2Z with exchanged parts in rows 0 … m − 1; the imaginary parts of X₀ and X_m count as 0.</summary>
    public void Inverse<TLanes>(T* work) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        var t = Plan<T>.Pointer(turns);
        var (width, row) = (TLanes.Width, 2L * TLanes.Width);
        new Span<T>(work, width).Clear();
        new Span<T>(work + m * row, width).Clear();
        for (var k = 0; k <= m / 2; k++, t += 2)
        {
            T* low = work + k * row, high = work + (m - k) * row;

            var (x, c) = (TLanes.Load(low + width, low), TLanes.Load(high + width, high).Conj());
            var (s, d) = (x + c, (x - c).Conj().Times(t).Conj());
            (s + d).Store(low + width, low);
            if (k > 0) (s - d).Conj().Store(high + width, high);
        }
    }

    /// <summary>The same for one line in memory.</summary>
    public void Forward(T* z, T* y, long step, T scale)
    {
        for (var k = 0; k <= m / 2; k++)
        {
            T* low = z + 2L * k, high = z + (k == 0 ? 0 : 2L * (m - k)), a = y + k * step, b = y + (m - k) * step;
            var (sRe, sIm, dRe, dIm) = Mix(low, high, turns[2 * k], turns[2 * k + 1]);
            (b[0], b[1]) = ((sRe - dRe) * scale, (dIm - sIm) * scale);
            (a[0], a[1]) = ((sRe + dRe) * scale, (sIm + dIm) * scale);
        }
    }

    /// <summary>The same for one line in memory, parts in their order.</summary>
    public void Inverse(T* x, long step, T* z)
    {
        T* ends = stackalloc T[4] { x[0], T.Zero, x[m * step], T.Zero };
        for (var k = 0; k <= m / 2; k++)
        {
            T* low = k == 0 ? ends : x + k * step, high = k == 0 ? ends + 2 : x + (m - k) * step, a = z + 2L * k, b = z + 2L * (m - k);
            var (sRe, sIm, dRe, dIm) = Mix(low, high, turns[2 * k], -turns[2 * k + 1]);
            (a[0], a[1]) = (sRe + dRe, sIm + dIm);
            if (k > 0) (b[0], b[1]) = (sRe - dRe, dIm - sIm);
        }
    }

    /// <summary>S = a + b̄ and D = t·(a − b̄).</summary>
    private static (T, T, T, T) Mix(T* a, T* b, T tRe, T tIm)
    {
        var (re, im) = (a[0] - b[0], a[1] + b[1]);
        return (a[0] + b[0], a[1] - b[1], re * tRe - im * tIm, re * tIm + im * tRe);
    }

    private static TLanes Get<TLanes>(T* row) where TLanes : unmanaged, ILanes<TLanes, T> => TLanes.Load(row, row + TLanes.Width);

    private static void Put<TLanes>(TLanes z, T* row, bool conj) where TLanes : unmanaged, ILanes<TLanes, T> => (conj ? z.Conj() : z).Store(row, row + TLanes.Width);
}
