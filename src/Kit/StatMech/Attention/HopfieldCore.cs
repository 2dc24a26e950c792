using Kit.Tensors;

namespace Kit.StatMech.Attention;

/// <summary>What the three layers share: states that are updated to rest among keys, and then read values.</summary>
/// <remarks>ξ ← softmax(βξKᵀ)K, some times, then Z = softmax(βξKᵀ)V: with one update in all, the last, this is attention.</remarks>
internal static class HopfieldCore
{
    /// <summary>Updates and reads.</summary>
    /// <param name="states">[N, heads, n, d].</param>
    /// <param name="keys">[N, heads, m, d].</param>
    /// <param name="values">[N, heads, m, v].</param>
    /// <param name="beta">β.</param>
    /// <param name="updates">Softmaxes in all, the reading one among them.</param>
    /// <param name="mask">Bool that broadcasts to [N, heads, n, m]: true for keys that are there.</param>
    public static Tensor Read(Tensor states, Tensor keys, Tensor values, double beta, int updates, Tensor? mask)
    {
        for (var update = 1; update < updates; update++) states = Shares(states, keys, beta, mask).MatMul(keys);
        return Shares(states, keys, beta, mask).MatMul(values);
    }

    /// <summary>[N, n, heads·d] → [N, heads, n, d].</summary>
    public static Tensor Split(Tensor x, int heads) => x.Reshape(x.Shape[0], x.Shape[1], heads, -1).Transpose(1, 2);

    /// <summary>[N, heads, n, d] → [N, n, heads·d].</summary>
    public static Tensor Join(Tensor x)
    {
        var y = x.Transpose(1, 2);
        return y.Reshape(y.Shape[0], y.Shape[1], y.Shape[2] * y.Shape[3]);
    }

    public static void Require(int width, int heads, int updates, string layer)
    {
        if (heads < 1 || width < 1 || width % heads != 0) throw new ArgumentException($"{layer}: {heads} heads do not divide the width {width}");
        if (updates < 1) throw new ArgumentException($"{layer}: {updates} updates; 1 is attention, more come nearer to rest");
    }

    private static Tensor Shares(Tensor states, Tensor keys, double beta, Tensor? mask)
    {
        var scores = (states * beta).MatMul(keys.Transpose());
        if (mask is null) return scores.Softmax();
        // −1e30 is finite, so that rows without a key stay numbers; they are zero then.
        return Functions.Where(mask, Functions.Where(mask, scores, -1e30).Softmax(), 0);
    }
}
