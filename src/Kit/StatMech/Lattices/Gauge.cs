namespace Kit.StatMech.Lattices;

/// <summary>Signs g_i = ±1 with J_ij g_i g_j ≥ 0 on every bond: they turn a model without frustration into a ferromagnet, s_i → g_i s_i.</summary>
/// <remarks>They are there if and only if no loop has an odd number of negative couplings: Harary (1953); for spin glasses Mattis (1976) and Toulouse (1977).</remarks>
public static class Gauge
{
    /// <summary>Finds the signs, +1 at the smallest site of each part; null if a loop is frustrated, and then a bond that closes one.</summary>
    /// <param name="graph">Sites and bonds.</param>
    /// <param name="couplings">J of each bond; bonds with J = 0 count for nothing.</param>
    /// <param name="closing">The bond at which the search found the loop, −1 if there is none.</param>
    /// <exception cref="ArgumentException">Other than one coupling a bond.</exception>
    public static sbyte[]? Find(Graph graph, ReadOnlySpan<double> couplings, out int closing)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (couplings.Length != graph.BondCount) throw new ArgumentException($"Gauge: {couplings.Length} couplings for {graph.BondCount} bonds");
        var (gauge, stack) = (new sbyte[graph.Sites], new Stack<int>());
        for (var root = 0; root < graph.Sites; root++)
        {
            if (gauge[root] != 0) continue;
            gauge[root] = 1;
            for (stack.Push(root); stack.TryPop(out var i);)
                for (var k = graph.Starts[i]; k < graph.Starts[i + 1]; k++)
                {
                    var (j, sign) = (graph.Neighbors[k], Math.Sign(couplings[graph.Bonds[k]]));
                    if (sign == 0) continue;
                    closing = graph.Bonds[k];
                    if (gauge[j] == -gauge[i] * sign) return null;
                    if (gauge[j] != 0) continue;
                    gauge[j] = (sbyte)(gauge[i] * sign);
                    stack.Push(j);
                }
        }

        closing = -1;
        return gauge;
    }
}
