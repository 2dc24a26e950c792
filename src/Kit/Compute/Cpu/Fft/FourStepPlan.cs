using System.Numerics;

namespace Kit.Compute.Cpu.Fft;

/// <summary>The split n = a·b and the twiddles w_n^(jk), j &lt; b, k &lt; a, as products of two: k = L·h + l gives w^(jl) · w^(jLh), so that √a tables of b numbers do.</summary>
internal sealed unsafe class FourStepPlan<T> where T : unmanaged, INumber<T>
{
    private const int WidestLanes = 16;
    private static readonly PlanCache<FourStepPlan<T>> Cache = new(n => new(n));
    private readonly T[] low, high;
    private readonly int lows;

    private FourStepPlan(int n)
    {
        A = Split(n);
        B = n / A;
        Pitch = Math.Max(B, WidestLanes);
        lows = (int)Math.Ceiling(Math.Sqrt(A));
        low = Table(lows, 1, n);
        high = Table((A + lows - 1) / lows, lows, n);
    }

    public int A { get; }

    public int B { get; }

    /// <summary>From the real to the imaginary parts in a table's row.</summary>
    public int Pitch { get; }

    public static FourStepPlan<T> Of(int n) => Cache.Of(n);

    /// <summary>The largest divisor not above √n.</summary>
    public static int Split(int n)
    {
        var a = (int)Math.Sqrt(n);
        while (n % a != 0) a--;
        return a;
    }

    /// <summary>The row of w_n^(jl): b real, then b imaginary parts.</summary>
    public T* Low(int k) => Plan<T>.Pointer(low) + k % lows * 2L * Pitch;

    /// <summary>The row of w_n^(jLh).</summary>
    public T* High(int k) => Plan<T>.Pointer(high) + k / lows * 2L * Pitch;

    private T[] Table(int rows, int step, int n)
    {
        var table = GC.AllocateArray<T>(2 * rows * Pitch, pinned: true);
        for (var row = 0; row < rows; row++)
            for (var j = 0; j < B; j++)
            {
                var w = Roots.Of((long)row * step * j, n);
                (table[2 * row * Pitch + j], table[(2 * row + 1) * Pitch + j]) = (T.CreateTruncating(w.Real), T.CreateTruncating(w.Imaginary));
            }

        return table;
    }
}
