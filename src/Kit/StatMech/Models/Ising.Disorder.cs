using Kit.StatMech.Lattices;
using Kit.Tensors;

namespace Kit.StatMech.Models;

public sealed partial class Ising
{
    /// <summary>The Edwards-Anderson spin glass with J = ±1 on any graph.</summary>
    /// <param name="graph">Sites and bonds.</param>
    /// <param name="rng">Draws the signs.</param>
    /// <param name="positive">The probability of J = +1; ½ is the symmetric glass.</param>
    /// <remarks>Edwards and Anderson (1975); two values: Toulouse (1977).</remarks>
    /// <exception cref="ArgumentException"><paramref name="positive"/> is not a probability.</exception>
    public static Ising PlusMinus(Graph graph, Rng rng, double positive = 0.5)
    {
        RequireSource(graph, rng);
        if (!(positive >= 0 && positive <= 1)) throw new ArgumentException($"PlusMinus: probability {positive} of a positive coupling is not in [0, 1]");
        return new(graph, Draw(graph.BondCount, () => rng.NextDouble() < positive ? 1 : -1));
    }

    /// <summary>The Edwards-Anderson spin glass with J normal, of this mean and standard deviation, on any graph.</summary>
    /// <exception cref="ArgumentException">A deviation that is negative.</exception>
    public static Ising Gaussian(Graph graph, Rng rng, double mean = 0, double deviation = 1)
    {
        RequireSource(graph, rng);
        RequireDeviation(deviation, "Gaussian");
        return new(graph, Draw(graph.BondCount, () => mean + deviation * rng.NextNormal()));
    }

    /// <summary>The model of Sherrington and Kirkpatrick: all pairs, J_ij normal with mean J₀/N and variance 1/N.</summary>
    /// <remarks>Sherrington and Kirkpatrick, Phys. Rev. Lett. 35, 1792 (1975). The glass temperature is 1 at J₀ = 0; the energy of a site goes to −0.76317 as T → 0.</remarks>
    public static Ising SherringtonKirkpatrick(int n, Rng rng, double mean = 0, double field = 0)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var graph = Graph.Complete(n);
        return new(graph, Draw(graph.BondCount, () => mean / n + rng.NextNormal() / Math.Sqrt(n)), Repeat(field, n));
    }

    /// <summary>One coupling for all, and fields that are normal with mean 0.</summary>
    /// <exception cref="ArgumentException">A deviation that is negative.</exception>
    public static Ising RandomField(Graph graph, Rng rng, double deviation, double coupling = 1)
    {
        RequireSource(graph, rng);
        RequireDeviation(deviation, "RandomField");
        return new(graph, Repeat(coupling, graph.BondCount), Draw(graph.Sites, () => deviation * rng.NextNormal()));
    }

    /// <summary>One coupling for all on a graph that keeps each bond with probability p.</summary>
    /// <exception cref="ArgumentException"><paramref name="keep"/> is not a probability.</exception>
    public static Ising Diluted(Graph graph, Rng rng, double keep, double coupling = 1)
    {
        RequireSource(graph, rng);
        return new(graph.Diluted(keep, rng), coupling);
    }

    private static double[] Draw(int count, Func<double> law)
    {
        var drawn = new double[count];
        for (var k = 0; k < count; k++) drawn[k] = law();
        return drawn;
    }

    private static void RequireSource(Graph graph, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(rng);
    }

    private static void RequireDeviation(double deviation, string what)
    {
        if (!(deviation >= 0)) throw new ArgumentException($"{what}: standard deviation {deviation}; it must not be negative");
    }
}
