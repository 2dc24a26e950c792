using System.Globalization;
using System.Text;
using Kit.Compute;

namespace Kit.Tensors;

/// <summary>Tables of numbers as text: one row a line, invariant culture, shortest digits that read back the same.</summary>
internal static class Csv
{
    public const long MaxBytes = 1L << 31;

    public static void Write(Stream stream, Tensor x, IReadOnlyList<string>? header, char separator)
    {
        CheckSeparator(separator);
        if (x.Rank is < 1 or > 2) throw new ArgumentException($"SaveCsv: a vector or a matrix, not shape {x.Shape}; Reshape it");
        if (x.DType.IsComplex()) throw new ArgumentException($"SaveCsv: {x.DType}; save Real() and Imag() as columns of their own");
        var (rows, columns) = (x.Shape[0], x.Rank == 2 ? x.Shape[1] : 1);
        if (header is not null && header.Count != columns) throw new ArgumentException($"SaveCsv: {header.Count} column names for {columns} columns");
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        if (header is not null) writer.WriteLine(string.Join(separator, header.Select(name => Quoted(name, separator))));
        // As text each type is shortest in itself: 0.1 of F32 is not 0.10000000149011612.
        Func<double, string> text = x.DType == DType.F32 ? v => ((float)v).ToString(CultureInfo.InvariantCulture) : v => v.ToString(CultureInfo.InvariantCulture);
        var line = new StringBuilder();
        var values = x.ToDoubles();
        for (var i = 0; i < rows; i++)
        {
            line.Clear();
            for (var j = 0; j < columns; j++) line.Append(j > 0 ? separator : "").Append(text(values[i * columns + j]));
            writer.WriteLine(line);
        }
    }

    public static Tensor Read(Stream stream, bool header, char separator, DType dtype, out string[] names)
    {
        CheckSeparator(separator);
        if (dtype.IsComplex() || dtype == DType.Bool) throw new ArgumentException($"LoadCsv: numbers are read as I32, F32 or F64, not {dtype}");
        if (stream.Length > MaxBytes) throw new InvalidDataException($"csv: {stream.Length} bytes; at most {MaxBytes} are read");
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), leaveOpen: true);
        names = [];
        var (values, columns, number) = (new List<double>(), -1, 0);
        try
        {
            while (reader.ReadLine() is { } line)
            {
                number++;
                if (string.IsNullOrWhiteSpace(line)) continue;
                if (header && names.Length == 0)
                {
                    names = Names(line, separator, number);
                    columns = names.Length;
                    continue;
                }

                var found = Row(line, separator, dtype, number, values);
                if (columns >= 0 && found != columns) throw new InvalidDataException($"csv: line {number} has {found} columns, those before have {columns}");
                columns = found;
            }
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"csv: line {number + 1} or one soon after it is not UTF-8");
        }

        columns = Math.Max(columns, 0);
        return Tensor.Of(values.ToArray(), dtype).Reshape(columns == 0 ? 0 : values.Count / columns, columns);
    }

    private static int Row(ReadOnlySpan<char> line, char separator, DType dtype, int number, List<double> values)
    {
        var column = 0;
        foreach (var range in line.Split(separator))
        {
            column++;
            var cell = line[range].Trim();
            if (!TryParse(cell, out var value)) throw new InvalidDataException($"csv: line {number}, column {column}: \"{Short(cell)}\" is not a number");
            if (dtype == DType.I32 && value != (int)value) throw new InvalidDataException($"csv: line {number}, column {column}: \"{Short(cell)}\" is not an I32");
            values.Add(value);
        }

        return column;
    }

    /// <summary>Numbers with a point, and NaN, inf and infinity in any case, as other programs write them.</summary>
    private static bool TryParse(ReadOnlySpan<char> cell, out double value)
    {
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return true;
        var sign = cell.StartsWith("-") ? -1 : 1;
        var word = cell.StartsWith("-") || cell.StartsWith("+") ? cell[1..] : cell;
        if (!word.Equals("inf", StringComparison.OrdinalIgnoreCase)) return false;
        value = sign * double.PositiveInfinity;
        return true;
    }

    /// <summary>Column names; one in quotes may hold separators, and two quotes stand for one.</summary>
    private static string[] Names(string line, char separator, int number)
    {
        var names = new List<string>();
        for (var i = 0; i <= line.Length; i++)
        {
            var name = new StringBuilder();
            if (i < line.Length && line[i] == '"')
            {
                for (i++; ; i++)
                {
                    if (i >= line.Length) throw new InvalidDataException($"csv: line {number}, column {names.Count + 1}: the quote is not closed");
                    if (line[i] == '"' && (i + 1 >= line.Length || line[++i] != '"')) break;
                    name.Append(line[i]);
                }

                if (i == line.Length - 1 && line[i] == '"') i++;
                while (i < line.Length && line[i] == ' ' && separator != ' ') i++;
                if (i < line.Length && line[i] != separator) throw new InvalidDataException($"csv: line {number}, column {names.Count + 1}: text after the closing quote");
                names.Add(name.ToString());
            }
            else
            {
                for (; i < line.Length && line[i] != separator; i++) name.Append(line[i]);
                names.Add(name.ToString().Trim());
            }
        }

        return [.. names];
    }

    private static string Quoted(string name, char separator)
    {
        if (name.AsSpan().ContainsAny('\r', '\n')) throw new ArgumentException($"SaveCsv: the column name \"{name.ReplaceLineEndings(" ")}\" has a line break");
        return name.Contains(separator) || name.Contains('"') || name.Trim() != name ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;
    }

    private static void CheckSeparator(char separator)
    {
        if (char.IsAsciiLetterOrDigit(separator) || separator is '"' or '.' or '+' or '-' or '\r' or '\n' or '\0')
            throw new ArgumentException($"csv: '{(char.IsControl(separator) ? ' ' : separator)}' cannot separate numbers");
    }

    private static string Short(ReadOnlySpan<char> cell) => cell.Length <= 40 ? cell.ToString() : string.Concat(cell[..40], "…");
}
