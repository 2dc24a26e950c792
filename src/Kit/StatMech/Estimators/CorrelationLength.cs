using Kit.Numerics;
using Kit.StatMech.Lattices;
using Kit.Tensors;

namespace Kit.StatMech.Estimators;

/// <summary>The correlation length from the second moment of G(r): ξ = √(⟨S(0)⟩/⟨S(k)⟩ − 1)/(2 sin(k/2)), k the smallest wave number.</summary>
/// <remarks>
/// From S(k) ∝ 1/(ξ⁻² + k̂²) with k̂ = 2 sin(k/2) of the lattice: Cooper, Freedman, Preston (1982). Above T_c; below it ⟨S(0)⟩ holds the magnetisation, and ξ/L grows with L instead of falling,
/// so that ξ/L of all sizes cross at T_c.
/// </remarks>
public sealed class CorrelationLength
{
    private readonly int[] lengths;
    private readonly double[] cos, sin;

    /// <summary>For a lattice whose sides are all as long.</summary>
    /// <exception cref="ArgumentException">The graph is no periodic lattice with one site a cell and sides of one length.</exception>
    public CorrelationLength(Graph graph)
    {
        lengths = Correlations.Lengths(graph, "CorrelationLength");
        if (lengths.Any(n => n != lengths[0])) throw new ArgumentException($"CorrelationLength: {graph.Name} has sides of different lengths");
        var (n, sites, k) = (lengths[0], graph.Sites, Wavenumber(graph.Geometry!) / lengths[0]);
        (cos, sin) = ([.. Enumerable.Range(0, n).Select(x => Math.Cos(2 * Math.PI * x / n))], [.. Enumerable.Range(0, n).Select(x => Math.Sin(2 * Math.PI * x / n))]);
        Observables = [new("S(0)", state => sites * Math.Pow(Sum(state.Values) / sites, 2)), new("S(k)", state => Smallest(state.Values))];
        Quantity = new("correlation length", (_, mean) => Math.Sqrt(Math.Max(mean["S(0)"] / mean["S(k)"] - 1, 0)) / (2 * Math.Sin(k / 2)));
    }

    /// <summary>"S(0)", and "S(k)" averaged over the directions.</summary>
    public IReadOnlyList<Observable<Configuration>> Observables { get; }

    /// <summary>"correlation length" in lattice constants.</summary>
    public Quantity Quantity { get; }

    /// <summary>|b| of the reciprocal lattice, a_i · b_j = 2πδ_ij, which has to be the same for all directions.</summary>
    private static double Wavenumber(Geometry geometry)
    {
        using (Tensor.Scope())
        {
            var lengths = LinearAlgebra.Inverse(geometry.Vectors).Square().Sum(0).Sqrt().ToDoubles();
            return lengths.All(b => Math.Abs(b - lengths[0]) < 1e-9 * lengths[0]) ? 2 * Math.PI * lengths[0] : throw new ArgumentException("CorrelationLength: the directions of the lattice are not alike");
        }
    }

    private static double Sum(sbyte[] spins)
    {
        var sum = 0L;
        foreach (var s in spins) sum += s;
        return sum;
    }

    private double Smallest(sbyte[] spins)
    {
        var (n, total, layers) = (lengths[0], 0.0, new long[lengths[0]]);
        for (var (d, stride) = (0, 1); d < lengths.Length; d++, stride *= n)
        {
            Array.Clear(layers);
            for (var i = 0; i < spins.Length; i++) layers[i / stride % n] += spins[i];
            var (re, im) = (0.0, 0.0);
            for (var x = 0; x < n; x++) (re, im) = (re + layers[x] * cos[x], im + layers[x] * sin[x]);
            total += re * re + im * im;
        }

        return total / spins.Length / lengths.Length;
    }
}
