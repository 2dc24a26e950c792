using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.DeepOnets;

/// <summary>p networks of one number each beside each other, b_k(u) = c_k·σ(W_k u + θ_k): the branches of a stacked DeepONet, as one layer.</summary>
/// <remarks>Chen and Chen, IEEE Trans. Neural Networks 6 (1995) 911, theorem 5: branches of one hidden layer suffice. Their first layers together are one matrix, their second a sum over blocks of it.</remarks>
/// <param name="sensors">m, extent of u's last axis.</param>
/// <param name="width">Neurons of each branch.</param>
/// <param name="branches">p.</param>
/// <param name="activation">σ; null: GELU.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class StackedBranch(int sensors, int width, int branches, Func<Tensor, Tensor>? activation = null, DType dtype = DType.F32) : Layer
{
    private readonly Func<Tensor, Tensor> activate = activation ?? (x => Functions.Gelu(x));

    /// <summary>All W_k below each other, and θ.</summary>
    public Linear Hidden { get; } = new(sensors, branches * width, dtype: dtype) { Init = (shape, rng, type) => Init.Normal(Math.Sqrt(2.0 / (sensors + width)))(shape, rng, type) };

    /// <summary>c_k, [p, width].</summary>
    public Tensor Weight { get; } = Unset(dtype, branches, width);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == 2 && x.Shape[1] == sensors, x, "StackedBranch", $"[N,{sensors}]");
        return (activate(Hidden.Forward(x)).Reshape(-1, branches, width) * Weight).Sum(-1);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Weight.Assign(rng.Stream("weight").Normal(Weight.Shape, 0, Math.Sqrt(2.0 / (1 + width)), dtype));
}
