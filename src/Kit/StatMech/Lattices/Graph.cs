namespace Kit.StatMech.Lattices;

/// <summary>Sites and the bonds between them: a lattice, a random graph, or any list of edges.</summary>
/// <remarks>
/// Neighbours are stored in rows: those of site i are <c>Neighbors[Starts[i]..Starts[i + 1]]</c>, and the bonds to them stand at the same places of <see cref="Bonds"/>.
/// Two sites may share more than one bond, as on a periodic lattice of length 2.
/// </remarks>
public sealed partial class Graph
{
    private readonly int[] from, to, starts, neighbors, bonds;
    private readonly sbyte[] signs;
    private readonly Lazy<(int Count, int[] Of)> parts;
    private readonly Lazy<sbyte[]?> coloring;

    private Graph(string name, int sites, int[] from, int[] to, sbyte[]? signs, Geometry? geometry)
    {
        (Name, Sites, this.from, this.to, Geometry) = (name, sites, from, to, geometry);
        this.signs = signs ?? [.. Enumerable.Repeat((sbyte)1, from.Length)];
        starts = new int[sites + 1];
        foreach (var site in from.Concat(to)) starts[site + 1]++;
        for (var i = 0; i < sites; i++) starts[i + 1] += starts[i];
        (neighbors, bonds) = (new int[2 * from.Length], new int[2 * from.Length]);
        var next = starts[..^1];
        for (var b = 0; b < from.Length; b++)
        {
            (neighbors[next[from[b]]], bonds[next[from[b]]++]) = (to[b], b);
            (neighbors[next[to[b]]], bonds[next[to[b]]++]) = (from[b], b);
        }

        (parts, coloring) = (new(FindParts), new(FindColoring));
    }

    /// <summary>What it is, in words.</summary>
    public string Name { get; }

    /// <summary>Number of sites N.</summary>
    public int Sites { get; }

    /// <summary>Number of bonds.</summary>
    public int BondCount => from.Length;

    /// <summary>First end of each bond.</summary>
    public ReadOnlySpan<int> From => from;

    /// <summary>Second end of each bond.</summary>
    public ReadOnlySpan<int> To => to;

    /// <summary>+1 for each bond, −1 where an antiperiodic side is crossed.</summary>
    public ReadOnlySpan<sbyte> Signs => signs;

    /// <summary>Where the neighbours of each site start, N + 1 numbers.</summary>
    public ReadOnlySpan<int> Starts => starts;

    /// <summary>Neighbours of site 0, of site 1, and so on.</summary>
    public ReadOnlySpan<int> Neighbors => neighbors;

    /// <summary>The bond to each entry of <see cref="Neighbors"/>.</summary>
    public ReadOnlySpan<int> Bonds => bonds;

    /// <summary>Positions and lattice vectors; null for graphs that lie nowhere.</summary>
    public Geometry? Geometry { get; }

    /// <summary>Number of connected parts.</summary>
    public int Parts => parts.Value.Count;

    /// <summary>The part of each site, numbered by their smallest sites.</summary>
    public ReadOnlySpan<int> PartOf => parts.Value.Of;

    /// <summary>Whether sites can be coloured black and white so that no bond joins equal colours.</summary>
    public bool IsBipartite => coloring.Value is not null;

    /// <summary>The colour 0 or 1 of each site.</summary>
    /// <exception cref="InvalidOperationException">The graph has a loop of odd length.</exception>
    public ReadOnlySpan<sbyte> Coloring => coloring.Value ?? throw new InvalidOperationException(
        $"{Name} has a loop of odd length, so its sites cannot be coloured like a checkerboard; even lengths of periodic sides, or an update that needs no colours, would do");

    /// <summary>Number of bonds at a site.</summary>
    public int Degree(int site) => starts[site + 1] - starts[site];

    /// <summary>A graph from its edges.</summary>
    /// <param name="sites">Number of sites N.</param>
    /// <param name="edges">Pairs of different sites in 0 … N − 1.</param>
    /// <param name="connected">Whether a graph in several parts is refused: a simulation of it is several that do not know of each other.</param>
    /// <exception cref="ArgumentException">A site that is not there, a loop from a site to itself, or more than one part.</exception>
    public static Graph FromEdges(int sites, IEnumerable<(int From, int To)> edges, bool connected = true)
    {
        ArgumentNullException.ThrowIfNull(edges);
        RequireSites(sites, "FromEdges");
        var list = edges.ToArray();
        foreach (var (k, (a, b)) in list.Index())
        {
            if (a < 0 || a >= sites || b < 0 || b >= sites) throw new ArgumentException($"FromEdges: edge {k} joins {a} and {b}; sites are 0 … {sites - 1}");
            if (a == b) throw new ArgumentException($"FromEdges: edge {k} joins site {a} with itself");
        }

        var graph = new Graph($"graph of {sites} sites", sites, [.. list.Select(e => e.From)], [.. list.Select(e => e.To)], null, null);
        if (!connected || graph.Parts == 1) return graph;
        var sizes = graph.parts.Value.Of.CountBy(part => part).Select(pair => pair.Value).OrderDescending().Take(5);
        throw new ArgumentException($"FromEdges: the graph falls into {graph.Parts} parts, the largest of {string.Join(", ", sizes)} sites; simulate them apart, or say connected: false");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Sites} sites, {BondCount} bonds";

    private static void RequireSites(int sites, string what)
    {
        if (sites is < 1 or > 1 << 28) throw new ArgumentException($"{what}: {sites} sites; 1 to 2²⁸ are possible");
    }

    private (int, int[]) FindParts()
    {
        var (of, count, stack) = (new int[Sites], 0, new Stack<int>());
        Array.Fill(of, -1);
        for (var root = 0; root < Sites; root++)
        {
            if (of[root] >= 0) continue;
            of[root] = count;
            for (stack.Push(root); stack.TryPop(out var i);)
                foreach (var j in neighbors.AsSpan(starts[i]..starts[i + 1]))
                {
                    if (of[j] >= 0) continue;
                    of[j] = count;
                    stack.Push(j);
                }

            count++;
        }

        return (count, of);
    }

    private sbyte[]? FindColoring()
    {
        var (color, queue) = (new sbyte[Sites], new Queue<int>());
        Array.Fill(color, (sbyte)-1);
        for (var root = 0; root < Sites; root++)
        {
            if (color[root] >= 0) continue;
            color[root] = 0;
            for (queue.Enqueue(root); queue.TryDequeue(out var i);)
                foreach (var j in neighbors.AsSpan(starts[i]..starts[i + 1]))
                {
                    if (color[j] == color[i]) return null;
                    if (color[j] >= 0) continue;
                    color[j] = (sbyte)(1 - color[i]);
                    queue.Enqueue(j);
                }
        }

        return color;
    }
}
