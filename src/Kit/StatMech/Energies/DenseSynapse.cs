using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.StatMech.Energies;

/// <summary>E = −g₁ᵀWg₂: every neuron of one layer with every neuron of another, the same weight both ways.</summary>
/// <param name="first">Neurons of the first layer.</param>
/// <param name="second">Neurons of the second layer.</param>
/// <param name="dtype">Of W.</param>
public sealed class DenseSynapse(int first, int second, DType dtype = DType.F32) : Synapse
{
    /// <summary>W [first, second].</summary>
    public Tensor Weight { get; } = Unset(dtype, first, second);

    /// <inheritdoc/>
    public override Tensor Energy(IReadOnlyList<Tensor> activations)
    {
        RequireCount(activations, 2, "DenseSynapse");
        return -(Rows(activations[0]).MatMul(Weight) * Rows(activations[1])).Sum([-1]);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Weight.Assign(Init.XavierNormal()(Weight.Shape, rng.Stream("weight"), dtype));
}
