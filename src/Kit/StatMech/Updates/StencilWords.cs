using Kit.StatMech.Lattices;

namespace Kit.StatMech.Updates;

/// <summary>A stencil for sites that stand 64 to a word, one bit a site.</summary>
internal sealed class StencilWords
{
    public StencilWords(Graph graph, Stencil stencil)
    {
        (Graph, Stencil, Count) = (graph, stencil, (graph.Sites + 63) / 64);
        Offsets = [.. stencil.Offsets.Where(d => d > 0).Order()];
        (Bonds, Special) = (new ulong[Count * Offsets.Length], new ulong[Count]);
        for (var i = 0; i < graph.Sites; i++)
        {
            if (stencil.IsOther(i))
            {
                Special[i >> 6] |= 1UL << (i & 63);
                foreach (var j in graph.Neighbors[graph.Starts[i]..graph.Starts[i + 1]]) Special[j >> 6] |= 1UL << (j & 63);
                continue;
            }

            for (var k = 0; k < Offsets.Length; k++)
                if (!stencil.IsOther(i + Offsets[k])) Bonds[(i >> 6) * Offsets.Length + k] |= 1UL << (i & 63);
        }
    }

    public Graph Graph { get; }

    public Stencil Stencil { get; }

    /// <summary>How many words.</summary>
    public int Count { get; }

    /// <summary>The distances d > 0 of neighbours, in order.</summary>
    public int[] Offsets { get; }

    /// <summary>For each word and, within it, each distance d: the sites i for which i and i + d both follow the stencil.</summary>
    public ulong[] Bonds { get; }

    /// <summary>For each word the sites that do not follow the stencil, and their neighbours: those that have other bonds.</summary>
    public ulong[] Special { get; }
}
