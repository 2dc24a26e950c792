using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.StatMech.Attention;

/// <summary>The layer that associates states R with stored patterns Y, both from outside: ξ = RW_Q, K = YW_K, some updates ξ ← softmax(βξKᵀ)K, then softmax(βξKᵀ)KW_V, per head.</summary>
/// <remarks>
/// Ramsauer et al., ICLR 2021, eq. 10 and section A.9 (there Z = softmax(β RW_Q W_Kᵀ Yᵀ) Y W_K W_V). Values come from the keys, as in the paper, by a map of each head.
/// States and patterns are normalised to mean 0 and variance 1 first, which keeps norms, and so β, on one scale.
/// </remarks>
/// <param name="width">Extent of the last axis of the states and of the outputs.</param>
/// <param name="context">Extent of the last axis of the stored patterns; 0: the width.</param>
/// <param name="heads">A divisor of the width.</param>
/// <param name="beta">β; 0: 1/√d with d = width/heads.</param>
/// <param name="updates">Softmaxes in all; 1 is attention.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class Hopfield(int width, int context = 0, int heads = 1, double beta = 0, int updates = 1, DType dtype = DType.F32) : Layer
{
    private readonly double scale = beta > 0 ? beta : Math.Sqrt((double)heads / width);

    /// <summary>Of the states.</summary>
    public LayerNorm StateNorm { get; } = new([width], dtype: dtype);

    /// <summary>Of the stored patterns.</summary>
    public LayerNorm PatternNorm { get; } = new([context > 0 ? context : width], dtype: dtype);

    /// <summary>W_Q.</summary>
    public Linear Query { get; } = new(width, width, dtype: dtype);

    /// <summary>W_K.</summary>
    public Linear Key { get; } = new(context > 0 ? context : width, width, dtype: dtype);

    /// <summary>W_V, from keys to values.</summary>
    public Linear Value { get; } = new(width, width, dtype: dtype);

    /// <summary>Map of the joined heads.</summary>
    public Linear Output { get; } = new(width, width, dtype: dtype);

    /// <summary>Each of n states is associated with m stored patterns.</summary>
    /// <param name="states">R [N, n, width].</param>
    /// <param name="patterns">Y [N, m, context].</param>
    /// <param name="mask">Bool that broadcasts to [N, heads, n, m]: true for patterns that are there. A state without any gets the output's bias.</param>
    public Tensor Forward(Tensor states, Tensor patterns, Tensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(patterns);
        using var scope = Tensor.Scope();
        HopfieldCore.Require(width, heads, updates, "Hopfield");
        Require(states.Rank == 3, states, "Hopfield", $"[N,n,{width}]");
        var keys = Key.Forward(PatternNorm.Forward(patterns));
        var read = HopfieldCore.Read(HopfieldCore.Split(Query.Forward(StateNorm.Forward(states)), heads), HopfieldCore.Split(keys, heads), HopfieldCore.Split(Value.Forward(keys), heads), scale, updates, mask);
        return Output.Forward(HopfieldCore.Join(read)).Keep();
    }

    /// <summary>Associates states with each other.</summary>
    protected override Tensor Compute(Tensor x) => Forward(x, x);
}
