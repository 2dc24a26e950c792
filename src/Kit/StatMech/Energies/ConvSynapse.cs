using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.StatMech.Energies;

/// <summary>E = −g₂·(W ∗ g₁): a convolution from one layer of channels to another, and its transpose back.</summary>
/// <param name="first">Channels of the first layer, [batch, first, n, m].</param>
/// <param name="second">Channels of the second layer.</param>
/// <param name="size">Side of the kernel, odd; the second layer has the extent of the first.</param>
/// <param name="dtype">Of W.</param>
public sealed class ConvSynapse(int first, int second, int size = 3, DType dtype = DType.F32) : Synapse
{
    /// <summary>W [second, first, size, size].</summary>
    public Tensor Weight { get; } = size % 2 == 1 ? Unset(dtype, second, first, size, size) : throw new ArgumentException($"ConvSynapse: a kernel of side {size}; odd is right");

    /// <inheritdoc/>
    public override Tensor Energy(IReadOnlyList<Tensor> activations)
    {
        RequireCount(activations, 2, "ConvSynapse");
        return -Lagrangian.Total(Functions.Conv(activations[0], Weight, padding: size / 2) * activations[1]);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Weight.Assign(Init.XavierNormal()(Weight.Shape, rng.Stream("weight"), dtype));
}
