using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Latent;

/// <summary>One scale of a latent spectral model: the points of each patch are gathered into a few tokens by attention, a <see cref="TokenSpectrum"/> acts on these, and attention brings them back, x + A(x, T′).</summary>
/// <remarks>
/// Wu et al., ICML 2023, section 3.2: T = Z + softmax(Z K(x)ᵀ/√d) V(x) with learned queries Z, then x + softmax(Q(x) T′ᵀ/√d) T′. With M tokens for L points it costs O(ML) a patch, so in all O(points).
/// The authors' code leaves 1/√d out.
/// </remarks>
/// <param name="width">Channels C.</param>
/// <param name="patch">Points along an edge of a patch: 6 for Darcy flow at 85² points, 4 at 64².</param>
/// <param name="tokens">M, 4 in the paper.</param>
/// <param name="basis">K of the <see cref="TokenSpectrum"/>; 0 leaves the tokens as they are.</param>
/// <param name="heads">A divisor of C.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class LatentSpectralBlock(int width, int patch, int tokens = 4, int basis = 12, int heads = 8, DType dtype = DType.F32) : Layer
{
    private readonly int heads = heads > 0 && width % heads == 0 ? heads : throw new ArgumentException($"LatentSpectralBlock: {heads} heads do not divide {width} channels");

    /// <summary>Z, [heads, M, C/heads].</summary>
    public Tensor Queries { get; } = Unset(dtype, heads, tokens, width / heads);

    /// <summary>K and V of points.</summary>
    public Conv KeysAndValues { get; } = new(2, width, 2 * width, 1, dtype: dtype);

    /// <summary>Q of points.</summary>
    public Conv Query { get; } = new(2, width, width, 1, dtype: dtype);

    /// <summary>T ↦ T′; null without a basis.</summary>
    public TokenSpectrum? Spectrum { get; } = basis > 0 ? new(width, basis, dtype) : null;

    /// <summary>The tokens of each patch, [heads, patches, M, C/heads], and the weights of its points in them, [heads, patches, M, points], which add up to 1.</summary>
    /// <param name="x">[N, C, H, W], H and W multiples of the patch.</param>
    public (Tensor Tokens, Tensor Weights) Encode(Tensor x)
    {
        Require(x.Rank == 4 && x.Shape[1] == width && x.Shape[2] % patch == 0 && x.Shape[3] % patch == 0, x, "LatentSpectralBlock", $"[N,{width},{patch}k,{patch}k] with whole k");
        var both = KeysAndValues.Forward(x);
        Tensor keys = Patches(both[.., ..width]), values = Patches(both[.., width..]);
        // All patches of a head at once: the queries are the same everywhere.
        var scores = keys.Reshape(heads, -1, width / heads).MatMul((Queries * Scale).Transpose()).Reshape(heads, keys.Shape[1], keys.Shape[2], tokens);
        var weights = Softmax(scores.Transpose());
        return (Queries.Unsqueeze(1) + weights.MatMul(values), weights);
    }

    /// <summary>What the points of each patch take from its tokens, [N, C, H, W], and their weights, [heads, patches, points, M].</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="latent">T′, as <see cref="Encode"/> gives T.</param>
    public (Tensor Values, Tensor Weights) Decode(Tensor x, Tensor latent)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(latent);
        var weights = Softmax(Patches(Query.Forward(x) * Scale).MatMul(latent.Transpose()));
        int rows = x.Shape[2] / patch, columns = x.Shape[3] / patch;
        var values = weights.MatMul(latent).Reshape(heads, x.Shape[0], rows, columns, patch, patch, width / heads);
        return (values.Permute(1, 0, 6, 2, 4, 3, 5).Reshape(x.Shape), weights);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        var latent = Encode(x).Tokens;
        if (Spectrum is not null) latent = Spectrum.Forward(latent);
        return x + Decode(x, latent).Values;
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Queries.Assign(rng.Stream("queries").Uniform(Queries.Shape, 0, 1.0 / width, dtype));

    private double Scale => Math.Sqrt((double)heads / width);

    /// <summary>[N, C, H, W] → [heads, patches, points, C/heads].</summary>
    private Tensor Patches(Tensor x)
    {
        int samples = x.Shape[0], rows = x.Shape[2] / patch, columns = x.Shape[3] / patch;
        return x.Reshape(samples, heads, width / heads, rows, patch, columns, patch).Permute(1, 0, 3, 5, 4, 6, 2).Reshape(heads, samples * rows * columns, patch * patch, width / heads);
    }
}
