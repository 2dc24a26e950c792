using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kit.Compute.Cpu.Fft;

/// <summary>How the numbers of a line lie in memory.</summary>
/// <param name="Step">From one to the next, in T; for complex numbers of both parts.</param>
/// <param name="Part">From the real to the imaginary part in T. Of a real line two neighbours make a complex number.</param>
/// <param name="Swap">Exchanges real and imaginary parts: a forward transform between two exchanges is the inverse one.</param>
internal readonly record struct Layout(long Step, long Part, bool Swap);

/// <summary>Moves the lines of one group between memory and rows of lanes.</summary>
/// <param name="work">The rows: real parts of all lanes, then imaginary parts.</param>
/// <param name="lines">First number of each lane's line.</param>
/// <param name="width">Lines in use; the other lanes hold zeros or copies.</param>
internal readonly unsafe ref struct Block<TLanes, T>(T* work, T** lines, int width) where TLanes : unmanaged, ILanes<TLanes, T> where T : unmanaged, INumber<T>
{
    private static int W => TLanes.Width;

    /// <summary>Fills the rows 0 … n − 1.</summary>
    public void Load(int n, Layout layout)
    {
        if (layout is { Step: 2, Part: 1 } && 2 * n >= W) LoadRows(n, layout.Swap ? 1 : 0);
        else if (Adjacent(layout)) LoadColumns(n, layout);
        else LoadNumbers(n, layout);
    }

    /// <summary>Stores scale times the rows place[0] … place[n − 1].</summary>
    public void Store(int n, int* place, Layout layout, T scale)
    {
        if (layout is { Step: 2, Part: 1 } && 2 * n >= W) StoreRows(n, place, layout.Swap ? 1 : 0, scale);
        else if (Adjacent(layout)) StoreColumns(n, place, layout, scale);
        else StoreNumbers(n, place, layout, scale);
    }

    /// <summary>True when the lines lie beside each other: complex numbers 2 apart, or real ones 1 apart.</summary>
    private bool Adjacent(Layout layout)
    {
        var apart = layout.Part == 1 ? 2 : 1;
        for (var l = 1; l < W; l++)
            if (lines[l] - lines[l - 1] != apart) return false;
        return width == W;
    }

    [SkipLocalsInit]
    private void LoadRows(int n, int swap)
    {
        T** from = stackalloc T*[W], to = stackalloc T*[W];
        for (var c = 0; ; c = Math.Min(c + W, 2 * n - W))
        {
            for (var l = 0; l < W; l++)
            {
                from[l] = lines[l] + c;
                to[l] = work + (long)(c + (l ^ swap)) * W;
            }

            SquareTurn<TLanes, T>.Run(from, to, T.One);
            if (c == 2 * n - W) return;
        }
    }

    [SkipLocalsInit]
    private void StoreRows(int n, int* place, int swap, T scale)
    {
        T** from = stackalloc T*[W], to = stackalloc T*[W];
        var spare = stackalloc T[W];
        for (var c = 0; ; c = Math.Min(c + W, 2 * n - W))
        {
            for (var l = 0; l < W; l++)
            {
                from[l] = work + (2L * place[(c + l) / 2] + ((l & 1) ^ swap)) * W;
                to[l] = l < width ? lines[l] + c : spare;
            }

            SquareTurn<TLanes, T>.Run(from, to, scale);
            if (c == 2 * n - W) return;
        }
    }

    private void LoadColumns(int n, Layout layout)
    {
        var x = lines[0];
        for (var k = 0; k < n; k++, x += layout.Step)
        {
            var z = layout.Part == 1 ? TLanes.Load(x, x + W).Unzip() : TLanes.Load(x, x + layout.Part);
            var row = work + 2L * k * W;
            z.Store(layout.Swap ? row + W : row, layout.Swap ? row : row + W);
        }
    }

    private void StoreColumns(int n, int* place, Layout layout, T scale)
    {
        var y = lines[0];
        for (var k = 0; k < n; k++, y += layout.Step)
        {
            var row = work + 2L * place[k] * W;
            var z = TLanes.Load(layout.Swap ? row + W : row, layout.Swap ? row : row + W).Times(scale);
            if (layout.Part == 1) z.Zip().Store(y, y + W);
            else z.Store(y, y + layout.Part);
        }
    }

    private void LoadNumbers(int n, Layout layout)
    {
        new Span<T>(work, 2 * n * W).Clear();
        for (var l = 0; l < width; l++)
            for (var k = 0; k < n; k++)
            {
                T* z = lines[l] + k * layout.Step, row = work + 2L * k * W + l;
                (row[0], row[W]) = layout.Swap ? (z[layout.Part], z[0]) : (z[0], z[layout.Part]);
            }
    }

    private void StoreNumbers(int n, int* place, Layout layout, T scale)
    {
        for (var l = 0; l < width; l++)
            for (var k = 0; k < n; k++)
            {
                T* z = lines[l] + k * layout.Step, row = work + 2L * place[k] * W + l;
                (z[0], z[layout.Part]) = layout.Swap ? (row[W] * scale, row[0] * scale) : (row[0] * scale, row[W] * scale);
            }
    }
}
