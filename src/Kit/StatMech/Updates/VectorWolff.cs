using System.Buffers;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Clusters of an O(n) model: components along a random direction r are Ising spins with couplings J_ij (r·S_i)(r·S_j), and a cluster of them is mirrored at the plane across r.</summary>
/// <remarks>Wolff, Phys. Rev. Lett. 62, 361 (1989): a bond joins with probability 1 − e^{−2βJ (r·S_i)(r·S_j)} where that is positive.</remarks>
public sealed class VectorWolff : IUpdate<VectorConfiguration>
{
    private readonly VectorModel model;
    private readonly int clusters;

    /// <summary>Binds the update to a model.</summary>
    /// <param name="model">An O(n) model without frustration.</param>
    /// <param name="clusters">Clusters of one sweep.</param>
    /// <exception cref="ArgumentException">Frustration, or less than one cluster.</exception>
    public VectorWolff(VectorModel model, int clusters = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (clusters < 1) throw new ArgumentException($"VectorWolff: {clusters} clusters a sweep; at least one");
        if (Gauge.Find(model.Graph, model.Couplings, out var closing) is null)
            throw new ArgumentException($"VectorWolff: the {model.Name} is frustrated; bond {closing} between sites {model.Graph.From[closing]} and {model.Graph.To[closing]} closes a loop with an odd number of negative couplings. "
                + "Clusters would percolate far above the transition and mirror the whole system; take VectorHeatBath with Overrelaxation");
        (this.model, this.clusters) = (model, clusters);
    }

    /// <inheritdoc/>
    public string Name => "Wolff";

    /// <inheritdoc/>
    public void Sweep(VectorConfiguration state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rng);
        if (!(beta >= 0)) throw new ArgumentException($"clusters at β = {beta}; β ≥ 0 is needed");
        var stack = ArrayPool<int>.Shared.Rent(model.Sites);
        try
        {
            for (var c = 0; c < clusters; c++) Grow(state, beta, stack, rng);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(stack);
        }
    }

    private void Grow(VectorConfiguration state, double beta, int[] stack, Rng rng)
    {
        var graph = model.Graph;
        var weights = model.Weights;
        Span<double> direction = stackalloc double[model.Components];
        UnitVectors.Draw(direction, rng);
        stack[0] = rng.NextInt(0, model.Sites);
        Mirror(state, stack[0], direction);
        for (var top = 1; top > 0;)
        {
            var site = stack[--top];
            var before = -UnitVectors.Dot(direction, state[site]);
            for (var (k, end) = (graph.Starts[site], graph.Starts[site + 1]); k < end; k++)
            {
                // A neighbour that has joined is mirrored already, so that x < 0: all members have J (r·S_i)(r·S_j) > 0, since nothing is frustrated.
                var j = graph.Neighbors[k];
                var x = 2 * beta * weights[k] * before * UnitVectors.Dot(direction, state[j]);
                if (x <= 0 || Boltzmann.Accepts(x, rng.NextDouble())) continue;
                Mirror(state, j, direction);
                stack[top++] = j;
            }
        }
    }

    /// <summary>S → S − 2 (r·S) r, whose energy in the local field F is higher by 2 (r·S)(r·F).</summary>
    private void Mirror(VectorConfiguration state, int site, ReadOnlySpan<double> direction)
    {
        Span<double> field = stackalloc double[model.Components];
        model.LocalField(state, site, field);
        var spin = state[site];
        var along = UnitVectors.Dot(direction, spin);
        state.Energy += 2 * along * UnitVectors.Dot(direction, field);
        for (var c = 0; c < spin.Length; c++) spin[c] -= 2 * along * direction[c];
    }
}
