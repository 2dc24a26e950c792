using Kit.Numerics;
using Kit.StatMech.Lattices;
using Kit.Tensors;

namespace Kit.StatMech.Estimators;

/// <summary>Correlations in space on periodic lattices with one site a cell, by Fourier transforms.</summary>
public static class Correlations
{
    /// <summary>S(k) = |Σ_r s_r e^{−ik·r}|²/N for all k = 2π(n₁/L₁, …).</summary>
    /// <param name="spins">[batch…, L₁, …, L_d].</param>
    /// <param name="dimensions">d.</param>
    /// <returns>A tensor of the same shape, k = 0 first.</returns>
    public static Tensor StructureFactor(Tensor spins, int dimensions)
    {
        ArgumentNullException.ThrowIfNull(spins);
        if (dimensions < 1 || dimensions > spins.Shape.Rank) throw new ArgumentException($"StructureFactor: {dimensions} dimensions of a tensor {spins.Shape}");
        var modes = Fourier.FftN(spins, Space(dimensions));
        return (modes * modes.Conj()).Real() / Sites(spins, dimensions);
    }

    /// <summary>G(r) = (1/N) Σ_x s_x s_{x+r} for all r, the sides periodic.</summary>
    /// <inheritdoc cref="StructureFactor"/>
    /// <returns>A tensor of the same shape, r = 0 first.</returns>
    public static Tensor Function(Tensor spins, int dimensions) => Fourier.IfftN(StructureFactor(spins, dimensions), Space(dimensions)).Real();

    /// <summary>The observable "G(r)": correlations along one direction of a lattice at r = 0 … L/2.</summary>
    /// <exception cref="ArgumentException">The graph is no periodic lattice with one site a cell, or has no such direction.</exception>
    public static Observable<Configuration> Along(Graph graph, int direction = 0)
    {
        var lengths = Lengths(graph, "G(r)");
        if (direction < 0 || direction >= lengths.Length) throw new ArgumentException($"G(r): direction {direction} of {graph.Name}, which has {lengths.Length}");
        var stride = lengths[(direction + 1)..].Aggregate(1, (product, n) => product * n);
        return new("G(r)", lengths[direction] / 2 + 1, (state, values) =>
        {
            using (Tensor.Scope())
            {
                var all = Function(Tensor.Of(Array.ConvertAll(state.Values, s => (double)s)).Reshape(lengths), lengths.Length).ToDoubles();
                for (var r = 0; r < values.Length; r++) values[r] = all[r * stride];
            }
        });
    }

    /// <summary>The lengths of a periodic lattice with one site a cell.</summary>
    internal static int[] Lengths(Graph graph, string what)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Geometry is { Basis: 1 } geometry && geometry.Wraps.All(wrap => wrap == Wrap.Periodic)
            ? geometry.Lengths
            : throw new ArgumentException($"{what}: {graph.Name} is no lattice with periodic sides and one site a cell");
    }

    private static Axes Space(int dimensions) => (int[])[.. Enumerable.Range(-dimensions, dimensions)];

    private static double Sites(Tensor spins, int dimensions)
    {
        var product = 1.0;
        for (var axis = 1; axis <= dimensions; axis++) product *= spins.Shape[^axis];
        return product;
    }
}
