using System.Numerics;

namespace Kit.Compute.Cpu.Fft;

/// <summary>Transforms of the same length along the last axes of two views, as many side by side as a vector has lanes.</summary>
/// <remarks>Each line's result comes from the same operations in whichever lane, group and thread it runs.</remarks>
internal readonly unsafe struct LineBatch<TLanes, T> where TLanes : unmanaged, ILanes<TLanes, T> where T : unmanaged, INumber<T>
{
    private const int SmallBatch = 1 << 13;
    private const int MostPieces = 64;
    private readonly Loop lines;
    private readonly Layout from, to;
    private readonly int run;

    /// <summary>The lines of x and y; the last axes may differ in extent.</summary>
    /// <param name="x">Complex, or real with an even number of neighbours to be taken in pairs.</param>
    /// <param name="y">Like x.</param>
    /// <param name="swapIn">Exchanges the parts of x.</param>
    /// <param name="swapOut">Exchanges the parts of y.</param>
    public LineBatch(in View x, in View y, bool swapIn, bool swapOut)
    {
        lines = new Loop([Heads(x), Heads(y)]);
        (from, to) = (LayoutOf(x, swapIn), LayoutOf(y, swapOut));
        // Lines along memory are taken in any groups; lines across it in groups of neighbours.
        run = (int)(from.Step == 2 && to.Step == 2 ? lines.Size : lines.Dims[0]);
    }

    /// <summary>What happens to a group between loading and storing.</summary>
    /// <param name="work">Its rows.</param>
    /// <param name="first">Number of the line in lane 0.</param>
    public delegate void Step(T* work, long first);

    /// <summary>Loads <paramref name="rowsIn"/> rows of every group of lines, runs the step, stores the rows place[0 … <paramref name="rowsOut"/> − 1] times the scale.</summary>
    public void Run(int rowsIn, int rowsOut, int[] place, double scale, Step step)
    {
        var groups = (run + TLanes.Width - 1) / TLanes.Width;
        var runs = lines.Size / run;
        var all = checked((int)(groups * runs));
        var pieces = lines.Size * rowsIn <= SmallBatch ? 1 : Math.Min(all, MostPieces);
        var own = this;
        var bytes = (Math.Max(rowsIn, rowsOut) + 1L) * 2 * TLanes.Width * sizeof(T);
        Threads.For(pieces, piece =>
        {
            var work = (T*)Pool.Rent(bytes);
            try
            {
                for (var g = (int)((long)piece * all / pieces); g < (int)((piece + 1L) * all / pieces); g++)
                {
                    // The last group of a run begins earlier rather than being short: a line done twice gets the same numbers.
                    var inRun = Math.Max(0, Math.Min(g % groups * TLanes.Width, own.run - TLanes.Width));
                    own.Group(work, (long)(g / groups) * own.run + inRun, Math.Min(TLanes.Width, own.run), rowsIn, rowsOut, place, T.CreateTruncating(scale), step);
                }
            }
            finally
            {
                Pool.Return((byte*)work, bytes);
            }
        });
    }

    private void Group(T* work, long first, int width, int rowsIn, int rowsOut, int[] place, T scale, Step step)
    {
        T** sources = stackalloc T*[TLanes.Width], targets = stackalloc T*[TLanes.Width];
        var own = lines;
        for (var l = 0; l < TLanes.Width; l++)
        {
            var line = first + Math.Min(l, width - 1);
            sources[l] = (T*)Sweep.Address(&own, 0, line);
            targets[l] = (T*)Sweep.Address(&own, 1, line);
        }

        new Block<TLanes, T>(work, sources, width).Load(rowsIn, from);
        step(work, first);
        fixed (int* p = place) new Block<TLanes, T>(work, targets, width).Store(rowsOut, p, to, scale);
    }

    private static Layout LayoutOf(in View view, bool swap) => view.Type.IsComplex()
        ? new(view.Dims[^1] == 1 ? 2 : 2 * view.Strides[^1], 1, swap)
        : new(2 * view.Strides[^1], view.Strides[^1], swap);

    private static View Heads(in View view) => new(view.Storage!, view.Offset, view.Dims[..^1], view.Strides[..^1], view.Type);
}
