using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>softmax(QKᵀ/√d)V in parallel heads of width d, with Q, K, V and the output by linear maps.</summary>
/// <remarks>Vaswani et al., NeurIPS 2017, section 3.2.</remarks>
/// <param name="width">Extent of the last axis of inputs and outputs.</param>
/// <param name="heads">A divisor of the width.</param>
/// <param name="context">Extent of the last axis of what is attended to; 0: the width.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class MultiHeadAttention(int width, int heads, int context = 0, DType dtype = DType.F32) : Layer
{
    private readonly int heads = heads > 0 && width % heads == 0 ? heads : throw new ArgumentException($"MultiHeadAttention: {heads} heads do not divide the width {width}");

    /// <summary>Map to queries.</summary>
    public Linear Query { get; } = new(width, width, dtype: dtype);

    /// <summary>Map to keys.</summary>
    public Linear Key { get; } = new(context > 0 ? context : width, width, dtype: dtype);

    /// <summary>Map to values.</summary>
    public Linear Value { get; } = new(context > 0 ? context : width, width, dtype: dtype);

    /// <summary>Map of the joined heads.</summary>
    public Linear Output { get; } = new(width, width, dtype: dtype);

    /// <summary>Each of n queries attends to m others.</summary>
    /// <param name="queries">[N, n, width].</param>
    /// <param name="others">[N, m, context].</param>
    /// <param name="mask">Bool that broadcasts to [N, heads, n, m]: true where attending is allowed. A query that may attend to nothing gets the output's bias.</param>
    public Tensor Forward(Tensor queries, Tensor others, Tensor? mask = null)
    {
        using var scope = Tensor.Scope();
        Require(queries.Rank == 3, queries, "MultiHeadAttention", $"[N,n,{width}]");
        var (q, k, v) = (Heads(Query.Forward(queries)), Heads(Key.Forward(others)), Heads(Value.Forward(others)));
        var scores = (q * Math.Sqrt((double)heads / width)).MatMul(k.Transpose());
        if (mask is not null) scores = Functions.Where(mask, scores, -1e30); // finite, so that rows without a key stay numbers
        var weights = Functions.Softmax(scores);
        if (mask is not null) weights = Functions.Where(mask, weights, 0);
        return Output.Forward(weights.MatMul(v).Transpose(1, 2).Reshape(queries.Shape)).Keep();
    }

    /// <summary>A Bool mask [n, n] that lets position i attend to j ≤ i.</summary>
    public static Tensor Causal(int n) => Tensor.Arange(n).Unsqueeze(1) >= Tensor.Arange(n);

    /// <summary>Attends to itself.</summary>
    protected override Tensor Compute(Tensor x) => Forward(x, x);

    /// <summary>[N, n, width] → [N, heads, n, d].</summary>
    private Tensor Heads(Tensor x) => x.Reshape(x.Shape[0], x.Shape[1], heads, -1).Transpose(1, 2);
}
