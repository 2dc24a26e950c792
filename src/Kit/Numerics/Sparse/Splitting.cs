namespace Kit.Numerics.Sparse;

/// <summary>Which unknowns are strongly coupled, and the split into coarse ones, that the next level keeps, and fine ones, that are interpolated from them.</summary>
/// <remarks>
/// i depends strongly on j where −aᵢⱼ ≥ θ max(−aᵢₖ). Coarse unknowns are chosen one by one, the next one always that on which most undecided ones depend, twice those decided to be fine.
/// J. W. Ruge and K. Stüben (1987), Algebraic multigrid, section 4.6: the first pass.
/// </remarks>
internal sealed class Splitting
{
    private readonly int[] starts, columns, influenceStarts, influenced;
    private readonly bool[] strong;

    /// <param name="matrix">Symmetric pattern.</param>
    /// <param name="values">Its values.</param>
    /// <param name="threshold">θ.</param>
    public Splitting(SparsePattern matrix, double[] values, double threshold)
    {
        (starts, columns, strong) = (matrix.Starts, matrix.Indices, new bool[matrix.Count]);
        var n = matrix.Rows;
        influenceStarts = new int[n + 1];
        for (var i = 0; i < n; i++)
        {
            var largest = 0.0;
            for (var k = starts[i]; k < starts[i + 1]; k++)
                if (columns[k] != i) largest = Math.Max(largest, -values[k]);
            for (var k = starts[i]; k < starts[i + 1]; k++)
            {
                strong[k] = columns[k] != i && largest > 0 && -values[k] >= threshold * largest;
                if (strong[k]) influenceStarts[columns[k] + 1]++;
            }
        }

        for (var i = 0; i < n; i++) influenceStarts[i + 1] += influenceStarts[i];
        influenced = new int[influenceStarts[n]];
        var next = influenceStarts.AsSpan(0, n).ToArray();
        for (var i = 0; i < n; i++)
            for (var k = starts[i]; k < starts[i + 1]; k++)
                if (strong[k]) influenced[next[columns[k]]++] = i;
        (Coarse, Count) = Choose(n);
    }

    /// <summary>Whether the unknown of a row depends strongly on that of an entry's column.</summary>
    public ReadOnlySpan<bool> Strong => strong;

    /// <summary>The number of each coarse unknown on the next level; −1 of a fine one.</summary>
    public int[] Coarse { get; }

    /// <summary>Number of coarse unknowns.</summary>
    public int Count { get; }

    private (int[] Coarse, int Count) Choose(int n)
    {
        var (coarse, weights) = (new int[n], new int[n]);
        Array.Fill(coarse, Undecided);
        var queue = new BucketQueue(n);
        for (var i = 0; i < n; i++)
        {
            weights[i] = influenceStarts[i + 1] - influenceStarts[i];
            queue.Add(i, weights[i]);
        }

        while (queue.TakeLargest(out var chosen))
        {
            if (weights[chosen] == 0)
            {
                // Nobody depends on it: it is fine where it can be interpolated, and where it depends on nobody Gauss–Seidel solves it.
                coarse[chosen] = Fine;
                continue;
            }

            coarse[chosen] = Kept;
            foreach (var fine in influenced.AsSpan(influenceStarts[chosen]..influenceStarts[chosen + 1]))
            {
                if (coarse[fine] != Undecided) continue;
                coarse[fine] = Fine;
                queue.Remove(fine);
                for (var k = starts[fine]; k < starts[fine + 1]; k++)
                    if (strong[k] && coarse[columns[k]] == Undecided) queue.Move(columns[k], ++weights[columns[k]]);
            }

            for (var k = starts[chosen]; k < starts[chosen + 1]; k++)
                if (strong[k] && coarse[columns[k]] == Undecided) queue.Move(columns[k], --weights[columns[k]]);
        }

        var count = 0;
        for (var i = 0; i < n; i++) coarse[i] = coarse[i] == Kept ? count++ : Fine;
        return (coarse, count);
    }

    private const int Undecided = -3;
    private const int Kept = -2;
    private const int Fine = -1;
}
