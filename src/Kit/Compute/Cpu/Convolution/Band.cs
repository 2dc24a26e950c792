using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu.Convolution;

/// <summary>The part of the input that a band of positions reads, laid out so that neighbouring positions lie side by side for every tap.</summary>
/// <remarks>
/// Position v and tap q of an axis read x̃[v·u + q·h − p]. The band holds an image for each residue of q·h mod u, in which v moves by one element whatever u:
/// element j of residue r is x̃[(start + j)·u + r − p], and tap q reads j = v + ⌊q·h/u⌋. Outside of x are zeros or its period. Where x itself has this
/// layout it is read in place.
/// </remarks>
internal sealed unsafe class Band<T> where T : unmanaged
{
    private const long Outside = long.MinValue;
    private readonly View x;
    private readonly int fixedAxis, imageAxis;
    private readonly int[] step, before, residues0, residues1, residues2;
    private readonly bool periodic;
    private readonly int[] lengths;
    private readonly long pitch;

    /// <param name="x">[N,G,C,S…]; type T.</param>
    /// <param name="fixedAxis">0 for bands of one sample, 2 for bands of one channel; the images run over the other.</param>
    /// <param name="extent">Number of positions of each axis, in the longest band.</param>
    /// <param name="step">u.</param>
    /// <param name="taps">Number of taps of each axis.</param>
    /// <param name="tapStep">h.</param>
    /// <param name="before">p.</param>
    /// <param name="periodic">What stands outside of x.</param>
    /// <param name="axis">The axis that is cut into bands.</param>
    /// <param name="whole">Positions of that axis in all bands, if x may be read in place; 0 if not.</param>
    public Band(in View x, int fixedAxis, int[] extent, int[] step, int[] taps, int[] tapStep, int[] before, bool periodic, int axis, int whole)
    {
        (this.x, this.fixedAxis, imageAxis, this.step, this.before, this.periodic, Axis) = (x, fixedAxis, 2 - fixedAxis, step, before, periodic, axis);
        var (residues, shifts) = (new int[3][], new int[3][]);
        var fits = true;
        pitch = step[2] * x.Strides[5];
        lengths = new int[3];
        var places = new int[3][];
        for (var a = 0; a < 3; a++)
        {
            var (u, h) = (step[a], tapStep[a]);
            residues[a] = [.. Enumerable.Range(0, taps[a]).Select(q => q * h % u).Distinct()];
            places[a] = [.. Enumerable.Range(0, taps[a]).Select(q => Array.IndexOf(residues[a], q * h % u))];
            shifts[a] = [.. Enumerable.Range(0, taps[a]).Select(q => q * h / u)];
            lengths[a] = extent[a] + shifts[a].DefaultIfEmpty(0).Max();
            var reach = (a == axis ? whole : extent[a]) + shifts[a].DefaultIfEmpty(0).Max() - before[a];
            fits &= u == 1 && before[a] <= 0 && reach <= x.Dims[3 + a];
        }

        (residues0, residues1, residues2) = (residues[0], residues[1], residues[2]);
        InPlace = fits && whole > 0 && x.Strides[5] == 1 && (extent[1] == 1 || x.Strides[4] >= extent[2] && x.Strides[4] <= extent[2] + extent[2] / 4 + 8);
        (Row, Plane) = InPlace ? (extent[1] == 1 ? extent[2] : x.Strides[4], x.Strides[3]) : (lengths[2], (long)lengths[1] * lengths[2]);
        var image = lengths[0] * (long)lengths[1] * lengths[2];
        var (line, all) = (InPlace ? x.Strides[4] : Row, image * residues0.Length * residues1.Length * residues2.Length);
        Images = x.Dims[imageAxis];
        Size = InPlace ? 0 : Images * all;
        Taps = new long[(long)Images * taps[0] * taps[1] * taps[2]];
        var n = 0;
        for (var m = 0; m < Images; m++)
            for (var q0 = 0; q0 < taps[0]; q0++)
                for (var q1 = 0; q1 < taps[1]; q1++)
                    for (var q2 = 0; q2 < taps[2]; q2++)
                    {
                        var residue = (places[0][q0] * (long)residues1.Length + places[1][q1]) * residues2.Length + places[2][q2];
                        Taps[n++] = m * (InPlace ? x.Strides[imageAxis] : all) + residue * image + shifts[0][q0] * Plane + shifts[1][q1] * line + shifts[2][q2];
                    }
    }

    /// <summary>The axis that is cut into bands.</summary>
    public int Axis { get; }

    /// <summary>Whether x is read where it lies.</summary>
    public bool InPlace { get; }

    /// <summary>Elements of a band's copy.</summary>
    public long Size { get; }

    /// <summary>Number of images: channels of a sample or samples of a channel.</summary>
    public int Images { get; }

    /// <summary>Steps from a position to the next of axis 1 and of axis 0.</summary>
    public long Row { get; }

    public long Plane { get; }

    /// <summary>Where the taps of a position lie from it, by image and tap.</summary>
    public long[] Taps { get; }

    /// <summary>The address of position 0 of the band from <paramref name="start"/> on; copies into <paramref name="room"/> unless x is read in place.</summary>
    public T* At(int index, int group, int start, T* room)
    {
        var from = (T*)CpuBackend.Pointer(x) + index * x.Strides[fixedAxis] + group * x.Strides[1];
        if (InPlace)
        {
            for (var a = 0; a < 3; a++) from += ((a == Axis ? start : 0) - before[a]) * x.Strides[3 + a];
            return from;
        }

        var runs = Array.ConvertAll(residues2, r => Array.ConvertAll(Runs(r, start), run => (run.Source < 0 ? Outside : run.Source * x.Strides[5], run.Count)));
        var (sources0, sources1) = (Sources(0, residues0, start), Sources(1, residues1, start));
        var to = room;
        var (step0, step1) = (x.Strides[3], x.Strides[4]);
        for (var m = 0; m < Images; m++, from += x.Strides[imageAxis])
            foreach (var from0 in sources0)
                foreach (var from1 in sources1)
                    foreach (var pieces in runs)
                        foreach (var i0 in from0)
                        {
                            if (i0 >= 0) Lines(from + i0 * step0, step1, from1, pieces, to, lengths[2], pitch);
                            else new Span<T>(to, lengths[1] * lengths[2]).Clear();
                            to += (long)lengths[1] * lengths[2];
                        }

        return room;
    }

    /// <summary>One line a row. Lines are short: calls of the general copy and of clearing would take as long as the work.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lines(T* image, long step, int[] rows, (long Offset, int Count)[] pieces, T* to, int length, long pitch)
    {
        var w = Vector512<T>.Count;
        foreach (var row in rows)
        {
            if (row < 0)
            {
                new Span<T>(to, length).Clear();
                to += length;
                continue;
            }

            foreach (var (offset, count) in pieces)
            {
                // Zeros may be written beyond their run: what follows is written later, and behind the last line there is room.
                if (offset == Outside && count <= w) Vector512<T>.Zero.Store(to);
                else if (offset == Outside) new Span<T>(to, count).Clear();
                else if (pitch == 2 && sizeof(T) == 4) Halve((uint*)(image + row * step + offset), (uint*)to, count);
                else if (pitch != 1) Strided.Copy((byte*)(image + row * step + offset), pitch * sizeof(T), (byte*)to, sizeof(T), count, sizeof(T));
                else Copy(image + row * step + offset, to, count);
                to += count;
            }
        }
    }

    /// <summary>Whole vectors, the last one overlapping the one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(T* from, T* to, int count)
    {
        var (w, i) = (Vector512<T>.Count, 0);
        if (count >= w)
        {
            for (; i < count - w; i += w) Vector512.Load(from + i).Store(to + i);
            Vector512.Load(from + count - w).Store(to + count - w);
        }
        else if (count >= w / 2)
        {
            Vector256.Load(from).Store(to);
            Vector256.Load(from + count - w / 2).Store(to + count - w / 2);
        }
        else if (count >= w / 4)
        {
            Vector128.Load(from).Store(to);
            Vector128.Load(from + count - w / 4).Store(to + count - w / 4);
        }
        else
            for (; i < count; i++) to[i] = from[i];
    }

    /// <summary>The first of each pair of elements by whole vectors, the last one overlapping the one before it. It takes the second of pairs that begin one earlier: nothing behind the last element is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halve(uint* from, uint* to, int count)
    {
        var i = 0;
        if (count > 16)
        {
            for (; i < count - 16; i += 16) Vector512.Narrow(Vector512.Load((ulong*)(from + 2 * i)), Vector512.Load((ulong*)(from + 2 * i + 16))).Store(to + i);
            var last = from + 2 * (count - 16) - 1;
            Vector512.Narrow(Vector512.Load((ulong*)last) >>> 32, Vector512.Load((ulong*)(last + 16)) >>> 32).Store(to + count - 16);
        }
        else if (count > 8)
        {
            Vector256.Narrow(Vector256.Load((ulong*)from), Vector256.Load((ulong*)(from + 8))).Store(to);
            var last = from + 2 * (count - 8) - 1;
            Vector256.Narrow(Vector256.Load((ulong*)last) >>> 32, Vector256.Load((ulong*)(last + 8)) >>> 32).Store(to + count - 8);
        }
        else if (count > 4)
        {
            Vector128.Narrow(Vector128.Load((ulong*)from), Vector128.Load((ulong*)(from + 4))).Store(to);
            var last = from + 2 * (count - 4) - 1;
            Vector128.Narrow(Vector128.Load((ulong*)last) >>> 32, Vector128.Load((ulong*)(last + 4)) >>> 32).Store(to + count - 4);
        }
        else
            for (; i < count; i++) to[i] = from[2 * i];
    }

    /// <summary>The last axis as runs of elements of x and, with a negative source, of zeros.</summary>
    private (int Source, int Count)[] Runs(int residue, int start)
    {
        var runs = new List<(int Source, int Count)>();
        for (var j = 0; j < lengths[2]; j++)
        {
            var i = Source(2, residue, j, start);
            if (runs.Count > 0 && runs[^1] is var (source, count) && (i < 0 ? source < 0 : source >= 0 && i == source + count * step[2])) runs[^1] = (source, count + 1);
            else runs.Add((i, 1));
        }

        return [.. runs];
    }

    /// <summary>Where the elements of an axis are in x, one list a residue; negative outside of x.</summary>
    private int[][] Sources(int axis, int[] residues, int start) => Array.ConvertAll(residues, r => Enumerable.Range(0, lengths[axis]).Select(j => Source(axis, r, j, start)).ToArray());

    private int Source(int axis, int residue, int j, int start)
    {
        var (i, n) = ((j + (axis == Axis ? start : 0)) * step[axis] + residue - before[axis], x.Dims[3 + axis]);
        return periodic ? (i % n + n) % n : i >= 0 && i < n ? i : -1;
    }
}

