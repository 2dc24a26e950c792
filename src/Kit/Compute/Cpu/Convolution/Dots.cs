using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu.Convolution;

/// <summary>A correlation whose kernel is larger than its output, as the derivative by the weights: dot products along the kernel's positions.</summary>
/// <remarks>
/// Both sides lie with one pitch, rows of the kernel filled up with zeros, so that a product runs over many rows at once. The sum is cut by the shape alone into
/// parts that are added in order: the same bits for any number of threads.
/// </remarks>
internal static unsafe class Dots<T> where T : unmanaged, INumber<T>
{
    private const int Rows = 4, Columns = 6, MostParts = 16;
    private const long PartElements = 1 << 20;

    /// <summary>Positions of a product: four rows of them and what they meet fill the first-level cache.</summary>
    private static readonly int Length = 6144 / sizeof(T);

    public static void Run(Problem problem)
    {
        problem = Fold(problem);
        var (x, w, y, kernel) = (problem.X, problem.W, problem.Y, problem.Kernel);
        var (groups, outputs, columns) = (w.Dims[0], w.Dims[1], checked((int)(y.Dims[0] * Correlation.Product(problem.Output))));
        var axis = Math.Max(0, Array.FindIndex(kernel, k => k > 1));
        var bands = (int)Math.Clamp(Correlation.Product(kernel) / Length, 1, Math.Max(1, kernel[axis] / 2));
        int[] extent = [.. kernel];
        extent[axis] = (kernel[axis] + bands - 1) / bands;
        var band = new Band<T>(x, 2, extent, problem.Dilation, problem.Output, problem.Stride, problem.Before, problem.Periodic, axis, 0);
        var size = (long)groups * outputs * columns;
        var units = w.Dims[2] * bands;
        var parts = (int)Math.Clamp(PartElements / size, 1, Math.Clamp(units, 1, MostParts));
        var shares = Math.Min((outputs + Rows - 1) / Rows, MostParts / parts);
        var sumBytes = Math.Max(64, parts * size * sizeof(T));
        var sums = (T*)Pool.Rent(sumBytes);
        var padded = Padded(band);
        var laidBytes = shares > 1 ? groups * units * padded * sizeof(T) : 64;
        var laid = (T*)Pool.Rent(laidBytes);
        try
        {
            // What several shares read is copied once.
            if (shares > 1) Threads.For(groups * units, k => Fill(problem, band, bands, k / units, k % units, laid + k * padded));
            Threads.For(parts * groups * shares, piece =>
            {
                var (part, group, share) = (piece / shares / groups, piece / shares % groups, piece % shares);
                var (low, high) = (Share(share, shares, outputs), Share(share + 1, shares, outputs));
                Sum(problem, band, bands, group, low, high, (int)((long)part * units / parts), (int)((part + 1L) * units / parts), shares > 1 ? laid + group * units * padded : null, sums + part * size + ((long)group * outputs + low) * columns, columns);
            });
            Collect(problem, sums, parts, size, columns);
        }
        finally
        {
            Pool.Return((byte*)laid, laidBytes);
            Pool.Return((byte*)sums, sumBytes);
        }
    }

    /// <summary>Where positions are few, channels become an outer axis of them: one long product in place of many short ones.</summary>
    private static Problem Fold(Problem problem)
    {
        var (x, w, y) = (problem.X, problem.W, problem.Y);
        if (x.Dims[3] > 1 || w.Dims[3] > 1 || y.Dims[3] > 1 || problem.Before[0] != 0 || Correlation.Product(problem.Kernel) > Length / 2) return problem;
        return problem with { X = Outer(x), W = Outer(w), Stride = [1, .. problem.Stride[1..]], Dilation = [1, .. problem.Dilation[1..]] };

        static View Outer(in View v) => new(v.Storage!, v.Offset, [.. v.Dims[..2], 1, v.Dims[2], .. v.Dims[4..]], [.. v.Strides[..3], v.Strides[2], .. v.Strides[4..]], v.Type);
    }

    /// <summary>Elements of a band with zeros behind it: the last vector of a product may end beyond the images, where the kernel is 0; so must be what it meets.</summary>
    private static long Padded(Band<T> band) => (band.Size + 2 * Vector512<T>.Count - 1) / Vector512<T>.Count * Vector512<T>.Count;

    private static void Fill(Problem problem, Band<T> band, int bands, int group, int unit, T* room)
    {
        band.At(unit / bands, group, (int)((long)(unit % bands) * problem.Kernel[band.Axis] / bands), room);
        new Span<T>(room + band.Size, (int)(Padded(band) - band.Size)).Clear();
    }

    /// <summary>Cuts of whole blocks of rows.</summary>
    private static int Share(int share, int shares, int rows) => Math.Min(rows, (int)((long)share * ((rows + Rows - 1) / Rows) / shares) * Rows);

    /// <summary>Sums of rows low … high − 1 over some of the (channel, band) units.</summary>
    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(Problem problem, Band<T> band, int bands, int group, int low, int high, int unit, int end, T* laid, T* sums, int columns)
    {
        var (w, kernel) = (problem.W, problem.Kernel);
        for (var i = 0L; i < (long)(high - low) * columns; i++) sums[i] = T.Zero;
        int[] extent = [.. kernel];
        extent[band.Axis] = (kernel[band.Axis] + bands - 1) / bands;
        var lanes = Vector512<T>.Count;
        var length = (int)((extent[0] - 1) * band.Plane + (extent[1] - 1) * band.Row + extent[2] + lanes - 1) / lanes * lanes;
        var padded = Padded(band);
        var own = laid == null ? padded : 0;
        var bytes = (own + (long)(high - low) * length) * sizeof(T);
        var memory = (T*)Pool.Rent(bytes);
        var rows = memory + own;
        T** a = stackalloc T*[Rows], b = stackalloc T*[Columns];
        var block = stackalloc T[Rows * Columns * lanes];
        try
        {
            for (; unit < end; unit++)
            {
                var (channel, cut) = (unit / bands, unit % bands);
                var (start, stop) = ((int)((long)cut * kernel[band.Axis] / bands), (int)((cut + 1L) * kernel[band.Axis] / bands));
                var room = laid == null ? memory : laid + unit * padded;
                if (laid == null) Fill(problem, band, bands, group, unit, room);
                Lay(w, band, group, low, high, channel, start, stop - start, kernel, rows, length);
                for (var o = low; o < high; o += Rows)
                {
                    for (var r = 0; r < Rows; r++) a[r] = rows + (long)Math.Min(o - low + r, high - low - 1) * length;
                    for (var j = 0; j < columns; j += Columns)
                    {
                        for (var q = 0; q < Columns; q++) b[q] = room + band.Taps[Math.Min(j + q, columns - 1)];
                        Block(a, b, length, block);
                        for (var r = 0; r < Math.Min(Rows, high - o); r++)
                            for (var q = 0; q < Math.Min(Columns, columns - j); q++) sums[(o - low + r) * (long)columns + j + q] += Add(Vector512.Load(block + (r * Columns + q) * lanes));
                    }
                }
            }
        }
        finally
        {
            Pool.Return((byte*)memory, bytes);
        }
    }

    /// <summary>The kernel's band with the input's pitch.</summary>
    private static void Lay(in View w, Band<T> band, int group, int low, int high, int channel, int start, int count, int[] kernel, T* rows, int length)
    {
        int[] extent = [.. kernel];
        extent[band.Axis] = count;
        var from = (T*)CpuBackend.Pointer(w) + group * w.Strides[0] + low * w.Strides[1] + channel * w.Strides[2] + start * w.Strides[3 + band.Axis];
        for (var o = low; o < high; o++, from += w.Strides[1], rows += length)
        {
            var end = 0L;
            for (var k0 = 0; k0 < extent[0]; k0++)
                for (var k1 = 0; k1 < extent[1]; k1++)
                {
                    var place = k0 * band.Plane + k1 * band.Row;
                    new Span<T>(rows + end, (int)(place - end)).Clear();
                    Strided.Copy((byte*)(from + k0 * w.Strides[3] + k1 * w.Strides[4]), w.Strides[5] * sizeof(T), (byte*)(rows + place), sizeof(T), extent[2], sizeof(T));
                    end = place + extent[2];
                }

            new Span<T>(rows + end, (int)(length - end)).Clear();
        }
    }

    private static void Collect(Problem problem, T* sums, int parts, long size, int columns)
    {
        var (y, output, bias) = (problem.Y, problem.Output, problem.Bias);
        for (var part = 1; part < parts; part++)
            for (var i = 0L; i < size; i++) sums[i] += sums[part * size + i];
        for (var g = 0; g < y.Dims[1]; g++)
            for (var o = 0; o < y.Dims[2]; o++)
            {
                var b = bias is { } view ? ((T*)CpuBackend.Pointer(view))[g * view.Strides[0] + o * view.Strides[1]] : T.Zero;
                for (var n = 0; n < y.Dims[0]; n++)
                    for (var t0 = 0; t0 < output[0]; t0++)
                        for (var t1 = 0; t1 < output[1]; t1++)
                            for (var t2 = 0; t2 < output[2]; t2++)
                                ((T*)CpuBackend.Pointer(y))[n * y.Strides[0] + g * y.Strides[1] + o * y.Strides[2] + t0 * y.Strides[3] + t1 * y.Strides[4] + t2 * y.Strides[5]] = *sums++ + b;
            }
    }

    /// <summary>4 × 6 dot products of lengths that are whole vectors, each still a vector of partial sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(T** a, T** b, int length, T* lanes)
    {
        T* a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3], b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3], b4 = b[4], b5 = b[5];
        Vector512<T> r00 = default, r01 = default, r02 = default, r03 = default, r04 = default, r05 = default;
        Vector512<T> r10 = default, r11 = default, r12 = default, r13 = default, r14 = default, r15 = default;
        Vector512<T> r20 = default, r21 = default, r22 = default, r23 = default, r24 = default, r25 = default;
        Vector512<T> r30 = default, r31 = default, r32 = default, r33 = default, r34 = default, r35 = default;
        for (var i = 0; i < length; i += Vector512<T>.Count)
        {
            var (x0, x1, x2, x3) = (Vector512.Load(a0 + i), Vector512.Load(a1 + i), Vector512.Load(a2 + i), Vector512.Load(a3 + i));
            var z = Vector512.Load(b0 + i);
            (r00, r10, r20, r30) = (Fma(x0, z, r00), Fma(x1, z, r10), Fma(x2, z, r20), Fma(x3, z, r30));
            z = Vector512.Load(b1 + i);
            (r01, r11, r21, r31) = (Fma(x0, z, r01), Fma(x1, z, r11), Fma(x2, z, r21), Fma(x3, z, r31));
            z = Vector512.Load(b2 + i);
            (r02, r12, r22, r32) = (Fma(x0, z, r02), Fma(x1, z, r12), Fma(x2, z, r22), Fma(x3, z, r32));
            z = Vector512.Load(b3 + i);
            (r03, r13, r23, r33) = (Fma(x0, z, r03), Fma(x1, z, r13), Fma(x2, z, r23), Fma(x3, z, r33));
            z = Vector512.Load(b4 + i);
            (r04, r14, r24, r34) = (Fma(x0, z, r04), Fma(x1, z, r14), Fma(x2, z, r24), Fma(x3, z, r34));
            z = Vector512.Load(b5 + i);
            (r05, r15, r25, r35) = (Fma(x0, z, r05), Fma(x1, z, r15), Fma(x2, z, r25), Fma(x3, z, r35));
        }

        // A call while they are in registers would make the loop keep them in memory: they are stored, and summed elsewhere.
        var w = Vector512<T>.Count;
        r00.Store(lanes + 0 * w); r01.Store(lanes + 1 * w); r02.Store(lanes + 2 * w); r03.Store(lanes + 3 * w); r04.Store(lanes + 4 * w); r05.Store(lanes + 5 * w);
        r10.Store(lanes + 6 * w); r11.Store(lanes + 7 * w); r12.Store(lanes + 8 * w); r13.Store(lanes + 9 * w); r14.Store(lanes + 10 * w); r15.Store(lanes + 11 * w);
        r20.Store(lanes + 12 * w); r21.Store(lanes + 13 * w); r22.Store(lanes + 14 * w); r23.Store(lanes + 15 * w); r24.Store(lanes + 16 * w); r25.Store(lanes + 17 * w);
        r30.Store(lanes + 18 * w); r31.Store(lanes + 19 * w); r32.Store(lanes + 20 * w); r33.Store(lanes + 21 * w); r34.Store(lanes + 22 * w); r35.Store(lanes + 23 * w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Fma(Vector512<T> a, Vector512<T> b, Vector512<T> c) => Micro512<T>.Fma(a, b, c);

    /// <summary>The sum of the lanes by halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Add(Vector512<T> v)
    {
        var half = v.GetLower() + v.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        return Vector128<T>.Count == 2 ? quarter[0] + quarter[1] : (quarter[0] + quarter[2]) + (quarter[1] + quarter[3]);
    }
}
