using System.Numerics;

namespace Kit.Compute.Cpu.Fft;

/// <summary>A line too long for the cache, or alone where lanes want company, as a matrix: n = a·b.</summary>
/// <remarks>
/// With j = b·j₁ + j₂ and k = k₁ + a·k₂: X_k = Σ_{j₂} w_b^(j₂k₂) · w_n^(j₂k₁) · Σ_{j₁} w_a^(j₁k₁) x_j. The inner sums are b transforms of length a side by
/// side, the outer ones a transforms of length b (Bailey, "FFTs in external or hierarchical memory", 1990).
/// </remarks>
internal static unsafe class FourStep<TLanes, T> where TLanes : unmanaged, ILanes<TLanes, T> where T : unmanaged, INumber<T>
{
    private const int Shortest = 64, Longest = 4096;

    public static bool Pays(int n, long lines) => (n > Longest || n >= Shortest && 2 * lines <= TLanes.Width) && FourStepPlan<T>.Split(n) > 1;

    public static void Run(in View x, in View y, bool swapIn, bool swapOut, double scale)
    {
        var (n, plan) = (x.Dims[^1], FourStepPlan<T>.Of(x.Dims[^1]));
        var (a, b) = (plan.A, plan.B);
        var (columns, rows) = (Plan<T>.Of(a), Plan<T>.Of(b));
        var memory = HostStorage.Rent(n, y.Type);
        var heads = new Loop([new View(x.Storage!, x.Offset, x.Dims[..^1], x.Strides[..^1], x.Type), new View(y.Storage!, y.Offset, y.Dims[..^1], y.Strides[..^1], y.Type)]);
        for (var line = 0L; line < heads.Size; line++)
        {
            var (from, to) = (Element(&heads, 0, line, x), Element(&heads, 1, line, y));
            var (s, t) = (x.Strides[^1], y.Strides[^1]);
            new LineBatch<TLanes, T>(new(x.Storage!, from, [b, a], [s, b * s], x.Type), new(memory, 0, [b, a], [1, b], y.Type), swapIn, false)
                .Run(a, a, columns.Place, 1, (work, first) =>
                {
                    Butterflies<TLanes, T>.Run(columns, work);
                    Turn(plan, columns.Place, work, first);
                });
            new LineBatch<TLanes, T>(new(memory, 0, [a, b], [b, 1], y.Type), new(y.Storage!, to, [a, b], [t, a * t], y.Type), false, swapOut)
                .Run(b, b, rows.Place, scale, (work, _) => Butterflies<TLanes, T>.Run(rows, work));
        }

        memory.Release();
    }

    /// <summary>Multiplies result k₁ of column j₂ by w_n^(j₂k₁).</summary>
    private static void Turn(FourStepPlan<T> plan, int[] place, T* work, long first)
    {
        for (var k = 0; k < plan.A; k++)
        {
            T* low = plan.Low(k) + first, high = plan.High(k) + first;
            var w = TLanes.Load(low, low + plan.Pitch).Times(TLanes.Load(high, high + plan.Pitch));
            var row = work + 2L * place[k] * TLanes.Width;
            TLanes.Load(row, row + TLanes.Width).Times(w).Store(row, row + TLanes.Width);
        }
    }

    private static long Element(Loop* heads, int v, long line, in View view) =>
        (Sweep.Address(heads, v, line) - ((HostStorage)view.Storage!).Pointer) / view.Type.Bytes();
}
