using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.FunctionSpaces;

/// <summary>What makes weights of queries and keys in <see cref="QuadratureAttention"/>.</summary>
public enum AttentionKernel
{
    /// <summary>∫ e^(q(x)·k(y)/√d) v(y) dy / ∫ e^(q(x)·k(y)/√d) dy.</summary>
    Softmax,

    /// <summary>q(x)·∫ k̃(y) ⊗ ṽ(y) dy with keys and values normalised at each point: the cost is linear in the number of points.</summary>
    Galerkin,
}

/// <summary>Attention of a function to itself in parallel heads: sums over tokens are integrals over the domain, each token with the weight of its point.</summary>
/// <remarks>
/// A softmax with quadrature weights adds ln wⱼ to the scores, so refining where nothing new is seen changes nothing; it converges at the order of the quadrature, on any points.
/// Berner et al. (2025), section 4; Galerkin: Cao, "Choose a transformer: Fourier or Galerkin", NeurIPS 2021, eq. 8 (there with 1/n for the weights).
/// </remarks>
/// <param name="width">Channels of the field in and out.</param>
/// <param name="heads">A divisor of the width.</param>
/// <param name="domain">Where the points lie.</param>
/// <param name="kernel">Softmax, or Galerkin.</param>
/// <param name="weighted">False is the plain attention, for which every token counts the same.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class QuadratureAttention(int width, int heads, Domain domain, AttentionKernel kernel = AttentionKernel.Softmax, bool weighted = true, DType dtype = DType.F32)
    : FieldLayer("QuadratureAttention", width, domain)
{
    private readonly int heads = heads < 1 || width % heads != 0
        ? throw new ArgumentException($"QuadratureAttention: {heads} heads do not divide the width {width}")
        : kernel == AttentionKernel.Softmax || width / heads > 2 ? heads
        : throw new ArgumentException($"QuadratureAttention: {heads} heads of {width / heads} channels; Galerkin's keys are normalised over the channels of a head, which leaves nothing of two: give 3 channels a head at least");

    /// <summary>Map to q, k and v.</summary>
    public Linear Projections { get; } = new(width, 3 * width, dtype: dtype);

    /// <summary>Map of the joined heads.</summary>
    public Linear Output { get; } = new(width, width, dtype: dtype);

    /// <summary>The attention of values at any points to each other.</summary>
    /// <param name="tokens">[N, n, width].</param>
    /// <param name="weights">Of a quadrature by these points, positive, [n].</param>
    public Tensor Attend(Tensor tokens, Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(weights);
        using var scope = Tensor.Scope();
        Require(tokens.Rank == 3 && weights.Rank == 1 && weights.Shape[0] == tokens.Shape[1], tokens, "QuadratureAttention", $"[N,n,width] for weights {weights.Shape}");
        var (batch, n) = (tokens.Shape[0], tokens.Shape[1]);
        // [N, n, 3, heads, d] → three of [N, heads, n, d].
        var all = Projections.Forward(tokens).Reshape(batch, n, 3, heads, -1).Permute(2, 0, 3, 1, 4);
        var (q, k, v) = (all[0], all[1], all[2]);
        if (!weighted) weights = Tensor.Full([n], 1.0 / n, weights.DType);
        var mixed = kernel == AttentionKernel.Softmax
            ? Softmax((q * (1 / Math.Sqrt(q.Shape[-1]))).MatMul(k.Transpose()) + weights.Log()).MatMul(v)
            : q.MatMul((LayerNorm(k) * weights.Unsqueeze(-1)).Transpose().MatMul(LayerNorm(v)));
        return Output.Forward(mixed.Transpose(1, 2).Reshape(tokens.Shape)).Keep();
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x, QuadratureGrid grid)
    {
        var tokens = x.Reshape([x.Shape[0], x.Shape[1], -1]).Transpose();
        return Attend(tokens, grid.Weights(dtype).Flatten()).Transpose().Reshape(x.Shape);
    }
}
