using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Baselines;

/// <summary>The U-Net: two convolutions on every level, pooling by 2 between levels, and on the way back the features of the way down beside those from below.</summary>
/// <remarks>
/// Ronneberger, Fischer and Brox, MICCAI 2015, with padded convolutions, transposed convolutions 2 × 2 upward and a normalisation after each convolution, as benchmarks of
/// operator learning have it (Takamoto et al. 2022; Gupta and Brandstetter, "Towards multi-spatiotemporal-scale generalized PDE modeling", 2022, whose GELU and group norm of one group are taken here).
/// Fields of any size are padded to a multiple of 2^levels and cut again; what the network learns, though, belongs to the spacing of its grid.
/// </remarks>
/// <param name="dimensions">Axes of space, 1 to 3.</param>
/// <param name="inputs">C of [N, C, n…].</param>
/// <param name="outputs">O of [N, O, n…].</param>
/// <param name="width">Channels of the finest level; each level below has twice as many.</param>
/// <param name="levels">Poolings.</param>
/// <param name="mode">What stands beyond the edge: zeros, or circular for periodic fields.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class UNet(int dimensions, int inputs, int outputs, int width = 32, int levels = 4, PadMode mode = PadMode.Constant, DType dtype = DType.F32) : Layer
{
    /// <summary>The blocks of the way down and the lowest.</summary>
    public IReadOnlyList<Block> Down { get; } = [.. Enumerable.Range(0, levels + 1).Select(l => new Block(dimensions, l == 0 ? inputs : width << l - 1, width << l, mode, dtype))];

    /// <summary>The steps upward, the finest first.</summary>
    public IReadOnlyList<ConvTranspose> Raise { get; } = [.. Enumerable.Range(0, levels).Select(l => new ConvTranspose(dimensions, width << l + 1, width << l, 2, 2, dtype: dtype))];

    /// <summary>The blocks of the way up, the finest first.</summary>
    public IReadOnlyList<Block> Up { get; } = [.. Enumerable.Range(0, levels).Select(l => new Block(dimensions, width << l + 1, width << l, mode, dtype))];

    /// <summary>1 × 1 to the outputs.</summary>
    public Conv Project { get; } = new(dimensions, width, outputs, 1, dtype: dtype);

    /// <summary>The sizes of PDEBench in two dimensions: 7,762,465 numbers with one channel in and out.</summary>
    public static UNet Pdebench(int inputs = 1, int outputs = 1, DType dtype = DType.F32) => new(2, inputs, outputs, dtype: dtype);

    /// <summary>A sixteenth of the numbers, with three poolings, for two cores.</summary>
    public static UNet Small(int dimensions, int inputs, int outputs, PadMode mode = PadMode.Constant, DType dtype = DType.F32) => new(dimensions, inputs, outputs, 16, 3, mode, dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == dimensions + 2 && x.Shape[1] == inputs, x, "UNet", $"[N,{inputs}] and {dimensions} axes of space");
        int[] extents = [.. x.Shape.ToArray()[2..]];
        Require(mode == PadMode.Constant || extents.All(n => n % (1 << levels) == 0), x, "UNet", $"a periodic field of extents that {1 << levels} divides");
        Require(extents.All(n => n >= 1 << levels), x, "UNet", $"extents of {1 << levels} at least");
        for (var a = 0; a < dimensions; a++)
            if ((-extents[a] & (1 << levels) - 1) is var missing && missing > 0) x = x.Pad(0, missing, axis: 2 + a);
        var kept = new Tensor[levels];
        for (var l = 0; l < levels; l++)
        {
            kept[l] = Down[l].Forward(x);
            x = MaxPool(kept[l], 2);
        }

        x = Down[levels].Forward(x);
        for (var l = levels - 1; l >= 0; l--) x = Up[l].Forward(Tensor.Concat([Raise[l].Forward(x), kept[l]], 1));
        x = Project.Forward(x);
        return x[[Slice.All, Slice.All, .. extents.Select(n => (Slice)(..n))]];
    }

    /// <summary>Twice: convolution 3 × 3, normalisation, GELU.</summary>
    public sealed class Block(int dimensions, int inputs, int outputs, PadMode mode, DType dtype) : Layer
    {
        /// <summary>The convolutions, without bias: the normalisation has one.</summary>
        public IReadOnlyList<Conv> Convolutions { get; } = [.. new[] { inputs, outputs }.Select(from => new Conv(dimensions, from, outputs, 3, 1, 1, mode, bias: false, dtype: dtype))];

        /// <summary>One group of all channels.</summary>
        public IReadOnlyList<GroupNorm> Norms { get; } = [new(1, outputs, dtype: dtype), new(1, outputs, dtype: dtype)];

        /// <inheritdoc/>
        protected override Tensor Compute(Tensor x)
        {
            for (var k = 0; k < 2; k++) x = Gelu(Norms[k].Forward(Convolutions[k].Forward(x)));
            return x;
        }
    }
}
