using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>The plan of a factorisation, from the pattern alone: one for all matrices of that pattern.</summary>
/// <remarks>
/// Unknowns that change the same others are eliminated together, in a dense matrix (a front) of those unknowns and others. What a front
/// leaves of the others is added to its parent's. I. S. Duff and J. K. Reid, ACM Trans. Math. Softw. 9 (1983) 302; small fronts are
/// joined with their parents, C. Ashcraft and R. Grimes, ACM Trans. Math. Softw. 15 (1989) 291.
/// </remarks>
public sealed class FrontalTree
{
    private readonly List<Front> fronts = [];

    private FrontalTree(SparsePattern pattern, int[] order)
    {
        (Pattern, Order) = (pattern, EliminationTree.Postordered(pattern, order));
        Place = EliminationTree.Inverse(Order);
    }

    /// <summary>The pattern that this was made for.</summary>
    public SparsePattern Pattern { get; }

    /// <summary>Number of fronts.</summary>
    public int Count => fronts.Count;

    /// <summary>Entries of L and U together if no pivot has to wait.</summary>
    public long Fill => fronts.Sum(f => (long)f.Own * (f.Own + 2L * f.Rows.Length));

    /// <summary>The unknown that is eliminated as number k, as far as pivoting leaves it so.</summary>
    internal int[] Order { get; }

    /// <summary>The inverse of <see cref="Order"/>.</summary>
    internal int[] Place { get; }

    internal IReadOnlyList<Front> Fronts => fronts;

    /// <summary>A plan by nested dissection.</summary>
    /// <param name="pattern">A square pattern.</param>
    /// <param name="points">Where the unknowns are, [n, dimensions], for better cuts.</param>
    /// <exception cref="ArgumentException">The pattern is not square, or there are not as many points.</exception>
    public static FrontalTree Of(SparsePattern pattern, Tensor? points = null)
    {
        var tree = new FrontalTree(pattern, NestedDissection.Order(pattern, points));
        tree.Build();
        return tree;
    }

    /// <summary>A plan for an order of your own.</summary>
    /// <param name="pattern">A square pattern.</param>
    /// <param name="order">Unknown order[k] is eliminated as number k.</param>
    /// <exception cref="ArgumentException">The pattern is not square, or the order no permutation.</exception>
    public static FrontalTree Of(SparsePattern pattern, int[] order)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(order);
        if (pattern.Rows != pattern.Columns) throw new ArgumentException($"FrontalTree: needs a square pattern, not {pattern.Rows} × {pattern.Columns}");
        if (order.Length != pattern.Rows || order.Distinct().Count(k => (uint)k < (uint)order.Length) != order.Length)
            throw new ArgumentException($"FrontalTree: the order must name each of {pattern.Rows} unknowns once");
        var tree = new FrontalTree(pattern, order);
        tree.Build();
        return tree;
    }

    private void Build()
    {
        foreach (var node in Joined(Supernodes())) fronts.Add(new(node.First, node.Own, node.Rows));
        var frontOf = new int[Order.Length];
        for (var s = 0; s < fronts.Count; s++) frontOf.AsSpan(fronts[s].First, fronts[s].Own).Fill(s);
        var (local, transposed) = (new int[Order.Length], Pattern.Transposed());
        foreach (var front in fronts)
        {
            front.Number(local);
            front.Gather(Pattern, transposed.Pattern, transposed.Order, Order, Place, local);
        }

        foreach (var (front, s) in fronts.Select((f, s) => (f, s)))
            if (front.Rows.Length > 0)
            {
                var parent = fronts[frontOf[front.Rows[0]]];
                parent.Number(local);
                front.Relative = Array.ConvertAll(front.Rows, r => local[r]);
                parent.Children.Add(s);
            }
    }

    /// <summary>Runs of unknowns that change the same later ones.</summary>
    private List<Supernode> Supernodes()
    {
        var (n, transposed) = (Order.Length, Pattern.Transposed().Pattern);
        var (nodes, waiting, seen) = (new List<Supernode>(), new List<Supernode>?[n], new Supernode?[n]);
        var extra = new List<int>();
        Supernode? current = null;
        for (var j = 0; j < n; j++)
        {
            extra.Clear();
            var same = current is not null && current.Rows.Length > current.Own - 1 && current.Rows[current.Own - 1] == j;
            var owner = same ? current! : new Supernode(j);
            foreach (var side in (ReadOnlySpan<SparsePattern>)[Pattern, transposed])
                for (var k = side.Starts[Order[j]]; k < side.Starts[Order[j] + 1]; k++) Note(Place[side.Indices[k]]);
            foreach (var child in waiting[j] ?? [])
                foreach (var row in child.Rows) Note(row);
            if (same && extra.Count == 0)
            {
                current!.Own++;
                continue;
            }

            if (current is not null) Close(current);
            var next = same ? new Supernode(j) : owner;
            if (same)
                foreach (var row in current!.Rows)
                    if (row > j) extra.Add(row);
            next.Rows = [.. extra.Distinct().Order()];
            foreach (var row in next.Rows) seen[row] = next;
            current = next;

            void Note(int row)
            {
                if (row <= j || seen[row] == owner) return;
                extra.Add(row);
                if (!same) seen[row] = owner;
            }
        }

        if (current is not null) Close(current);
        return nodes;

        void Close(Supernode node)
        {
            // While it grew, the rows still named its own unknowns.
            node.Rows = node.Rows[(node.Own - 1)..];
            node.True = node.Entries;
            nodes.Add(node);
            if (node.Rows.Length > 0) (waiting[node.Rows[0]] ??= []).Add(node);
        }
    }

    private static List<Supernode> Joined(List<Supernode> nodes)
    {
        var done = new List<Supernode>();
        foreach (var node in nodes)
        {
            while (done.Count > 0 && done[^1] is var child && child.Rows.Length > 0 && child.First + child.Own == node.First && child.Rows[0] < node.First + node.Own)
            {
                var whole = new Supernode(child.First) { Own = child.Own + node.Own, Rows = node.Rows, True = child.True + node.True };
                var zeros = 1 - (double)whole.True / whole.Entries;
                if (!(whole.Own <= 4 || whole.Own <= 16 && zeros < 0.8 || whole.Own <= 48 && zeros < 0.1 || zeros < 0.05)) break;
                done.RemoveAt(done.Count - 1);
                (node.First, node.Own, node.True) = (whole.First, whole.Own, whole.True);
            }

            done.Add(node);
        }

        return done;
    }

    private sealed class Supernode(int first)
    {
        public int First = first, Own = 1;
        public int[] Rows = [];
        public long True;

        /// <summary>Entries of L's columns.</summary>
        public long Entries => Own * (Own + 1L) / 2 + (long)Own * Rows.Length;
    }
}
