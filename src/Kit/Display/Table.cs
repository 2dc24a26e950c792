using System.Globalization;
using System.Text;

namespace Kit.Display;

/// <summary>A table of texts and numbers: columns are aligned by what they hold, numbers are cut to significant digits.</summary>
/// <remarks>It shows in a page as a table, in a terminal as aligned text, and is written as Markdown or CSV (RFC 4180, all digits).</remarks>
/// <example><code>new Table("h", "error", "order").Row(0.1, 2.5e-3).Row(0.05, 6.2e-4, 2.01)</code></example>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed class Table : IHtmlView
{
    private readonly List<object?[]> rows = [];
    private readonly string[] columns;

    /// <summary>An empty table.</summary>
    /// <param name="columns">The headings.</param>
    /// <exception cref="ArgumentException">There is no column.</exception>
    public Table(params ReadOnlySpan<string> columns)
    {
        if (columns.IsEmpty)
            throw new ArgumentException("Table: at least one column is needed.");
        this.columns = columns.ToArray();
    }

    /// <summary>What stands above the table.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Significant digits of numbers with a fractional part; integers are shown whole.</summary>
    public int Digits { get; init; } = 4;

    /// <summary>The headings.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>The rows as they were given; what a short row lacks is null.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Rows => rows;

    /// <summary>Adds a row of numbers, texts, truth values or nulls; what is missing at its end stays empty.</summary>
    /// <exception cref="ArgumentException">There are more cells than columns.</exception>
    public Table Row(params ReadOnlySpan<object?> cells)
    {
        if (cells.Length > columns.Length)
            throw new ArgumentException($"Table: a row of {cells.Length} cells does not fit {columns.Length} columns.");
        var row = new object?[columns.Length];
        cells.CopyTo(row);
        rows.Add(row);
        return this;
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        var page = new StringBuilder("""<table style="border-collapse:collapse;font-variant-numeric:tabular-nums">""");
        if (Caption.Length > 0)
            page.Append("""<caption style="text-align:left;padding:0.3em 0;font-weight:600">""").Append(Html.Escape(Caption)).Append("</caption>");
        page.Append("<thead><tr>");
        for (var c = 0; c < columns.Length; c++)
            page.Append($"""<th scope="col" style="{Style(c)};border-bottom:1px solid currentColor">{Html.Escape(columns[c])}</th>""");
        page.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            page.Append("<tr>");
            for (var c = 0; c < columns.Length; c++)
                page.Append($"""<td style="{Style(c)}">{Html.Escape(Cell(row[c]))}</td>""");
            page.Append("</tr>");
        }
        return page.Append("</tbody></table>").ToString();

        string Style(int c) => $"text-align:{(IsNumeric(c) ? "right" : "left")};padding:0.2em 0.8em";
    }

    /// <summary>Aligned plain text: headings, a rule, rows.</summary>
    public override string ToString()
    {
        var lines = Lines(row => Cell(row));
        var widths = Widths(lines);
        var text = new StringBuilder(Caption.Length > 0 ? Caption + "\n" : "");
        text.Append(Aligned(lines[0], widths, "  ").TrimEnd()).Append('\n').Append(string.Join("  ", widths.Select(width => new string('─', width))));
        foreach (var line in lines.Skip(1))
            text.Append('\n').Append(Aligned(line, widths, "  ").TrimEnd());
        return text.ToString();
    }

    /// <summary>A Markdown table with aligned columns.</summary>
    public string ToMarkdown()
    {
        var lines = Lines(cell => Cell(cell).Replace("\\", "\\\\").Replace("|", "\\|").Replace("\n", " "));
        var widths = Widths(lines).Select(width => Math.Max(width, 3)).ToArray();
        var rule = string.Join(" | ", widths.Select((width, c) => IsNumeric(c) ? new string('-', width - 1) + ":" : new string('-', width)));
        var body = lines.Select(line => $"| {Aligned(line, widths, " | ")} |").ToList();
        body.Insert(1, $"| {rule} |");
        return string.Join('\n', body) + "\n";
    }

    /// <summary>Comma-separated values with all digits, lines ended by a line feed.</summary>
    public string ToCsv() => string.Concat(Lines(Exact).Select(line => string.Join(',', line.Select(Quoted)) + "\n"));

    private bool IsNumeric(int column) => rows.Any(row => row[column] is not null) && rows.All(row => row[column] is null || IsNumber(row[column]));

    private static bool IsNumber(object? cell) => cell is double or float or decimal or int or long or uint or ulong or short or ushort or byte or sbyte;

    private string Cell(object? cell) => cell switch
    {
        null => "",
        double number => Short(number),
        float number => Short(number),
        bool truth => truth ? "yes" : "no",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    /// <summary>1.2346e-7, 0.001235, 12.35, 1235000: plain while that is short, with an exponent beyond.</summary>
    private string Short(double number)
    {
        if (!double.IsFinite(number))
            return double.IsNaN(number) ? "NaN" : number > 0 ? "∞" : "−∞";
        var size = Math.Abs(number);
        if (number == 0)
            return "0";
        if (size is < 1e-4 or >= 1e7)
            return number.ToString("0." + new string('#', Math.Max(0, Digits - 1)) + "e0", CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10(size)), 0, 15);
        return number.ToString(double.IsInteger(number) ? "F0" : "0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }

    private static string Exact(object? cell) => cell switch
    {
        null => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    private static string Quoted(string field) => field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"")}\"" : field;

    private List<string[]> Lines(Func<object?, string> write) => [[.. columns.Select(column => write(column))], .. rows.Select(row => row.Select(write).ToArray())];

    private int[] Widths(List<string[]> lines) => [.. Enumerable.Range(0, columns.Length).Select(c => lines.Max(line => Width(line[c])))];

    private string Aligned(string[] line, int[] widths, string between) => string.Join(between, line.Select((cell, c) =>
    {
        var blank = new string(' ', widths[c] - Width(cell));
        return IsNumeric(c) ? blank + cell : cell + blank;
    }));

    private static int Width(string text) => new StringInfo(text).LengthInTextElements;
}
