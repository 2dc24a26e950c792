using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.FiniteVolume;

public sealed partial class FiniteVolumes
{
    private Tensor? memory;
    private Patch ground;

    private (Tensor Next, double Dt) AdvanceByKernels(double t, Tensor u, int? step, Func<double, double> choose)
    {
        int[] cells = [.. Grid.Shape], shape = [checked((int)(u.Size / (Components * Grid.Size))), Components, .. cells];
        using var scope = Tensor.Scope();
        var pencils = new Pencils(shape[0], Slots(cells, 1), Grid.Dimensions, Slots([.. Grid.Axes.Select(axis => 1 / axis.Spacing)], 0.0), Ground(), positive);
        var patch = Patch.Allocate(shape[0], Components, cells, scheme.Reach, out var whole);
        Inner(whole).Assign(u.Reshape(shape));
        var rate = scheme.Rate(pencils, patch);
        if (!double.IsFinite(rate)) throw Fault(u, t, step);
        var dt = choose(rate);
        var result = Tensor.Empty(shape, DType.F64, Device.Cpu);
        var (now, field) = (patch, whole);
        foreach (var (stage, (keep, take, at)) in stages.Index())
        {
            Surround(field, t + at * dt);
            var (next, further) = stage == stages.Length - 1 ? (Patch.Of(result, shape, 0), result) : (Patch.Allocate(shape[0], Components, cells, scheme.Reach, out var room), room);
            scheme.Advance(pencils, now, patch, next, keep, take, dt);
            (now, field) = (next, further);
        }

        GC.KeepAlive(whole);
        GC.KeepAlive(memory);
        return (result.Reshape([.. u.Shape]).Keep(), dt);
    }

    /// <summary>The cells that are no ghosts.</summary>
    private Tensor Inner(Tensor whole)
    {
        for (var axis = 0; axis < Grid.Dimensions; axis++)
        {
            var along = whole.Rank - Grid.Dimensions + axis;
            whole = whole.Along(along, scheme.Reach, whole.Shape[along] - scheme.Reach);
        }

        return whole;
    }

    /// <summary>Writes the ghost cells.</summary>
    private void Surround(Tensor whole, double t, bool isBed = false)
    {
        var inner = Inner(whole);
        for (var axis = 0; axis < Grid.Dimensions; axis++)
        {
            var along = whole.Rank - Grid.Dimensions + axis;
            var (low, high) = sides[axis];
            if (isBed) (low, high) = (low.OfBed, high.OfBed);
            var normal = isBed ? -1 : scheme.Normal[axis];
            var slab = whole;
            for (var other = 0; other < Grid.Dimensions; other++)
                if (other != axis && whole.Rank - Grid.Dimensions + other is var across) slab = slab.Along(across, scheme.Reach, slab.Shape[across] - scheme.Reach);
            slab.Along(along, 0, scheme.Reach).Assign(low.Ghosts(inner, axis, Grid.Dimensions, false, scheme.Reach, normal, t));
            var end = slab.Shape[along];
            slab.Along(along, end - scheme.Reach, end).Assign(high.Ghosts(inner, axis, Grid.Dimensions, true, scheme.Reach, normal, t));
        }
    }

    /// <summary>The fixed fields with ghost cells, made once.</summary>
    private Patch Ground()
    {
        if (bed is null) return ground;
        lock (stages)
        {
            if (memory is not null) return ground;
            ground = Patch.Allocate(1, scheme.Fixed, [.. Grid.Shape], scheme.Reach, out var whole);
            Inner(whole).Assign(bed.Unsqueeze(0));
            Surround(whole, 0, isBed: true);
            memory = whole.KeepAlways();
            return ground;
        }
    }

    private static T[] Slots<T>(T[] values, T missing) => [.. Enumerable.Repeat(missing, 3 - values.Length), .. values];
}
