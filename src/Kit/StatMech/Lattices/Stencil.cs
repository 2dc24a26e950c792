namespace Kit.StatMech.Lattices;

/// <summary>Neighbours of most sites of a lattice as fixed distances j − i in the order of sites: arithmetic instead of a list that has to be read from memory.</summary>
internal sealed class Stencil
{
    private readonly ulong[] others;

    private Stencil(int[] offsets, ulong[] others) => (Offsets, this.others) = (offsets, others);

    /// <summary>j − i for each neighbour j of a site i that follows the rule.</summary>
    public int[] Offsets { get; }

    /// <summary>One bit a site: 1 where the rule does not hold, as at sides.</summary>
    public ReadOnlySpan<ulong> Others => others;

    /// <summary>Whether the rule does not hold at a site.</summary>
    public bool IsOther(int site) => (others[site >> 6] >> (site & 63) & 1) != 0;

    /// <summary>The rule that most sites follow; null if not even half of them follow one.</summary>
    public static Stencil? Of(Graph graph)
    {
        const int Samples = 63;
        if (graph.Sites <= Samples) return null;
        var rows = Enumerable.Range(0, Samples).Select(k => Row(graph, (int)((long)k * graph.Sites / Samples)));
        var offsets = rows.GroupBy(row => string.Join(',', row)).MaxBy(group => group.Count())!.First();
        var (others, count) = (new ulong[(graph.Sites + 63) / 64], 0);
        for (var i = 0; i < graph.Sites; i++)
        {
            if (Follows(graph, i, offsets)) continue;
            others[i >> 6] |= 1UL << (i & 63);
            count++;
        }

        return 2L * count < graph.Sites ? new(offsets, others) : null;
    }

    private static int[] Row(Graph graph, int site)
    {
        var row = graph.Neighbors[graph.Starts[site]..graph.Starts[site + 1]].ToArray();
        for (var k = 0; k < row.Length; k++) row[k] -= site;
        return row;
    }

    private static bool Follows(Graph graph, int site, int[] offsets)
    {
        if (graph.Degree(site) != offsets.Length) return false;
        var start = graph.Starts[site];
        for (var k = 0; k < offsets.Length; k++)
            if (graph.Neighbors[start + k] - site != offsets[k]) return false;
        return true;
    }
}
