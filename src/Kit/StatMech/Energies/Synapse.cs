using Kit.Learning;
using Kit.Tensors;

namespace Kit.StatMech.Energies;

/// <summary>A connection of layers of neurons: an energy of their activations.</summary>
public abstract class Synapse : Layer
{
    /// <summary>E(g₁, g₂, …) of a batch of activations, [batch].</summary>
    /// <param name="activations">One tensor a connected layer, [batch, …].</param>
    public abstract Tensor Energy(IReadOnlyList<Tensor> activations);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Energy([x]);

    private protected static void RequireCount(IReadOnlyList<Tensor> activations, int count, string synapse)
    {
        ArgumentNullException.ThrowIfNull(activations);
        if (activations.Count != count) throw new ArgumentException($"{synapse}: connects {count} {(count == 1 ? "layer" : "layers")}, not {activations.Count}");
    }

    private protected static Tensor Rows(Tensor g) => g.Rank == 2 ? g : g.Reshape(g.Shape[0], -1);
}
