using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.Spectral;

/// <summary>The samples of a batch in groups that stay in the second-level cache from stage to stage; threads take whole groups, and wait for each other once.</summary>
/// <remarks>A sample's numbers do not depend on the samples beside it, so neither do they on the groups.</remarks>
internal sealed class SampleGroups
{
    /// <summary>Bytes of state, stages and fields of one group.</summary>
    private const long Room = 384 << 10;

    /// <summary>Samples that transforms take side by side.</summary>
    private const int Lanes = 8;

    private readonly Tensor modes;
    private readonly int samples, unit, count;
    private readonly int[] field;

    private SampleGroups(Tensor modes, int[] field, int samples, int unit, int count) => (this.modes, this.field, this.samples, this.unit, this.count) = (modes, field, samples, unit, count);

    /// <summary>The groups, or null where the batch is better done as a whole.</summary>
    public static SampleGroups? Of(SpectralStepper stepper, Tensor modes)
    {
        var equation = stepper.Equation;
        if (!equation.IsSampleWise || !Symbols.IsPlain(modes)) return null;
        int[] field = [.. ((ReadOnlySpan<int>)modes.Shape)[^(equation.Space.Dimensions + (equation.Components > 0 ? 1 : 0))..]];
        var size = field.Aggregate(1L, (product, extent) => product * extent);
        var samples = (int)(modes.Size / size);
        // State, slopes, the state of a stage, and its fields and their modes.
        var bytes = size * modes.DType.Bytes() * (stepper.Scheme.Nodes.Count + 5);
        var (unit, units) = bytes * Lanes <= Room ? (Lanes, (samples + Lanes - 1) / Lanes) : (1, samples);
        var each = Math.Max(1, Room / (bytes * unit));
        var (count, threads) = ((int)((units + each - 1) / each), Threads.Count);
        count = Math.Min(units, (count + threads - 1) / threads * threads);
        return count > 1 && (count % threads == 0 || count >= 4 * threads) ? new(modes, field, samples, unit, count) : null;
    }

    /// <summary>What a function makes of all samples.</summary>
    /// <param name="advance">From modes of some samples, [s, modes], to new ones.</param>
    public Tensor Run(Func<Tensor, Tensor> advance)
    {
        var flat = modes.Reshape([samples, .. field]);
        var (parts, units) = (new Tensor[count], (samples + unit - 1) / unit);
        int Border(int group) => (int)Math.Min(samples, (long)group * units / count * unit);
        Threads.For(count, group =>
        {
            using var scope = Tensor.Scope();
            parts[group] = advance(flat[Border(group)..Border(group + 1)]).Keep();
        });
        using var joined = Tensor.Concat(parts, 0);
        foreach (var part in parts) part.Dispose();
        return joined.Reshape(modes.Shape);
    }
}
