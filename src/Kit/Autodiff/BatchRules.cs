using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>How a leading axis of samples passes through each primitive.</summary>
internal static class BatchRules
{
    /// <summary>The results of an application for all samples along a leading axis.</summary>
    /// <param name="application">What each sample meets.</param>
    /// <param name="samples">The operands, of the shape of one sample.</param>
    /// <param name="x">The operands with a leading axis of samples where they have one.</param>
    /// <param name="batched">Which have one; at least one.</param>
    /// <param name="count">The number of samples.</param>
    public static Tensor Apply(Application application, Tensor[] samples, Tensor[] x, bool[] batched, int count)
    {
        var first = samples[0].Shape;
        return application switch
        {
            UnaryCall or CastCall or MoveCall or SoftmaxCall => application.Run(x),
            BinaryCall or SelectCall or FusedCall => application.Run(Aligned(x, batched, Array.ConvertAll(samples, s => s.Rank))),
            ReduceCall call => (call with { Axes = Reduced(call, first) }).Run(x),
            CumSumCall call => new CumSumCall(Behind(call.Axis)).Run(x),
            ReshapeCall call => x[0].Reshape([count, .. call.Target]),
            PermuteCall call => x[0].Permute([0, .. call.Order.Select(k => k < 0 ? k + first.Rank + 1 : k + 1)]),
            BroadcastCall call => Lifted(x[0], 1, call.Target.Rank - first.Rank).BroadcastTo([count, .. call.Target]),
            FlipCall call => x[0].Flip(call.Axes.Length == 0 ? [.. Enumerable.Range(1, first.Rank)] : Array.ConvertAll(call.Axes, Behind)),
            CutCall call => x[0].OfEach(call),
            PlantCall call => new PlantCall(call.Cut.OfEach, new([count, .. call.Shape]), call.Type).Run(x),
            ConcatCall call => new ConcatCall(Behind(call.Axis)).Run(Spread(x, batched, count)),
            MatMulCall => MatMul(x[0], x[1], batched, count),
            GatherCall => Gather(x, batched, first[0], count),
            ScatterCall call => Scatter(call.Extent, x, batched, count),
            ConvCall call => Conv(call, x, batched, count),
            CustomCall call when call.OverSamples(batched) is { } all => all.Run(x),
            RuledCall call when call.OverSamples(batched) is { } all => all.Run(Aligned(x, batched, Lead(samples))),
            _ => Tensor.Stack([.. Enumerable.Range(0, count).Select(i => application.Run([.. x.Select((v, k) => batched[k] ? v[i] : v)]))]),
        };
    }

    private static int Behind(int axis) => axis < 0 ? axis : axis + 1;

    private static int[] Reduced(ReduceCall call, Shape sample)
    {
        var marks = call.Axes.Mark(sample, call.Name);
        return [.. Enumerable.Range(0, marks.Length).Where(k => marks[k]).Select(k => k + 1)];
    }

    /// <summary>With so many axes of extent 1 before this one.</summary>
    private static Tensor Lifted(Tensor x, int axis, int extra) =>
        extra == 0 ? x : x.Reshape([.. x.Shape.ToArray()[..axis], .. Enumerable.Repeat(1, extra), .. x.Shape.ToArray()[axis..]]);

    /// <summary>Operands that broadcast with the axis of samples foremost in all: those that have it get axes of extent 1 behind it, up to the highest rank.</summary>
    private static Tensor[] Aligned(Tensor[] x, bool[] batched, int[] ranks) => [.. x.Select((v, k) => batched[k] ? Lifted(v, 1, ranks.Max() - ranks[k]) : v)];

    /// <summary>Axes before those of the matrix; pivots, which are integers, are vectors.</summary>
    private static int[] Lead(Tensor[] samples) => Array.ConvertAll(samples, s => s.Rank - (s.DType.IsInteger() ? 1 : 2));

    private static Tensor[] Spread(Tensor[] x, bool[] batched, int count) => [.. x.Select((v, k) => batched[k] ? v : v.BroadcastTo([count, .. v.Shape]))];

    /// <summary>One product for all samples where one side is the same for all: the samples' rows, or columns, are laid side by side.</summary>
    private static Tensor MatMul(Tensor a, Tensor b, bool[] batched, int count)
    {
        var (n, m, k, l) = (a.Shape[-3], a.Shape[-2], a.Shape[-1], b.Shape[-1]);
        if (!batched[1]) return Primitive.MatMul(a.MoveAxis(0, 1).Reshape(n, count * m, k), b).Reshape(n, count, m, l).MoveAxis(1, 0);
        // Columns as rows of the transposed product: the samples stay one after the other in memory.
        if (!batched[0] && l == 1) return Primitive.MatMul(b.MoveAxis(0, 1).Reshape(n, count, k), a.Transpose()).Reshape(n, count, m, 1).MoveAxis(1, 0);
        if (!batched[0]) return Primitive.MatMul(a, b.Permute(1, 2, 0, 3).Reshape(n, k, count * l)).Reshape(n, m, count, l).Permute(2, 0, 1, 3);
        return Primitive.MatMul(a.Reshape(count * n, m, k), b.Reshape(count * n, k, l)).Reshape(count, n, m, l);
    }

    /// <summary>Operands (x, index) of each sample: the rows of all samples one after the other, or rows that all samples share.</summary>
    private static Tensor Gather(Tensor[] x, bool[] batched, int extent, int count)
    {
        if (!batched[1]) return Primitive.Gather(x[0].MoveAxis(0, 1), x[1]).MoveAxis(1, 0);
        int[] rest = x[0].Shape.ToArray()[(batched[0] ? 2 : 1)..];
        var rows = batched[0] ? x[0].Reshape([count * extent, .. rest]) : x[0];
        return Primitive.Gather(rows, Places(x[1], batched[0] ? extent : 0, count)).Reshape([count, x[1].Shape[1], .. rest]);
    }

    private static Tensor Scatter(int extent, Tensor[] x, bool[] batched, int count)
    {
        if (!batched[1]) return new ScatterCall(extent).Run([x[0].MoveAxis(0, 1), x[1]]).MoveAxis(1, 0);
        var parts = Spread(x, batched, count)[0];
        int[] rest = parts.Shape.ToArray()[2..];
        return new ScatterCall(count * extent).Run([parts.Reshape([count * parts.Shape[1], .. rest]), Places(x[1], extent, count)]).Reshape([count, extent, .. rest]);
    }

    /// <summary>Positions in the rows of all samples.</summary>
    private static Tensor Places(Tensor index, int extent, int count) =>
        (extent == 0 ? index : index + (Tensor.Arange(count) * extent).To(index.Device).Unsqueeze(1)).Flatten();

    /// <summary>Where the kernel is the same for all, samples join the samples that there are; else the channels of each sample become groups of their own.</summary>
    private static Tensor Conv(ConvCall call, Tensor[] x, bool[] batched, int count)
    {
        if (batched.Length > 2 && batched[2])
        {
            var (plain, bias) = (batched[0] || batched[1], x[2].Reshape([count, 1, -1, .. Enumerable.Repeat(1, call.Target.Rank - 2)]));
            return (plain ? Conv(call, x[..2], batched[..2], count) : call.Run(x[..2])) + bias;
        }

        var (role, target) = (Array.ConvertAll([0, 1], call.Role), call.Target.ToArray());
        var kernel = Array.IndexOf(role, ConvRole.Kernel);
        if (kernel >= 0 && !batched[kernel])
        {
            var merged = call with { Target = new([count * target[0], .. target[1..]]) };
            return merged.Run([.. x.Select((v, k) => k < 2 && batched[k] ? v.Reshape([count * v.Shape[1], .. v.Shape.ToArray()[2..]]) : v)]).Reshape([count, .. target]);
        }

        // One input for all samples has no groups; each sample's kernel sees all of it.
        var input = Array.IndexOf(role, ConvRole.Input);
        var one = input >= 0 && !batched[input] && call.Groups == 1;
        var side = Enumerable.Range(0, 2).Select(k => one && k == input ? x[k] : Grouped(batched[k] ? x[k] : x[k].BroadcastTo([count, .. x[k].Shape]), role[k])).ToArray();
        var first = call.Result == ConvRole.Kernel;
        var wide = call with { Target = new(first ? [count * target[0], .. target[1..]] : [target[0], count * target[1], .. target[2..]]), Groups = one ? 1 : count * call.Groups };
        var y = wide.Run(x.Length > 2 ? [.. side, x[2].BroadcastTo([count, x[2].Shape[0]]).Flatten()] : side);
        return first ? y.Reshape([count, .. target]) : y.Reshape([target[0], count, .. target[1..]]).MoveAxis(1, 0);

        // The samples' channels side by side: the first axis of kernels, the second of inputs and outputs.
        Tensor Grouped(Tensor v, ConvRole of)
        {
            var moved = of == ConvRole.Kernel ? v : v.MoveAxis(0, 1);
            int[] dims = moved.Shape.ToArray();
            return moved.Reshape(of == ConvRole.Kernel ? [count * dims[1], .. dims[2..]] : [dims[0], count * dims[2], .. dims[3..]]);
        }
    }
}
