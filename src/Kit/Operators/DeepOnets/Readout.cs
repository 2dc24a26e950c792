using Kit.Tensors;

namespace Kit.Operators.DeepOnets;

/// <summary>The product of a branch and a trunk: Σ_k b_k(u) t_k(y) for each channel.</summary>
internal static class Readout
{
    /// <summary>Checked points: [P, d] or [N, P, d].</summary>
    public static Tensor Points(Tensor y, Tensor u, int dimensions, string caller)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(y);
        return y.Rank is 2 or 3 && y.Shape[^1] == dimensions && (y.Rank == 2 || y.Shape[0] == u.Shape[0])
            ? y
            : throw new ArgumentException($"{caller}: points of shape {y.Shape} for {u.Shape[0]} functions; [P,{dimensions}], the same for all, or [{u.Shape[0]},P,{dimensions}] is right");
    }

    /// <summary>[N, O, P].</summary>
    /// <param name="branch">[N, O·p].</param>
    /// <param name="trunk">[P, O·p] or [N, P, O·p].</param>
    /// <param name="outputs">O.</param>
    /// <param name="caller">Of the message.</param>
    public static Tensor Of(Tensor branch, Tensor trunk, int outputs, string caller)
    {
        var (samples, points, terms) = (branch.Shape[0], trunk.Shape[^2], trunk.Shape[^1] / outputs);
        if (branch.Rank != 2 || branch.Shape[1] != trunk.Shape[^1] || terms * outputs != trunk.Shape[^1])
            throw new ArgumentException($"{caller}: a branch of {branch.Shape} and a trunk of {trunk.Shape} for {outputs} channels; both end in the same number, a multiple of the channels");
        if (trunk.Rank == 2 && outputs == 1) return branch.MatMul(trunk.T).Unsqueeze(1);
        var b = branch.Reshape(samples, outputs, terms);
        return trunk.Rank == 2
            ? b.Transpose(0, 1).MatMul(trunk.Reshape(points, outputs, terms).Permute(1, 2, 0)).Transpose(0, 1)
            : trunk.Reshape(samples, points, outputs, terms).Permute(0, 2, 1, 3).MatMul(b.Unsqueeze(-1)).Squeeze(-1);
    }
}
