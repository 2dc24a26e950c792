using Kit.Tensors;

namespace Kit.StatMech.Lattices;

/// <summary>Where the sites of a lattice lie: r = Σ_k c_k a_k + basis, with cells c and lattice vectors a.</summary>
/// <param name="Lengths">Cells along each lattice vector.</param>
/// <param name="Wraps">What happens at the sides, one entry a lattice vector.</param>
/// <param name="Vectors">Lattice vectors as rows, [d, d].</param>
/// <param name="Positions">Positions of the sites, [N, d]; sites are in the order of a tensor [cells…, basis].</param>
/// <param name="Steps">From one end of each bond to the other along the bond, [bonds, d].</param>
public sealed record Geometry(int[] Lengths, Wrap[] Wraps, Tensor Vectors, Tensor Positions, Tensor Steps)
{
    /// <summary>Number of dimensions d.</summary>
    public int Dimensions => Lengths.Length;

    /// <summary>Sites in one cell.</summary>
    public int Basis => (int)(Positions.Shape[0] / Lengths.Aggregate(1L, (product, n) => product * n));
}
