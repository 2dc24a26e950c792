using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.DeepOnets;

/// <summary>A DeepONet whose trunk is not learned but taken from data: u = φ₀ + Σ_k s_k b_k(a) φ_k with the POD of the training outputs.</summary>
/// <remarks>
/// Lu et al., Comput. Methods Appl. Mech. Engrg. 393 (2022) 114778, eq. 9. There is no s_k there; with it every b_k is to have deviation 1, which a freshly drawn branch nearly has. The grids of input and output are those of the training.
/// </remarks>
/// <param name="basis">Of training outputs, in the units in which the model gives them: those of a normaliser if it stands between two.</param>
/// <param name="channels">C of the input.</param>
/// <param name="sensors">The grid of the input, n₁, …, n_d.</param>
/// <param name="branch">[N, C·n₁⋯n_d] → [N, p], or with a field as input when not flattened; null: an <see cref="Mlp"/> of three layers.</param>
/// <param name="flatten">The branch takes [N, C·n₁⋯n_d] rather than the field.</param>
/// <param name="width">Neurons of a layer of that network.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class PodDeepOnet(PodBasis basis, int channels, int[] sensors, Layer? branch = null, bool flatten = true, int width = 128, DType dtype = DType.F32) : Layer
{
    /// <summary>φ and s.</summary>
    public PodBasis Basis => basis;

    /// <summary>b.</summary>
    public Layer Branch { get; } = branch ?? new Mlp([sensors.Aggregate(channels, (product, n) => product * n), width, width, basis.Modes.Shape[0]], dtype: dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        var fits = x.Rank == sensors.Length + 2 && x.Shape.ToArray().AsSpan()[1..].SequenceEqual([channels, .. sensors]);
        Require(fits, x, "PodDeepOnet", $"[N,{channels},{string.Join(",", sensors)}] (the grid of the training, to which its modes belong)");
        return basis.Reconstruct(Branch.Forward(flatten ? x.Reshape(x.Shape[0], -1) : x) * basis.Deviations);
    }
}
