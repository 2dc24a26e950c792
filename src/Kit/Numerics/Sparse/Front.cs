namespace Kit.Numerics.Sparse;

/// <summary>Unknowns that are eliminated together, and the later ones that this changes.</summary>
internal sealed class Front(int first, int own, int[] rows)
{
    private readonly List<int> entries = [], entryRows = [], entryColumns = [];

    /// <summary>Number of the first unknown to be eliminated.</summary>
    public int First { get; } = first;

    /// <summary>How many are eliminated.</summary>
    public int Own { get; } = own;

    /// <summary>The later unknowns, ascending.</summary>
    public int[] Rows { get; } = rows;

    /// <summary>Where <see cref="Rows"/> are in the parent.</summary>
    public int[] Relative { get; set; } = [];

    /// <summary>The fronts whose remainders are added to this one.</summary>
    public List<int> Children { get; } = [];

    /// <summary>Entries of the matrix that are added here, in its pattern's numbering.</summary>
    public IReadOnlyList<int> Entries => entries;

    /// <summary>Adds the entries to a dense front that holds d delayed pivots before its own.</summary>
    public void Scatter(ReadOnlySpan<double> values, Span<double> dense, int order, int d)
    {
        for (var k = 0; k < entries.Count; k++) dense[(entryRows[k] + d) * order + entryColumns[k] + d] += values[entries[k]];
    }

    /// <summary>Writes down the place of each of its unknowns in it.</summary>
    public void Number(int[] local)
    {
        for (var k = 0; k < Own; k++) local[First + k] = k;
        for (var k = 0; k < Rows.Length; k++) local[Rows[k]] = Own + k;
    }

    /// <summary>Finds the entries (i, j) of the matrix of which the one that is eliminated first is eliminated here.</summary>
    public void Gather(SparsePattern pattern, SparsePattern transposed, int[] entryOf, int[] order, int[] place, int[] local)
    {
        for (var i = First; i < First + Own; i++)
        {
            for (var k = pattern.Starts[order[i]]; k < pattern.Starts[order[i] + 1]; k++)
                if (place[pattern.Indices[k]] is var j && j >= First) Add(k, i, j);
            for (var k = transposed.Starts[order[i]]; k < transposed.Starts[order[i] + 1]; k++)
                if (place[transposed.Indices[k]] is var j && j >= First + Own) Add(entryOf[k], j, i);
        }

        void Add(int entry, int i, int j)
        {
            entries.Add(entry);
            entryRows.Add(local[i]);
            entryColumns.Add(local[j]);
        }
    }
}
