using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kit.Compute;

namespace Kit.Pde.FiniteVolume;

/// <summary>The fast kernels: rows of cells of the last axis, registers of neighbours at a time, the directions of a row one after the other.</summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="Cells">Cells n₀, n₁, n₂ along the slots; missing leading dimensions have 1.</param>
/// <param name="Dimensions">D: slots 3 − D to 2 are x, y, z.</param>
/// <param name="PerSpacing">1/h of each slot.</param>
/// <param name="Bed">Fixed fields, the same for all samples.</param>
/// <param name="IsPositive">Whether fluxes are limited to keep quantities positive.</param>
internal sealed unsafe record Pencils(int Samples, int[] Cells, int Dimensions, double[] PerSpacing, Patch Bed, bool IsPositive)
{
    /// <summary>Rows a piece of work has along a slot: few enough for the cache, and enough that faces between pieces, computed twice, do not count.</summary>
    private const int Block = 32;

    [ThreadStatic]
    private static double* scratch;

    [ThreadStatic]
    private static long room;

    /// <summary>next = keep · start + take · (now + Δt (−∇·F + S)(now)): a stage of a strong-stability-preserving Runge–Kutta method.</summary>
    public void Advance<TLaw, TReconstruction, TSolver, TFace, T>(TLaw law, int quantities, Patch now, Patch start, Patch next, double keep, double take, double dt)
        where TLaw : struct, IConservationLaw<TLaw> where TReconstruction : struct, IReconstruction where TSolver : struct, IRiemannSolver where TFace : struct, IFace where T : struct, ILanes<T>, IScalar<T>
    {
        var (blocks0, blocks1) = (Pieces(Cells[0]), Pieces(Cells[1]));
        Threads.For(Samples * blocks0 * blocks1, piece =>
        {
            var (sample, block) = Math.DivRem(piece, blocks0 * blocks1);
            int from0 = block / blocks1 * Block, from1 = block % blocks1 * Block;
            int to0 = Math.Min(from0 + Block, Cells[0]), to1 = Math.Min(from1 + Block, Cells[1]);
            var width = (Cells[2] + 1 + T.Count - 1) / T.Count * T.Count;
            long line = (long)law.Components * width, count = to1 - from1;
            // What acts on a row; fluxes of the row's own direction; of slot 1; of slot 0 for each row of the block.
            var total = Room(line * (7 + 3 * count));
            double* acting = total, own = acting + line, across = own + 2 * line, beyond = across + 4 * line;
            for (var i = from0; i < to0; i++)
                for (var j = from1; j < to1; j++)
                {
                    var cell = now.Origin + sample * now.Sample + i * now.Stride(0) + j * now.Stride(1);
                    var bed = TLaw.Fixed == 0 ? null : Bed.Origin + i * Bed.Stride(0) + j * Bed.Stride(1);
                    if (Dimensions == 3) March(0, cell, bed, i == from0, (i - from0) & 1, beyond + (j - from1) * line, count * line);
                    if (Dimensions >= 2) March(1, cell, bed, j == from1, (j - from1) & 1, across, line);
                    Row(2, cell, bed, Cells[2] + 1, own, own + line);
                    Add(2, own + 1, TFace.IsConservative ? own : own + line);
                    if (TLaw.HasSource) Emit(cell, bed);
                    var at = (sample, i, j);
                    Update(cell, Address(start, at), Address(next, at));
                }

            // Fluxes of one slot: those out of this row, and in `low` those into it, kept from the row before.
            void March(int slot, double* cell, double* bed, bool first, int parity, double* buffers, long step)
            {
                double* low = buffers + parity * step, high = buffers + (1 - parity) * step, leaving = TFace.IsConservative ? high : buffers + 2 * step;
                if (first) Row(slot, cell, bed, Cells[2], TFace.IsConservative ? low : leaving, low);
                Row(slot, cell + now.Stride(slot), bed == null ? null : bed + Bed.Stride(slot), Cells[2], leaving, high);
                Add(slot, leaving, low);
            }

            // Fluxes through the lower faces of `count` cells.
            void Row(int slot, double* cell, double* bed, int faces, double* f, double* g)
            {
                var axis = slot - 3 + Dimensions;
                var ratio = IsPositive ? 2 * Dimensions * dt * PerSpacing[slot] : 0;
                long stride = now.Stride(slot), bedStride = Bed.Stride(slot);
                FaceRow<TLaw, TReconstruction, TSolver, TFace, T>(law, quantities, axis, ratio, cell - TReconstruction.Reach * stride, now.Plane, stride,
                    bed == null ? null : bed - TReconstruction.Reach * bedStride, Bed.Plane, bedStride, faces, f, g, width);
            }

            // acting += (f − g)/h; the first direction sets it.
            void Add(int slot, double* f, double* g)
            {
                var (isFirst, perSpacing) = (slot == 3 - Dimensions, (T)PerSpacing[slot]);
                for (var k = 0L; k < line; k += T.Count)
                {
                    var change = (T.Load(f + k) - T.Load(g + k)) * perSpacing;
                    T.Store(isFirst ? change : T.Load(acting + k) + change, acting + k);
                }
            }

            void Emit(double* cell, double* bed)
            {
                State<T> u = default, s = default;
                for (var k = 0; k < Cells[2]; k += T.Count)
                {
                    Gather<TLaw, T>(law, cell + k, now.Plane, bed + k, Bed.Plane, u);
                    TLaw.Source<T>(law, u, s);
                    for (var c = 0; c < law.Components; c++) T.Store(T.Load(acting + (long)c * width + k) - s[c], acting + (long)c * width + k);
                }
            }

            void Update(double* cell, double* old, double* target)
            {
                var tail = stackalloc double[T.Count];
                for (var c = 0; c < law.Components; c++)
                    for (var k = 0; k < Cells[2]; k += T.Count)
                    {
                        var euler = take * (T.Load(cell + c * now.Plane + k) - dt * T.Load(acting + (long)c * width + k));
                        var result = keep == 0 ? euler : keep * T.Load(old + c * start.Plane + k) + euler;
                        var to = target + c * next.Plane + k;
                        if (k + T.Count <= Cells[2]) T.Store(result, to);
                        else
                        {
                            T.Store(result, tail);
                            for (var lane = 0; lane < Cells[2] - k; lane++) to[lane] = tail[lane];
                        }
                    }
            }
        });
    }

    /// <summary>The largest Σ_d |speed|/h_d over the cells of all samples; NaN if a cell has none.</summary>
    public double Rate<TLaw, T>(TLaw law, Patch now) where TLaw : struct, IConservationLaw<TLaw> where T : struct, ILanes<T>, IScalar<T>
    {
        var rows = Cells[0] * Cells[1];
        var largest = new double[Samples * rows];
        Threads.For(Samples * Pieces(rows), piece =>
        {
            var (sample, block) = Math.DivRem(piece, Pieces(rows));
            State<T> u = default;
            for (var row = block * Block; row < Math.Min(rows, (block + 1) * Block); row++)
            {
                var (i, j) = Math.DivRem(row, Cells[1]);
                var cell = Address(now, (sample, i, j));
                var bed = TLaw.Fixed == 0 ? null : Address(Bed, (0, i, j));
                T most = 0;
                var finite = true;
                for (var k = 0; k < Cells[2]; k += T.Count)
                {
                    // The last register reaches back over cells seen before; of fewer cells than a register the last is repeated.
                    var at = Math.Min(k, Math.Max(0, Cells[2] - T.Count));
                    if (Cells[2] >= T.Count) Gather<TLaw, T>(law, cell + at, now.Plane, bed + at, Bed.Plane, u);
                    else Repeat<TLaw, T>(law, cell, now.Plane, bed, u);
                    T rate = 0;
                    for (var slot = 3 - Dimensions; slot < 3; slot++)
                    {
                        var (slowest, fastest) = law.Speeds<T>(u, slot - 3 + Dimensions);
                        rate += T.Max(T.Abs(slowest), T.Abs(fastest)) * PerSpacing[slot];
                    }

                    finite &= T.AllFinite(rate);
                    most = T.Max(most, rate);
                }

                largest[sample * rows + row] = finite ? T.Largest(most) : double.NaN;
            }
        });
        var rate = 0.0;
        foreach (var row in largest) rate = Math.Max(rate, row);
        return rate;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FaceRow<TLaw, TReconstruction, TSolver, TFace, T>(
        TLaw law, int quantities, int axis, double ratio, double* first, long plane, long stride, double* bed, long bedPlane, long bedStride, int faces, double* f, double* g, int width)
        where TLaw : struct, IConservationLaw<TLaw> where TReconstruction : struct, IReconstruction where TSolver : struct, IRiemannSolver where TFace : struct, IFace where T : struct, ILanes<T>, IScalar<T>
    {
        var cells = 2 * TReconstruction.Reach;
        Unsafe.SkipInit(out Stencil<T> stencil);
        Unsafe.SkipInit(out State<T> leaving);
        Unsafe.SkipInit(out State<T> entering);
        for (var k = 0; k < faces; k += T.Count)
        {
            for (var c = 0; c < law.Components; c++)
                for (var s = 0; s < cells; s++) stencil[c * cells + s] = T.Load(first + c * plane + s * stride + k);
            for (var c = 0; c < TLaw.Fixed; c++)
                for (var s = 0; s < cells; s++) stencil[(law.Components + c) * cells + s] = T.Load(bed + c * bedPlane + s * bedStride + k);
            Scheme<TLaw, TReconstruction, TSolver, TFace>.Face<T>(law, quantities, axis, ratio, stencil, leaving, entering);
            for (var c = 0; c < law.Components; c++)
            {
                T.Store(leaving[c], f + (long)c * width + k);
                if (!TFace.IsConservative) T.Store(entering[c], g + (long)c * width + k);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather<TLaw, T>(in TLaw law, double* cell, long plane, double* bed, long bedPlane, Span<T> u)
        where TLaw : struct, IConservationLaw<TLaw> where T : struct, ILanes<T>, IScalar<T>
    {
        for (var c = 0; c < law.Components; c++) u[c] = T.Load(cell + c * plane);
        for (var c = 0; c < TLaw.Fixed; c++) u[law.Components + c] = T.Load(bed + c * bedPlane);
    }

    private void Repeat<TLaw, T>(in TLaw law, double* cell, long plane, double* bed, Span<T> u) where TLaw : struct, IConservationLaw<TLaw> where T : struct, ILanes<T>, IScalar<T>
    {
        var lanes = stackalloc double[T.Count];
        for (var c = 0; c < law.Components + TLaw.Fixed; c++)
        {
            var source = c < law.Components ? cell + c * plane : bed + (c - law.Components) * Bed.Plane;
            for (var k = 0; k < T.Count; k++) lanes[k] = source[Math.Min(k, Cells[2] - 1)];
            u[c] = T.Load(lanes);
        }
    }

    private static double* Address(in Patch patch, (int Sample, int I, int J) at) => patch.Origin + at.Sample * patch.Sample + at.I * patch.Stride(0) + at.J * patch.Stride(1);

    private static int Pieces(int rows) => (rows + Block - 1) / Block;

    private static double* Room(long numbers)
    {
        if (numbers <= room) return scratch;
        NativeMemory.AlignedFree(scratch);
        scratch = (double*)NativeMemory.AlignedAlloc((nuint)(numbers + 16) * sizeof(double), 64);
        new Span<double>(scratch, checked((int)numbers + 16)).Clear();
        room = numbers;
        return scratch;
    }
}
