using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kit.Compute.Cpu.Fft;

/// <summary>The stages of a transform, in place on rows of lanes: a row is the real parts, then the imaginary parts.</summary>
internal static unsafe class Butterflies<TLanes, T> where TLanes : unmanaged, ILanes<TLanes, T> where T : unmanaged, INumber<T>
{
    /// <summary>Blocks of so many bytes are finished one by one, so that later stages find them in the first cache.</summary>
    private const int BlockBytes = 24 << 10;

    private static int Row => 2 * TLanes.Width;

    /// <summary>Transforms the lanes; result k is left in row <see cref="Plan{T}.Place"/>[k].</summary>
    public static void Run(Plan<T> plan, T* x)
    {
        Run(plan.Stages, x, 1);
        GC.KeepAlive(plan);
    }

    private static void Run(ReadOnlySpan<Plan<T>.Stage> stages, T* x, int blocks)
    {
        while (!stages.IsEmpty)
        {
            var stage = stages[0];
            Run(stage, x, blocks);
            stages = stages[1..];
            blocks *= stage.Radix;
            var block = stage.Rows * Row;
            if (stages.IsEmpty || blocks != stage.Radix || block * stage.Radix * sizeof(T) <= BlockBytes) continue;
            for (var b = 0; b < blocks; b++) Run(stages, x + (long)b * block, 1);
            return;
        }
    }

    private static void Run(Plan<T>.Stage stage, T* x, int blocks)
    {
        switch (stage.Radix)
        {
            case 2: Two(stage, x, blocks); break;
            case 3: Three(stage, x, blocks); break;
            case 4: Four(stage, x, blocks); break;
            case 5: Five(stage, x, blocks); break;
            case 8: Eight(stage, x, blocks); break;
            default: OddButterfly<TLanes, T>.Run(stage, x, blocks); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes At(T* p) => TLanes.Load(p, p + TLanes.Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(TLanes z, T* p) => z.Store(p, p + TLanes.Width);

    /// <summary>Stores z·w; the last stage has w = 1 throughout.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(TLanes z, T* p, T* w, bool last)
    {
        if (!last) z = z.Times(w);
        z.Store(p, p + TLanes.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(Plan<T>.Stage stage, T* x, int blocks)
    {
        var (m, step, last) = (stage.Rows, (long)stage.Rows * Row, stage.Rows == 1);
        for (; blocks > 0; blocks--, x += step)
        {
            var w = stage.Twiddles;
            for (var p = 0; p < m; p++, x += Row, w += 2)
            {
                var (a, b) = (At(x), At(x + step));
                Put(a + b, x);
                Put(a - b, x + step, w, last);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Three(Plan<T>.Stage stage, T* x, int blocks)
    {
        var (m, step, last) = (stage.Rows, (long)stage.Rows * Row, stage.Rows == 1);
        var (cos, sin) = (stage.Roots[2], -stage.Roots[3]);
        for (; blocks > 0; blocks--, x += 2 * step)
        {
            var w = stage.Twiddles;
            for (var p = 0; p < m; p++, x += Row, w += 4)
            {
                var (a, b, c) = (At(x), At(x + step), At(x + 2 * step));
                var s = b + c;
                var even = a.Plus(cos, s);
                var odd = (b - c).Times(sin).TimesMinusI();
                Put(a + s, x);
                Put(even + odd, x + step, w, last);
                Put(even - odd, x + 2 * step, w + 2, last);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(Plan<T>.Stage stage, T* x, int blocks)
    {
        var (m, step, last) = (stage.Rows, (long)stage.Rows * Row, stage.Rows == 1);
        for (; blocks > 0; blocks--, x += 3 * step)
        {
            var w = stage.Twiddles;
            for (var p = 0; p < m; p++, x += Row, w += 6)
            {
                var (a, b, c, d) = (At(x), At(x + step), At(x + 2 * step), At(x + 3 * step));
                var (s, t, u, v) = (a + c, a - c, b + d, (b - d).TimesMinusI());
                Put(s + u, x);
                Put(t + v, x + step, w, last);
                Put(s - u, x + 2 * step, w + 2, last);
                Put(t - v, x + 3 * step, w + 4, last);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Five(Plan<T>.Stage stage, T* x, int blocks)
    {
        var (m, step, last) = (stage.Rows, (long)stage.Rows * Row, stage.Rows == 1);
        var (c1, s1, c2, s2) = (stage.Roots[2], -stage.Roots[3], stage.Roots[4], -stage.Roots[5]);
        for (; blocks > 0; blocks--, x += 4 * step)
        {
            var w = stage.Twiddles;
            for (var p = 0; p < m; p++, x += Row, w += 8)
            {
                var (a, b, c, d, e) = (At(x), At(x + step), At(x + 2 * step), At(x + 3 * step), At(x + 4 * step));
                var (be, cd, b_e, c_d) = (b + e, c + d, b - e, c - d);
                var (even1, even2) = (a.Plus(c1, be).Plus(c2, cd), a.Plus(c2, be).Plus(c1, cd));
                var odd1 = b_e.Times(s1).Plus(s2, c_d).TimesMinusI();
                var odd2 = b_e.Times(s2).Plus(-s1, c_d).TimesMinusI();
                Put(a + be + cd, x);
                Put(even1 + odd1, x + step, w, last);
                Put(even2 + odd2, x + 2 * step, w + 2, last);
                Put(even2 - odd2, x + 3 * step, w + 4, last);
                Put(even1 - odd1, x + 4 * step, w + 6, last);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(Plan<T>.Stage stage, T* x, int blocks)
    {
        var (m, step, last) = (stage.Rows, (long)stage.Rows * Row, stage.Rows == 1);
        var half = stage.Roots[2];
        for (; blocks > 0; blocks--, x += 7 * step)
        {
            var w = stage.Twiddles;
            for (var p = 0; p < m; p++, x += Row, w += 14)
            {
                var (a, b, c, d) = (At(x), At(x + step), At(x + 2 * step), At(x + 3 * step));
                var (e, f, g, h) = (At(x + 4 * step), At(x + 5 * step), At(x + 6 * step), At(x + 7 * step));

                // Even results: four points of the sums.
                var (s, t, u, v) = (a + e + (c + g), a + e - (c + g), b + f + (d + h), (b + f - (d + h)).TimesMinusI());
                Put(s + u, x);
                Put(t + v, x + 2 * step, w + 2, last);
                Put(s - u, x + 4 * step, w + 6, last);
                Put(t - v, x + 6 * step, w + 10, last);

                // Odd results: four points of the differences times e^(−iπj/4). With q = −i·y: y·e^(−iπ/4) = (y + q)/√2, y·e^(−3iπ/4) = (q − y)/√2.
                var (y1, y3, y2) = (b - f, d - h, (c - g).TimesMinusI());
                var (q1, q3) = (y1.TimesMinusI(), y3.TimesMinusI());
                var (r1, r3) = ((y1 + q1).Times(half), (q3 - y3).Times(half));
                (s, t, u, v) = (a - e + y2, a - e - y2, r1 + r3, (r1 - r3).TimesMinusI());
                Put(s + u, x + step, w, last);
                Put(t + v, x + 3 * step, w + 4, last);
                Put(s - u, x + 5 * step, w + 8, last);
                Put(t - v, x + 7 * step, w + 12, last);
            }
        }
    }
}
