namespace Kit.Numerics.Sparse;

/// <summary>Which unknown's elimination first changes which: parent(j) = min{i > j : Lᵢⱼ ≠ 0} of the factor of A + Aᵀ.</summary>
/// <remarks>J. W. H. Liu, SIAM J. Matrix Anal. Appl. 11 (1990) 134.</remarks>
internal static class EliminationTree
{
    /// <summary>The given order rearranged so that every subtree is contiguous, children before parents; the fill is the same.</summary>
    public static int[] Postordered(SparsePattern pattern, int[] order)
    {
        var parent = Parents(pattern, order);
        var n = order.Length;
        var (first, next) = (new int[n + 1], new int[n]);
        Array.Fill(first, -1);
        for (var j = n - 1; j >= 0; j--)
        {
            var p = parent[j] < 0 ? n : parent[j];
            (next[j], first[p]) = (first[p], j);
        }

        var (sorted, count, path) = (new int[n], 0, new Stack<int>());
        for (var root = first[n]; root >= 0; root = next[root])
        {
            path.Push(root);
            while (path.TryPeek(out var j))
                if (first[j] is >= 0 and var child)
                {
                    first[j] = next[child];
                    path.Push(child);
                }
                else
                {
                    sorted[count++] = order[path.Pop()];
                }
        }

        return sorted;
    }

    private static int[] Parents(SparsePattern pattern, int[] order)
    {
        var n = order.Length;
        var (place, parent, ancestor, transposed) = (Inverse(order), new int[n], new int[n], pattern.Transposed().Pattern);
        for (var i = 0; i < n; i++)
        {
            (parent[i], ancestor[i]) = (-1, -1);
            foreach (var side in (ReadOnlySpan<SparsePattern>)[pattern, transposed])
                for (var k = side.Starts[order[i]]; k < side.Starts[order[i] + 1]; k++)
                    for (var j = place[side.Indices[k]]; j >= 0 && j < i;)
                    {
                        // From j to its root, and the path made short for the next time.
                        var next = ancestor[j];
                        ancestor[j] = i;
                        if (next < 0) parent[j] = i;
                        j = next;
                    }
        }

        return parent;
    }

    public static int[] Inverse(int[] order)
    {
        var inverse = new int[order.Length];
        for (var k = 0; k < order.Length; k++) inverse[order[k]] = k;
        return inverse;
    }
}
