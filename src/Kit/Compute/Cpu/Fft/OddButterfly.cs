using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kit.Compute.Cpu.Fft;

/// <summary>A stage of any odd radix r by the defining sum, halved by symmetry.</summary>
/// <remarks>
/// With s_j = x_j + x_{r−j} and d_j = x_j − x_{r−j}, j = 1 … h = (r − 1)/2: results k and r − k are A ∓ iB, A = x₀ + Σ cos(2πjk/r) s_j, B = Σ sin(2πjk/r) d_j.
/// </remarks>
internal static unsafe class OddButterfly<TLanes, T> where TLanes : unmanaged, ILanes<TLanes, T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Run(Plan<T>.Stage stage, T* x, int blocks)
    {
        var (r, h, m) = (stage.Radix, stage.Radix / 2, stage.Rows);
        var width = TLanes.Width;
        var step = (long)m * 2 * width;
        // Whole cache lines, s and d in turn.
        var room = stackalloc byte[2 * h * sizeof(TLanes) + 64];
        var folded = (TLanes*)(((nint)room + 63) & ~63);
        for (; blocks > 0; blocks--, x += (r - 1) * step)
        {
            for (var p = 0; p < m; p++, x += 2 * width)
            {
                var first = TLanes.Load(x, x + width);
                var total = first;
                for (var j = 1; j <= h; j++)
                {
                    T* low = x + j * step, high = x + (r - j) * step;
                    var (a, b) = (TLanes.Load(low, low + width), TLanes.Load(high, high + width));
                    (folded[2 * j - 2], folded[2 * j - 1]) = (a + b, a - b);
                    total += a + b;
                }

                total.Store(x, x + width);
                var w = m == 1 ? null : stage.Twiddles + (long)p * 2 * (r - 1);
                for (var k = 1; k < h; k += 2) Results(stage.Roots, k, r, first, folded, x, step, w);
                if (h % 2 == 1) Result(stage.Roots, h, r, first, folded, x, step, w);
            }
        }
    }

    /// <summary>Results k, k + 1 and their partners: two at a time halve the loads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Results(T* roots, int k, int r, TLanes first, TLanes* folded, T* x, long step, T* w)
    {
        var (a0, a1) = (first, first);
        TLanes b0 = default, b1 = default;
        for (int j = 0, at0 = k, at1 = k + 1; j < r / 2; j++)
        {
            var (s, d) = (folded[2 * j], folded[2 * j + 1]);
            (a0, b0) = (a0.Plus(roots[2 * at0], s), b0.Plus(roots[2 * at0 + 1], d));
            (a1, b1) = (a1.Plus(roots[2 * at1], s), b1.Plus(roots[2 * at1 + 1], d));
            at0 = at0 + k < r ? at0 + k : at0 + k - r;
            at1 = at1 + k + 1 < r ? at1 + k + 1 : at1 + k + 1 - r;
        }

        Put(a0, b0, k, r, x, step, w);
        Put(a1, b1, k + 1, r, x, step, w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Result(T* roots, int k, int r, TLanes a, TLanes* folded, T* x, long step, T* w)
    {
        TLanes b = default;
        for (int j = 0, at = k; j < r / 2; j++, at = at + k < r ? at + k : at + k - r)
            (a, b) = (a.Plus(roots[2 * at], folded[2 * j]), b.Plus(roots[2 * at + 1], folded[2 * j + 1]));
        Put(a, b, k, r, x, step, w);
    }

    /// <summary>Results k and r − k of A and −B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(TLanes a, TLanes b, int k, int r, T* x, long step, T* w)
    {
        b = b.TimesMinusI();
        var (low, high) = (a - b, a + b);
        if (w != null) (low, high) = (low.Times(w + 2 * (k - 1)), high.Times(w + 2 * (r - k - 1)));
        low.Store(x + k * step, x + k * step + TLanes.Width);
        high.Store(x + (r - k) * step, x + (r - k) * step + TLanes.Width);
    }
}
