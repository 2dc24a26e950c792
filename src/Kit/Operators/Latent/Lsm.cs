using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Latent;

/// <summary>The latent spectral model: a U-shaped network of convolutions whose bridges on every scale are <see cref="LatentSpectralBlock"/>s, so that most of the mapping happens between a few tokens a patch.</summary>
/// <remarks>
/// Wu, Hu, Luo, Wang and Long, "Solving high-dimensional PDEs with latent spectral models", ICML 2023, fig. 2. [N, C, H, W] → [N, O, H, W]. Scales have c, 2c, 4c, … channels, the last as many as the one before;
/// down by the largest of 2 × 2 and a <see cref="ConvPair"/>, up by bilinear interpolation, joined with the bridge. The coordinates of the points, 0 to 1 with both ends, are channels of the input beside a.
/// The cost is proportional to the points, as patches do not grow with the grid.
/// </remarks>
public sealed class Lsm : Layer
{
    private readonly int inputs, unit;
    private readonly int[] pad;

    /// <summary>A model with weights to be drawn.</summary>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">O.</param>
    /// <param name="width">Channels c of the finest scale.</param>
    /// <param name="basis">K of the spectral blocks; 0 leaves them out.</param>
    /// <param name="tokens">M a patch.</param>
    /// <param name="patch">Points along an edge of a patch, on every scale.</param>
    /// <param name="padding">Zeros at the end of each axis, so that the extents become multiples of patch · 2^(scales − 1).</param>
    /// <param name="scales">5 in the paper.</param>
    /// <param name="heads">Of the attentions, a divisor of c.</param>
    /// <param name="head">Channels before the last map.</param>
    /// <param name="dtype">F32 or F64.</param>
    public Lsm(
        int inputs, int outputs, int width = 64, int basis = 12, int tokens = 4, int patch = 6, PerAxis padding = default, int scales = 5, int heads = 8, int head = 128, DType dtype = DType.F32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patch, 1);
        if (scales is < 2 or > 12) throw new ArgumentException($"Lsm: {scales} scales; 2 to 12 are right, 5 in the paper");
        (this.inputs, unit, pad) = (inputs, patch << (scales - 1), padding.Of(2, 0, 0, "Lsm: padding"));
        var channels = Enumerable.Range(0, scales).Select(s => width << Math.Min(s, scales - 2)).ToArray();
        Lift = new(2, inputs + 2, width, 1, dtype: dtype);
        Down = [.. channels.Select((c, s) => new ConvPair(s == 0 ? width : channels[s - 1], c, c, dtype))];
        Bridges = [.. channels.Select(c => new LatentSpectralBlock(c, patch, tokens, basis, heads, dtype))];
        Up = [.. channels[..^1].Select((c, s) => new ConvPair(2 * c, c, s == 0 ? c : c / 2, dtype))];
        Mix = new(2, width, width, 1, dtype: dtype);
        Hidden = new(2, width, head, 1, dtype: dtype);
        Project = new(2, head, outputs, 1, dtype: dtype);
    }

    /// <summary>To c channels.</summary>
    public Conv Lift { get; }

    /// <summary>Down to each scale, the finest first.</summary>
    public IReadOnlyList<ConvPair> Down { get; }

    /// <summary>Across, on each scale.</summary>
    public IReadOnlyList<LatentSpectralBlock> Bridges { get; }

    /// <summary>Up to each scale but the coarsest.</summary>
    public IReadOnlyList<ConvPair> Up { get; }

    /// <summary>After the way up.</summary>
    public Conv Mix { get; }

    /// <summary>To the head.</summary>
    public Conv Hidden { get; }

    /// <summary>From the head.</summary>
    public Conv Project { get; }

    /// <summary>Darcy flow at 85² points as in the paper's script: width 64, 12 basis functions, 4 tokens in patches of 6 × 6, 11 points of zeros.</summary>
    /// <param name="width">64; the model of 4.81 million numbers in other papers' tables has 32.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static Lsm Darcy(int width = 64, DType dtype = DType.F32) => new(1, 1, width, padding: 11, dtype: dtype);

    /// <summary>For two cores: 4 scales, patches of 4 × 4, and as many zeros as bring the grid to multiples of 32.</summary>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">O.</param>
    /// <param name="points">H and W; other grids fit when they need as many zeros.</param>
    /// <param name="width">Channels c, a multiple of 4.</param>
    /// <param name="basis">K; 0 leaves the spectral blocks out.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static Lsm Small(int inputs, int outputs, (int Height, int Width) points, int width = 16, int basis = 12, DType dtype = DType.F32) =>
        new(inputs, outputs, width, basis, 4, 4, new int[] { -points.Height & 31, -points.Width & 31 }, 4, 4, 64, dtype);

    /// <summary>Multiplications of one field: those of convolutions and of attention, for the cost of a grid before it is tried.</summary>
    /// <param name="points">H and W.</param>
    public long Multiplications((int Height, int Width) points)
    {
        var total = 0L;
        var cells = (long)(points.Height + pad[0]) * (points.Width + pad[1]);
        for (var s = 0; s < Down.Count; s++)
        {
            var (n, bridge) = (cells >> (2 * s), Bridges[s]);
            total += n * (Of(Down[s].First) + Of(Down[s].Second) + Of(bridge.KeysAndValues) + Of(bridge.Query));
            // Four products of tokens and points: scores and sums, there and back.
            total += n * 4 * bridge.Queries.Size;
            if (s < Up.Count) total += n * (Of(Up[s].First) + Of(Up[s].Second));
        }

        return total + cells * Of(Lift) + cells * Of(Mix) + (long)points.Height * points.Width * (Of(Hidden) + Of(Project));

        static long Of(Conv conv) => conv.Weight.Size;
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == 4 && x.Shape[1] == inputs, x, "Lsm", $"[N,{inputs},H,W]");
        int height = x.Shape[2], width = x.Shape[3];
        Require((height + pad[0]) % unit == 0 && (width + pad[1]) % unit == 0, x, "Lsm", $"[N,{inputs},{unit}k-{pad[0]},{unit}k-{pad[1]}] with whole k, as patches are to fit on {Down.Count} scales,");
        var v = Lift.Forward(WithCoordinates(x)).Pad(0, pad[0], axis: 2).Pad(0, pad[1], axis: 3);
        var fields = new Tensor[Down.Count];
        for (var s = 0; s < fields.Length; s++) fields[s] = v = Down[s].Forward(s == 0 ? v : MaxPool(v, 2));
        v = Bridges[^1].Forward(v);
        for (var s = fields.Length - 2; s >= 0; s--)
            v = Up[s].Forward(Tensor.Concat([Bridges[s].Forward(fields[s]), Upsample(v, 2, Interpolation.Linear, alignCorners: true)], 1));
        return Project.Forward(Gelu(Hidden.Forward(Mix.Forward(v)[.., .., ..height, ..width])));
    }

    private static Tensor WithCoordinates(Tensor x)
    {
        int height = x.Shape[2], width = x.Shape[3];
        Shape shape = (x.Shape[0], 1, height, width);
        var down = Tensor.Linspace(0, 1, height, dtype: x.DType).Reshape(1, 1, height, 1).BroadcastTo(shape);
        var across = Tensor.Linspace(0, 1, width, dtype: x.DType).Reshape(1, 1, 1, width).BroadcastTo(shape);
        return Tensor.Concat([x, down, across], 1);
    }
}
