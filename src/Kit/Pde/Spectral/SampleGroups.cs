using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.Spectral;

/// <summary>The samples of a batch in groups that stay in the second-level cache from stage to stage; threads take whole groups, and wait for each other once.</summary>
/// <remarks>The groups follow from the sizes alone, never from the number of threads: transforms of a few lines may round differently from those of many.</remarks>
internal sealed class SampleGroups
{
    /// <summary>Bytes of state, stages and fields of one group: about a second-level cache, and large enough that calls of operations do not count.</summary>
    private const long Room = 1280 << 10;

    /// <summary>Fewer groups leave threads without work.</summary>
    private const int Fewest = 4;

    private readonly Tensor modes;
    private readonly int samples, count;
    private readonly int[] field;

    private SampleGroups(Tensor modes, int[] field, int samples, int count) => (this.modes, this.field, this.samples, this.count) = (modes, field, samples, count);

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
        // On a line transforms want as many samples side by side as a vector has lanes.
        var least = equation.Space.Dimensions > 1 ? 1 : modes.DType == DType.C64 ? 16 : 8;
        var each = Math.Max(1, Room / (bytes * least)) * least;
        var count = (int)Math.Min(samples / least, (samples + each - 1) / each);
        return count >= Fewest ? new(modes, field, samples, count) : null;
    }

    /// <summary>What a function makes of all samples.</summary>
    /// <param name="advance">From modes of some samples, [s, modes], to new ones.</param>
    public Tensor Run(Func<Tensor, Tensor> advance)
    {
        var flat = modes.Reshape([samples, .. field]);
        var parts = new Tensor[count];
        int Border(int group) => (int)((long)group * samples / count);
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
