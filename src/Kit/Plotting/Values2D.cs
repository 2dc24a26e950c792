using Kit.Tensors;

namespace Kit.Plotting;

/// <summary>A table of numbers z[i, j] for a picture: row i lies at ordinate y[i], column j at abscissa x[j]. Copied when it is made.</summary>
/// <remarks>Two-dimensional arrays, jagged arrays and tensors of rank 2 convert by themselves. NaN and ±∞ are gaps.</remarks>
public sealed class Values2D
{
    private readonly double[] entries;

    internal Values2D(int rows, int columns, double[] entries) => (Rows, Columns, this.entries) = (rows, columns, entries);

    /// <summary>Number of rows: the ordinates.</summary>
    public int Rows { get; }

    /// <summary>Number of columns: the abscissae.</summary>
    public int Columns { get; }

    /// <summary>The entry z[row, column].</summary>
    public double this[int row, int column] => entries[(row * Columns) + column];

    /// <summary>All entries, row after row, without a copy.</summary>
    public ReadOnlySpan<double> Span => entries;

    /// <summary>Rows and columns exchanged: for data kept as u[x, y].</summary>
    public Values2D Transpose() => Generate(Columns, Rows, (i, j) => this[j, i]);

    /// <summary>z[i, j] = f(x[j], y[i]).</summary>
    public static Values2D Sample(Values x, Values y, Func<double, double, double> f) =>
        Generate(y.Count, x.Count, (i, j) => f(x[j], y[i]));

    /// <summary>Copies a table.</summary>
    public static implicit operator Values2D(double[,] table) => Generate(Check(table), table.GetLength(1), (i, j) => table[i, j]);

    /// <summary>Copies a table; each number keeps its shortest decimal form.</summary>
    public static implicit operator Values2D(float[,] table) => Generate(Check(table), table.GetLength(1), (i, j) => Values.Widen(table[i, j]));

    /// <summary>Copies a table.</summary>
    public static implicit operator Values2D(int[,] table) => Generate(Check(table), table.GetLength(1), (i, j) => table[i, j]);

    /// <summary>Copies a table.</summary>
    public static implicit operator Values2D(sbyte[,] table) => Generate(Check(table), table.GetLength(1), (i, j) => table[i, j]);

    /// <summary>Copies a table.</summary>
    public static implicit operator Values2D(byte[,] table) => Generate(Check(table), table.GetLength(1), (i, j) => table[i, j]);

    /// <summary>Copies a table: true is 1, false is 0.</summary>
    public static implicit operator Values2D(bool[,] table) => Generate(Check(table), table.GetLength(1), (i, j) => table[i, j] ? 1 : 0);

    /// <summary>Copies rows.</summary>
    /// <exception cref="ArgumentException">The rows differ in length.</exception>
    public static implicit operator Values2D(double[][] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var columns = rows.Length == 0 ? 0 : rows[0].Length;
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != columns)
                throw new ArgumentException($"The rows of a picture's table must have one length: row 0 has {columns}, row {i} has {rows[i].Length}.");
        }
        return Generate(rows.Length, columns, (i, j) => rows[i][j]);
    }

    /// <summary>Copies a real tensor of rank 2; leading axes of length 1 are dropped.</summary>
    /// <exception cref="ArgumentException">The tensor has another rank, or is complex.</exception>
    public static implicit operator Values2D(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var shape = tensor.Shape.ToArray();
        if (shape.Length < 2 || shape[..^2].Any(extent => extent != 1) || shape[^1] == 0 || shape[^2] == 0)
            throw new ArgumentException($"A picture's table is a tensor of rank 2, [rows, columns]: got shape {tensor.Shape}.");
        return new((int)shape[^2], (int)shape[^1], Values.Numbers(tensor));
    }

    internal static Values2D Generate(int rows, int columns, Func<int, int, double> entry)
    {
        if (rows == 0 || columns == 0)
            throw new ArgumentException($"A picture's table must not be empty: got [{rows},{columns}].");
        var entries = new double[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                entries[(i * columns) + j] = entry(i, j);
        }
        return new(rows, columns, entries);
    }

    private static int Check(Array? table) =>
        (table ?? throw new ArgumentNullException(nameof(table), "A picture needs data: got null.")).GetLength(0);
}
