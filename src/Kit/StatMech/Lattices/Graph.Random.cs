using Kit.Tensors;

namespace Kit.StatMech.Lattices;

public sealed partial class Graph
{
    /// <summary>All pairs of n sites.</summary>
    public static Graph Complete(int n)
    {
        RequireSites(n, "Complete");
        if (n > 20_000) throw new ArgumentException($"Complete: {n} sites have {(long)n * (n - 1) / 2} bonds; 20,000 sites at most");
        var pairs = from a in Enumerable.Range(0, n) from b in Enumerable.Range(a + 1, n - a - 1) select (a, b);
        return Named($"complete graph of {n} sites", n, pairs);
    }

    /// <summary>A random graph in which every site has the same number of neighbours, without double bonds.</summary>
    /// <remarks>
    /// Steger and Wormald (1999): free ends are joined one random pair after the other, pairs that would double a bond are refused, and all starts anew when none is left.
    /// All such graphs are equally likely in the limit of many sites.
    /// </remarks>
    /// <exception cref="ArgumentException">n · degree is odd, or degree is not below n.</exception>
    public static Graph RandomRegular(int n, int degree, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        RequireSites(n, "RandomRegular");
        if (degree < 1 || degree >= n || (long)n * degree % 2 != 0) throw new ArgumentException($"RandomRegular: {n} sites of degree {degree}; n · degree must be even and 1 ≤ degree < n");
        while (true)
            if (Pairing(n, degree, rng) is { } bonds) return Named($"random regular graph, {n} sites of degree {degree}", n, bonds);
    }

    /// <summary>The random graph G(n, c/(n − 1)): every pair is joined with the same probability, and a site has c neighbours in the mean.</summary>
    /// <exception cref="ArgumentException">c is not in 0 … n − 1.</exception>
    public static Graph ErdosRenyi(int n, double meanDegree, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        RequireSites(n, "ErdosRenyi");
        if (!(meanDegree >= 0 && meanDegree <= n - 1)) throw new ArgumentException($"ErdosRenyi: mean degree {meanDegree}; it must lie in 0 … {n - 1}");
        return Named($"Erdős–Rényi graph, {n} sites of mean degree {meanDegree}", n, Gaps(n, meanDegree / Math.Max(1, n - 1), rng));
    }

    /// <summary>This graph with every bond kept with probability p; sites stay.</summary>
    /// <exception cref="ArgumentException">p is not a probability.</exception>
    public Graph Diluted(double keep, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (!(keep >= 0 && keep <= 1)) throw new ArgumentException($"Diluted: probability {keep} is not in [0, 1]");
        var kept = Enumerable.Range(0, BondCount).Where(_ => rng.NextDouble() < keep).ToArray();
        var geometry = Geometry is null ? null : Geometry with { Steps = Tensor.Of([.. kept.SelectMany(b => Geometry.Steps[b].ToDoubles())]).Reshape(kept.Length, Geometry.Dimensions).KeepAlways() };
        return new($"{Name}, bonds kept with probability {keep}", Sites, [.. kept.Select(b => from[b])], [.. kept.Select(b => to[b])], [.. kept.Select(b => signs[b])], geometry);
    }

    private static Graph Named(string name, int n, IEnumerable<(int From, int To)> bonds)
    {
        var list = bonds.ToArray();
        return new(name, n, [.. list.Select(b => b.From)], [.. list.Select(b => b.To)], null, null);
    }

    private static List<(int, int)>? Pairing(int n, int degree, Rng rng)
    {
        var ends = Enumerable.Range(0, n * degree).Select(k => k / degree).ToList();
        var (bonds, taken) = (new List<(int, int)>(), new HashSet<(int, int)>());
        for (var refused = 0; ends.Count > 0;)
        {
            var (i, j) = (rng.NextInt(0, ends.Count), rng.NextInt(0, ends.Count));
            var bond = (Math.Min(ends[i], ends[j]), Math.Max(ends[i], ends[j]));
            if (bond.Item1 == bond.Item2 || !taken.Add(bond))
            {
                if (++refused > 100 + 10 * ends.Count) return null;
                continue;
            }

            refused = 0;
            bonds.Add(bond);
            Remove(ends, Math.Max(i, j));
            Remove(ends, Math.Min(i, j));
        }

        return bonds;
    }

    private static void Remove(List<int> ends, int i)
    {
        ends[i] = ends[^1];
        ends.RemoveAt(ends.Count - 1);
    }

    /// <summary>Kept pairs in order; the gaps between them are geometric: Batagelj and Brandes (2005).</summary>
    private static IEnumerable<(int, int)> Gaps(int n, double p, Rng rng)
    {
        if (p == 0) yield break;
        for (var (a, b) = (1, -1L); ;)
        {
            b += p < 1 ? 1 + (long)Math.Min(Math.Floor(Math.Log(1 - rng.NextDouble()) / Math.Log(1 - p)), 1e15) : 1;
            for (; a < n && b >= a; a++) b -= a;
            if (a >= n) yield break;
            yield return ((int)b, a);
        }
    }
}
