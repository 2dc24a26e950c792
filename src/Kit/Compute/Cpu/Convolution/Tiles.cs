using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kit.Compute.Cpu.Convolution;

/// <summary>A correlation as a matrix product [O, C·K] × [C·K, positions] whose right side is never written down.</summary>
/// <remarks>
/// A line of the right side is a piece of the input where it lies, or of a padded band of it that stays in the second-level cache. Positions run on over the
/// ends of rows; what is computed there is dropped. Every element is one chain of fused multiply-adds over (c, k): the same bits for any cut.
/// </remarks>
internal static unsafe class Tiles<T, TMicro> where T : unmanaged, INumber<T> where TMicro : struct, IMicroKernel<T>
{
    private const long BandBytes = 1 << 18;

    public static void Run(Problem problem)
    {
        var (y, w, output) = (problem.Y, problem.W, problem.Output);
        var axis = Math.Max(0, Array.FindIndex(output, t => t > 1));
        var bands = Bands(problem, axis);
        int[] extent = [.. output];
        extent[axis] = (output[axis] + bands - 1) / bands;
        var wide = output[axis] / bands >= TMicro.Columns || axis != 2 && output[2] >= TMicro.Columns;
        var band = new Band<T>(problem.X, 0, extent, problem.Stride, problem.Kernel, problem.Dilation, problem.Before, problem.Periodic, axis, wide && !problem.Periodic ? output[axis] : 0);
        var (groups, depth, blocks) = (w.Dims[0], band.Taps.Length, (w.Dims[1] + TMicro.Rows - 1) / TMicro.Rows);
        var weightBytes = Math.Max(64, (long)groups * blocks * TMicro.Rows * depth * sizeof(T));
        var weights = (T*)Pool.Rent(weightBytes);
        try
        {
            Threads.For(groups * blocks, piece => Pack(w, piece / blocks, piece % blocks * TMicro.Rows, weights + (long)piece * TMicro.Rows * depth));
            Threads.For(y.Dims[0] * groups * bands, piece =>
            {
                var (sample, group, cut) = (piece / bands / groups, piece / bands % groups, piece % bands);
                var (start, end) = ((int)((long)cut * output[axis] / bands), (int)((cut + 1L) * output[axis] / bands));
                Fill(problem, band, sample, group, start, end - start, weights + (long)group * blocks * TMicro.Rows * depth);
            });
        }
        finally
        {
            Pool.Return((byte*)weights, weightBytes);
        }
    }

    /// <summary>So many that a band fits its cache, and for one large sample enough for many threads.</summary>
    private static int Bands(Problem problem, int axis)
    {
        var x = problem.X;
        var bytes = (long)x.Dims[2] * Correlation.Product(x.Dims[3..]) * sizeof(T);
        var pieces = (long)x.Dims[0] * x.Dims[1];
        var work = bytes * problem.Y.Dims[2] * Correlation.Product(problem.Kernel);
        var enough = Math.Max((bytes + BandBytes - 1) / BandBytes, Math.Min(work >> 20, (16 + pieces - 1) / pieces));
        return (int)Math.Clamp(enough, 1, Math.Max(1, problem.Output[axis] / (axis == 2 ? 8 * TMicro.Columns : problem.Kernel[axis] + 1)));
    }

    /// <summary>A block of rows of [O, C·K], Rows values for each (c, k); rows that are not there are 0.</summary>
    private static void Pack(in View w, int group, int row, T* packed)
    {
        var source = (T*)CpuBackend.Pointer(w) + group * w.Strides[0] + row * w.Strides[1];
        var rows = Math.Min(TMicro.Rows, w.Dims[1] - row);
        for (var c = 0; c < w.Dims[2]; c++)
            for (var k0 = 0; k0 < w.Dims[3]; k0++)
                for (var k1 = 0; k1 < w.Dims[4]; k1++)
                    for (var k2 = 0; k2 < w.Dims[5]; k2++, packed += TMicro.Rows)
                    {
                        var from = source + c * w.Strides[2] + k0 * w.Strides[3] + k1 * w.Strides[4] + k2 * w.Strides[5];
                        for (var r = 0; r < TMicro.Rows; r++) packed[r] = r < rows ? from[r * w.Strides[1]] : T.Zero;
                    }
    }

    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(Problem problem, Band<T> band, int sample, int group, int start, int length, T* weights)
    {
        var (y, depth) = (problem.Y, band.Taps.Length);
        var bytes = Math.Max(64, (band.Size + TMicro.Columns) * sizeof(T));
        var room = (T*)Pool.Rent(bytes);
        try
        {
            var from = band.At(sample, group, start, room);
            var to = (T*)CpuBackend.Pointer(y) + sample * y.Strides[0] + group * y.Strides[1] + start * y.Strides[3 + band.Axis];
            int[] extent = [.. problem.Output];
            extent[band.Axis] = length;
            var pitch = (int)band.Row;
            // Rows that follow one another in both are one.
            if (pitch == extent[2] && y.Strides[4] == pitch * y.Strides[5]) (extent[1], extent[2], pitch) = (1, extent[1] * pitch, extent[1] * pitch);
            var positions = (extent[1] - 1) * pitch + extent[2];
            var bias = stackalloc T[TMicro.Rows];
            var tile = stackalloc T[TMicro.Rows * TMicro.Columns];
            var runs = stackalloc (int At, int Count, long To)[TMicro.Columns];
            fixed (long* taps = band.Taps)
                for (var plane = 0; plane < extent[0]; plane++)
                    for (var p = 0; p < positions; p += TMicro.Columns)
                    {
                        // In place nothing beyond the last position may be read: the last strip begins earlier and repeats some.
                        var first = band.InPlace ? Math.Min(p, positions - TMicro.Columns) : p;
                        var count = Runs(y, first, Math.Min(TMicro.Columns, positions - first), pitch, extent[2], runs);
                        for (var row = 0; row < y.Dims[2]; row += TMicro.Rows)
                        {
                            TMicro.Run(depth, weights + (long)row * depth, from + plane * band.Plane + first, new ScatteredLines<T>(taps), tile);
                            Store(y, problem.Bias, group, row, to + plane * y.Strides[3], tile, runs, count);
                        }
                    }
        }
        finally
        {
            Pool.Return((byte*)room, bytes);
        }
    }

    /// <summary>The positions of a tile that are inside of rows: from where in the tile, how many, to where in a plane of y.</summary>
    private static int Runs(in View y, int first, int count, int pitch, int width, (int At, int Count, long To)* runs)
    {
        var n = 0;
        for (var p = 0; p < count;)
        {
            var (line, column) = Math.DivRem(first + p, pitch);
            if (column < width) runs[n++] = (p, Math.Min(count - p, width - column), line * y.Strides[4] + column * y.Strides[5]);
            p += pitch - column;
        }

        return n;
    }

    /// <summary>Writes a tile, with the bias.</summary>
    private static void Store(in View y, in View? bias, int group, int row, T* to, T* tile, (int At, int Count, long To)* runs, int count)
    {
        var (rows, step, channel) = (Math.Min(TMicro.Rows, y.Dims[2] - row), y.Strides[5], y.Strides[2]);
        to += row * channel;
        for (var r = 0; r < rows; r++, tile += TMicro.Columns, to += channel)
        {
            var b = bias is { } view ? ((T*)CpuBackend.Pointer(view))[group * view.Strides[0] + (row + r) * view.Strides[1]] : T.Zero;
            for (var k = 0; k < count; k++) Copy(tile + runs[k].At, b, to + runs[k].To, step, runs[k].Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(T* from, T bias, T* to, long step, int count)
    {
        var i = 0;
        if (step == 1)
            for (var b = Vector.Create(bias); i <= count - Vector<T>.Count; i += Vector<T>.Count) (Vector.Load(from + i) + b).Store(to + i);
        for (to += i * step; i < count; i++, to += step) *to = from[i] + bias;
    }
}
