using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kit.Compute.Cpu.Fft;

/// <summary>Transposes W × W numbers in registers: each round zips the vectors i and i + W/2, which turns the index (i, j) left by one bit.</summary>
internal static unsafe class SquareTurn<TLanes, T> where TLanes : unmanaged, ILanes<TLanes, T> where T : unmanaged, INumber<T>
{
    /// <summary>to[j][i] = scale · from[i][j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(T** from, T** to, T scale)
    {
        if (TLanes.Width == 4) Four(from, to, scale);
        else if (TLanes.Width == 8) Eight(from, to, scale);
        else Sixteen(from, to, scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(T** from, T** to, T scale)
    {
        var (a, b) = (Load(from, 0, scale), Load(from, 1, scale));
        (a, b) = (Low(a, b), High(a, b));
        a.Store(to[0], to[1]);
        b.Store(to[2], to[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(T** from, T** to, T scale)
    {
        var (a, b, c, d) = (Load(from, 0, scale), Load(from, 1, scale), Load(from, 2, scale), Load(from, 3, scale));
        (a, b, c, d) = (Low(a, c), High(a, c), Low(b, d), High(b, d));
        (a, b, c, d) = (Low(a, c), High(a, c), Low(b, d), High(b, d));
        a.Store(to[0], to[1]);
        b.Store(to[2], to[3]);
        c.Store(to[4], to[5]);
        d.Store(to[6], to[7]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sixteen(T** from, T** to, T scale)
    {
        var (a, b, c, d) = (Load(from, 0, scale), Load(from, 1, scale), Load(from, 2, scale), Load(from, 3, scale));
        var (e, f, g, h) = (Load(from, 4, scale), Load(from, 5, scale), Load(from, 6, scale), Load(from, 7, scale));
        for (var round = 0; round < 3; round++)
        {
            var (p, q, r, s) = (Low(a, e), High(a, e), Low(b, f), High(b, f));
            (e, f, g, h) = (Low(c, g), High(c, g), Low(d, h), High(d, h));
            (a, b, c, d) = (p, q, r, s);
        }

        a.Store(to[0], to[1]);
        b.Store(to[2], to[3]);
        c.Store(to[4], to[5]);
        d.Store(to[6], to[7]);
        e.Store(to[8], to[9]);
        f.Store(to[10], to[11]);
        g.Store(to[12], to[13]);
        h.Store(to[14], to[15]);
    }

    /// <summary>The first round, of the vectors i and i + W/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Load(T** from, int i, T scale) => TLanes.Load(from[i], from[i + TLanes.Width / 2]).Times(scale).Zip();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Low(TLanes a, TLanes b) => TLanes.Firsts(a, b).Zip();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes High(TLanes a, TLanes b) => TLanes.Seconds(a, b).Zip();
}
