using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Spectral;

/// <summary>What an <see cref="AdaptiveFilter"/> does with what its network makes of the spectrum.</summary>
public enum FilterKind
{
    /// <summary>ŷ(k) = S_λ M(x̂(k)) with S_λ soft shrinkage: the adaptive Fourier neural operator (AFNO).</summary>
    Operator,

    /// <summary>ŷ(k) = M(x̂(k)) ⊙ x̂(k): an adaptive frequency filter (AFF), by the convolution theorem a depthwise convolution whose kernel F⁻¹M(x̂) is as large as the field and made from it.</summary>
    Mask,
}

/// <summary>A mixing of places by a filter that is computed from the data in Fourier space: one small complex network M, block-diagonal over channels, for all frequencies.</summary>
/// <remarks>
/// Guibas, Mardani et al., "Adaptive Fourier neural operators: efficient token mixers for transformers", ICLR 2022, eq. 6 to 8; Huang et al., "Adaptive frequency filters as efficient
/// global token mixers", ICCV 2023, eq. 4. M(z) = W₂ σ(W₁z + b₁) + b₂ with σ = ReLU on real and imaginary parts apart. The spectrum is taken as that of the function, x̂/n, so that M
/// sees the same numbers on every grid. The residual x + y is the caller's.
/// </remarks>
public sealed class AdaptiveFilter : SpectralLayer
{
    private readonly FilterKind kind;
    private readonly double shrinkage;
    private readonly int blocks;

    /// <summary>A filter of channels in blocks.</summary>
    /// <param name="channels">C in and out.</param>
    /// <param name="modes">mₐ, one an axis.</param>
    /// <param name="kind">What M gives.</param>
    /// <param name="blocks">A divisor of C: 8.</param>
    /// <param name="expansion">Hidden channels for each of C.</param>
    /// <param name="shrinkage">λ of S_λ(z) = sign(z) max(|z| − λ, 0), on both parts.</param>
    /// <param name="dtype">F32 or F64.</param>
    public AdaptiveFilter(int channels, int[] modes, FilterKind kind = FilterKind.Operator, int blocks = 8, int expansion = 1, double shrinkage = 0.01, DType dtype = DType.F32)
        : base(channels, channels, modes)
    {
        if (blocks < 1 || channels % blocks != 0) throw new ArgumentException($"AdaptiveFilter: {blocks} blocks do not divide {channels} channels");
        ArgumentOutOfRangeException.ThrowIfLessThan(expansion, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(shrinkage);
        (this.kind, this.blocks, this.shrinkage) = (kind, blocks, shrinkage);
        var (size, hidden) = (channels / blocks, expansion * channels / blocks);
        (FirstWeight, FirstBias) = (Unset(dtype, blocks, size, 2, hidden), Unset(dtype, blocks, 2, 1, hidden));
        (SecondWeight, SecondBias) = (Unset(dtype, blocks, hidden, 2, size), Unset(dtype, blocks, 2, 1, size));
    }

    /// <summary>W₁ [blocks, C/blocks, 2, hidden].</summary>
    public Tensor FirstWeight { get; }

    /// <summary>b₁ [blocks, 2, 1, hidden].</summary>
    public Tensor FirstBias { get; }

    /// <summary>W₂ [blocks, hidden, 2, C/blocks].</summary>
    public Tensor SecondWeight { get; }

    /// <summary>b₂ [blocks, 2, 1, C/blocks].</summary>
    public Tensor SecondBias { get; }

    /// <summary>M of a spectrum: [K, 2, N, C] → the same shape.</summary>
    internal Tensor Filter(Tensor spectrum)
    {
        var (k, n, size) = (spectrum.Shape[0], spectrum.Shape[2], Inputs / blocks);
        var z = spectrum.Reshape(k, 2, n, blocks, size).Permute(3, 1, 0, 2, 4).Reshape(blocks, 2, k * n, size);
        z = Relu(ComplexPairs.Multiply(z, FirstWeight) + FirstBias);
        z = ComplexPairs.Multiply(z, SecondWeight) + SecondBias;
        return z.Reshape(blocks, 2, k, n, size).Permute(2, 1, 3, 0, 4).Reshape(k, 2, n, Inputs);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng)
    {
        var hidden = FirstWeight.Shape[3];
        FirstWeight.Assign(Init.Normal(Math.Sqrt(1.0 * blocks / Inputs))(FirstWeight.Shape, rng.Stream("first"), FirstWeight.DType));
        SecondWeight.Assign(Init.Normal(Math.Sqrt(1.0 / hidden))(SecondWeight.Shape, rng.Stream("second"), SecondWeight.DType));
        FirstBias.Assign(0);

        // A mask of ones is the identity.
        SecondBias.Assign(0);
        if (kind == FilterKind.Mask) SecondBias[.., 0].Assign(1);
    }

    private protected override Tensor Mix(Tensor spectrum, long points)
    {
        var x = spectrum / points;
        var filtered = Filter(x);
        if (kind == FilterKind.Mask) return ComplexPairs.Times(filtered, spectrum, 1);
        if (shrinkage > 0) filtered = Relu(filtered - shrinkage) - Relu(-filtered - shrinkage);
        return filtered * points;
    }
}
