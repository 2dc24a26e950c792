using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Shared by the layers that scale their input to mean 0 and variance 1 over some axes, then y = γx̂ + β.</summary>
public abstract class Normalization : Layer
{
    private protected Normalization(bool affine, bool shift, DType dtype, params int[] shape)
    {
        if (affine) (Weight, Bias) = (Tensor.Ones(shape, dtype), shift ? Tensor.Zeros(shape, dtype) : null);
    }

    /// <summary>γ, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>β, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>ε, which keeps 1/√(variance + ε) finite.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>(x − mean)/√(variance + ε) over the axes.</summary>
    private protected Tensor Standard(Tensor x, int[] axes)
    {
        var centred = x - x.Mean(axes, keepDims: true);
        return centred * (centred.Square().Mean(axes, keepDims: true) + Epsilon).Rsqrt();
    }

    /// <summary>γx + β with γ and β on the last axes, or on axis 1.</summary>
    private protected Tensor Affine(Tensor x, bool channels)
    {
        if (Weight is null) return x;
        int[]? shape = channels ? [-1, .. Enumerable.Repeat(1, x.Rank - 2)] : null;
        var y = x * (shape is null ? Weight : Weight.Reshape(shape));
        return Bias is null ? y : y + (shape is null ? Bias : Bias.Reshape(shape));
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng)
    {
        Weight?.Assign(1);
        Bias?.Assign(0);
    }
}

/// <summary>Normalises each sample over its last axes, of a fixed shape; γ and β have that shape.</summary>
/// <remarks>Ba, Kiros, Hinton, 2016.</remarks>
/// <param name="shape">Extents of the last axes.</param>
/// <param name="affine">With γ and β.</param>
/// <param name="dtype">Of γ and β.</param>
public sealed class LayerNorm(Shape shape, bool affine = true, DType dtype = DType.F32) : Normalization(affine, true, dtype, shape.ToArray())
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank >= shape.Rank && x.Shape.ToArray().AsSpan()[^shape.Rank..].SequenceEqual(shape), x, "LayerNorm", $"last axes {shape}");
        return Affine(Standard(x, [.. Enumerable.Range(-shape.Rank, shape.Rank)]), channels: false);
    }
}

/// <summary>y = γ x/√(mean x² + ε) over the last axis.</summary>
/// <remarks>Zhang and Sennrich, NeurIPS 2019.</remarks>
/// <param name="width">Extent of the last axis.</param>
/// <param name="affine">With γ.</param>
/// <param name="dtype">Of γ.</param>
public sealed class RmsNorm(int width, bool affine = true, DType dtype = DType.F32) : Normalization(affine, false, dtype, width)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank > 0 && x.Shape[^1] == width, x, "RmsNorm", $"[…,{width}]");
        return Affine(x * (x.Square().Mean(-1, keepDims: true) + Epsilon).Rsqrt(), channels: false);
    }
}

/// <summary>Normalises each sample of [N, C, …] over groups of channels and all places; γ and β are by channel.</summary>
/// <remarks>Wu and He, ECCV 2018.</remarks>
/// <param name="groups">Number of groups, a divisor of C.</param>
/// <param name="channels">C.</param>
/// <param name="affine">With γ and β.</param>
/// <param name="dtype">Of γ and β.</param>
public sealed class GroupNorm(int groups, int channels, bool affine = true, DType dtype = DType.F32) : Normalization(affine, true, dtype, channels)
{
    private readonly int groups = groups > 0 && channels % groups == 0 ? groups : throw new ArgumentException($"GroupNorm: {groups} groups do not divide {channels} channels");

    /// <summary>Every channel is a group of its own: instance normalisation.</summary>
    /// <remarks>Ulyanov, Vedaldi, Lempitsky, 2016.</remarks>
    public static GroupNorm Instance(int channels, bool affine = false, DType dtype = DType.F32) => new(channels, channels, affine, dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank >= 2 && x.Shape[1] == channels, x, "GroupNorm", $"[N,{channels},…]");
        return Affine(Standard(x.Reshape(x.Shape[0], groups, -1), [2]).Reshape(x.Shape), channels: true);
    }
}

/// <summary>Normalises each channel of [N, C, …] over samples and places; in use, with running means of the statistics seen in training.</summary>
/// <remarks>Ioffe and Szegedy, ICML 2015. Running variances are unbiased, as in PyTorch.</remarks>
/// <param name="channels">C.</param>
/// <param name="affine">With γ and β.</param>
/// <param name="momentum">Weight of the newest batch in the running means.</param>
/// <param name="dtype">Of γ, β and the statistics.</param>
public sealed class BatchNorm(int channels, bool affine = true, double momentum = 0.1, DType dtype = DType.F32) : Normalization(affine, true, dtype, channels)
{
    /// <summary>Running mean [C].</summary>
    [Buffer]
    public Tensor RunningMean { get; } = Tensor.Zeros(channels, dtype);

    /// <summary>Running variance [C].</summary>
    [Buffer]
    public Tensor RunningVariance { get; } = Tensor.Ones(channels, dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank >= 2 && x.Shape[1] == channels, x, "BatchNorm", $"[N,{channels},…]");
        if (!Training)
        {
            int[] shape = [-1, .. Enumerable.Repeat(1, x.Rank - 2)];
            return Affine((x - RunningMean.Reshape(shape)) * (RunningVariance + Epsilon).Rsqrt().Reshape(shape), channels: true);
        }

        int[] axes = [0, .. Enumerable.Range(2, x.Rank - 2)];
        var count = x.Size / channels;
        if (count < 2) throw new ArgumentException($"BatchNorm: {count} value a channel in {x.Shape} has no variance; train with larger batches");
        var seen = Autodiff.Grad.Stop(x);
        RunningMean.MultiplyInPlace(1 - momentum).AddInPlace(seen.Mean(axes), momentum);
        RunningVariance.MultiplyInPlace(1 - momentum).AddInPlace(seen.Variance(axes, correction: 1), momentum);
        return Affine(Standard(x, axes), channels: true);
    }
}
