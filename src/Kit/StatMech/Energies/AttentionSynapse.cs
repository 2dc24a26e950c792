using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.StatMech.Energies;

/// <summary>E = −β⁻¹ Σ_heads Σ_C ln Σ_{B≠C} exp(β K_B·Q_C): tokens of one layer align their queries with keys of the others.</summary>
/// <remarks>Hoover et al., Energy Transformer, NeurIPS 2023, eq. 3 to 5. Its gradient has two terms: attention as it is known, and one that lets the keys see who looks at them.</remarks>
/// <param name="width">Extent of the last axis of tokens [batch, n, width].</param>
/// <param name="head">Width of a head.</param>
/// <param name="heads">How many.</param>
/// <param name="beta">β; 0: 1/√head.</param>
/// <param name="others">A token does not see itself.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class AttentionSynapse(int width, int head, int heads = 1, double beta = 0, bool others = true, DType dtype = DType.F32) : Synapse
{
    private readonly double beta = beta > 0 ? beta : 1 / Math.Sqrt(head);

    /// <summary>W_Q [heads, width, head].</summary>
    public Tensor Query { get; } = Unset(dtype, heads, width, head);

    /// <summary>W_K [heads, width, head].</summary>
    public Tensor Key { get; } = Unset(dtype, heads, width, head);

    /// <inheritdoc/>
    public override Tensor Energy(IReadOnlyList<Tensor> activations)
    {
        RequireCount(activations, 1, "AttentionSynapse");
        var g = activations[0];
        Require(g.Rank == 3 && g.Shape[2] == width && (!others || g.Shape[1] > 1), g, "AttentionSynapse", $"[batch,n,{width}]{(others ? " with n ≥ 2" : "")}");
        var tokens = g.Unsqueeze(1);
        var scores = tokens.MatMul(Query).MatMul(tokens.MatMul(Key).Transpose()) * beta;
        if (others) scores += Tensor.Eye(g.Shape[1], scores.DType) * -1e30;
        return Lagrangian.Total(scores.LogSumExp([-1])) / -beta;
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng)
    {
        foreach (var (weight, name) in new[] { (Query, "query"), (Key, "key") }) weight.Assign(Init.Normal(1 / Math.Sqrt(width))(weight.Shape, rng.Stream(name), dtype));
    }
}
