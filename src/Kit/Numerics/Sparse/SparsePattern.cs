namespace Kit.Numerics.Sparse;

/// <summary>Where a sparse matrix may differ from zero: row by row, columns ascending (CSR). Matrices that share a pattern share what is worked out from it.</summary>
public sealed class SparsePattern
{
    private readonly int[] starts, columns;
    private SparsePattern? transpose;
    private int[]? order, rowOf;

    private SparsePattern(int rows, int columnCount, int[] starts, int[] columns) => (Rows, Columns, this.starts, this.columns) = (rows, columnCount, starts, columns);

    /// <summary>Number of rows m.</summary>
    public int Rows { get; }

    /// <summary>Number of columns n.</summary>
    public int Columns { get; }

    /// <summary>Number of entries.</summary>
    public int Count => columns.Length;

    /// <summary>Row i has the entries RowStarts[i] … RowStarts[i + 1] − 1; m + 1 numbers.</summary>
    public ReadOnlySpan<int> RowStarts => starts;

    /// <summary>The column of each entry.</summary>
    public ReadOnlySpan<int> ColumnIndices => columns;

    internal int[] Starts => starts;

    internal int[] Indices => columns;

    /// <summary>The row of each entry.</summary>
    internal int[] RowOf
    {
        get
        {
            if (rowOf is not null) return rowOf;
            var of = new int[Count];
            for (var i = 0; i < Rows; i++) of.AsSpan(starts[i]..starts[i + 1]).Fill(i);
            return rowOf = of;
        }
    }

    /// <summary>The pattern of the transpose, and which entry of this one each of its entries is.</summary>
    internal (SparsePattern Pattern, int[] Order) Transposed()
    {
        if (transpose is null)
        {
            var entries = new int[Count];
            var pattern = FromTriplets(Columns, Rows, columns, RowOf, out var slots);
            for (var k = 0; k < slots.Length; k++) entries[slots[k]] = k;
            (order, transpose) = (entries, pattern);
        }

        return (transpose, order!);
    }

    /// <summary>The entry (i, j), or −1.</summary>
    internal int Find(int i, int j) => Array.BinarySearch(columns, starts[i], starts[i + 1] - starts[i], j) is >= 0 and var k ? k : -1;

    /// <summary>From arrays that are ordered already and stay unshared.</summary>
    internal static SparsePattern Of(int rows, int columnCount, int[] starts, int[] columns) => new(rows, columnCount, starts, columns);

    /// <summary>The pattern of entries (i, j) in any order and possibly many times.</summary>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="i">Row of each triplet.</param>
    /// <param name="j">Column of each triplet.</param>
    /// <param name="slots">The entry that each triplet belongs to: values are summed there, in the order of the triplets.</param>
    /// <exception cref="ArgumentException">An index lies outside, or there are not as many rows as columns.</exception>
    public static SparsePattern FromTriplets(int rows, int columns, ReadOnlySpan<int> i, ReadOnlySpan<int> j, out int[] slots)
    {
        if (rows < 0 || columns < 0) throw new ArgumentException($"SparsePattern: a matrix of {rows} × {columns}");
        if (i.Length != j.Length) throw new ArgumentException($"SparsePattern: {i.Length} row indices beside {j.Length} column indices");
        // Sorted by columns, then stably by rows; equal entries come together in the order of the triplets.
        int[] byColumn = Counted(j, columns, default, "column"), byRow = Counted(i, rows, byColumn, "row");
        slots = new int[i.Length];
        var (starts, indices, count) = (new int[rows + 1], new int[i.Length], 0);
        var (row, column) = (-1, -1);
        foreach (var t in byRow)
        {
            if (i[t] != row || j[t] != column)
            {
                (row, column) = (i[t], j[t]);
                indices[count++] = column;
                starts[row + 1]++;
            }

            slots[t] = count - 1;
        }

        for (var r = 0; r < rows; r++) starts[r + 1] += starts[r];
        return new(rows, columns, starts, indices[..count]);
    }

    /// <summary>Positions by ascending key, equal keys in the order given.</summary>
    private static int[] Counted(ReadOnlySpan<int> keys, int limit, ReadOnlySpan<int> given, string what)
    {
        var (places, sorted) = (new int[limit + 1], new int[keys.Length]);
        for (var k = 0; k < keys.Length; k++)
            if ((uint)keys[k] < (uint)limit) places[keys[k] + 1]++;
            else throw new ArgumentException($"SparsePattern: {what} {keys[k]} of triplet {k} is not in 0 … {limit - 1}");
        for (var k = 0; k < limit; k++) places[k + 1] += places[k];
        for (var k = 0; k < keys.Length; k++)
        {
            var t = given.IsEmpty ? k : given[k];
            sorted[places[keys[t]]++] = t;
        }

        return sorted;
    }
}
