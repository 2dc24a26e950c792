using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>u(x₁, …, x_d) = Σᵣ Πᵢ φᵢᵣ(xᵢ) with one network a coordinate: on a grid of n points a side it costs d n network points, not nᵈ.</summary>
/// <remarks>Cho et al., "Separable PINN", NeurIPS 2023. Derivatives are forward Taylor passes of the one-dimensional networks.</remarks>
/// <param name="dimensions">d, up to 8.</param>
/// <param name="rank">Terms r = 1 … R.</param>
/// <param name="width">Of each network's hidden layers.</param>
/// <param name="depth">Hidden layers.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class SeparableNetwork(int dimensions, int rank = 32, int width = 32, int depth = 3, DType dtype = DType.F64) : Layer
{
    private readonly Mlp[] factors = [.. Enumerable.Range(0, dimensions).Select(_ => Mlp.Smooth(1, rank, width, depth, dtype: dtype))];

    /// <summary>φᵢ: [n, 1] → [n, R].</summary>
    public IReadOnlyList<Mlp> Factors => factors;

    /// <summary>∂^α u on the grid of all combinations, [n₁, …, n_d].</summary>
    /// <param name="axes">Points along each coordinate, vectors.</param>
    /// <param name="orders">α; empty is u itself.</param>
    public Tensor OnGrid(Tensor[] axes, params int[] orders)
    {
        ArgumentNullException.ThrowIfNull(axes);
        ArgumentNullException.ThrowIfNull(orders);
        if (axes.Length != dimensions || orders.Length != 0 && orders.Length != dimensions)
            throw new ArgumentException($"OnGrid: {axes.Length} axes and {orders.Length} orders of derivatives for {dimensions} coordinates");
        var letters = "abcdefgh"[..dimensions];
        return Functions.Einsum($"{string.Join(',', letters.Select(c => $"{c}r"))}->{letters}", [.. axes.Select((x, i) => Factor(i, x, orders.Length == 0 ? 0 : orders[i]))]);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank > 0 && x.Shape[^1] == dimensions, x, "SeparableNetwork", $"[…,{dimensions}]");
        return Enumerable.Range(0, dimensions).Select(i => factors[i].Forward(x.Along(x.Rank - 1, i, i + 1))).Aggregate((a, b) => a * b).Sum(-1, keepDims: true);
    }

    private Tensor Factor(int i, Tensor x, int order)
    {
        var column = x.Reshape(-1, 1);
        return order == 0 ? factors[i].Forward(column) : Grad.Taylor(factors[i].Forward, column, Tensor.Ones((1, 1), dtype), order)[order];
    }
}
