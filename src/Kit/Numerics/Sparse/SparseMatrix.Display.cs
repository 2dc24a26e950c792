using System.Globalization;
using System.Text;
using Kit.Display;

namespace Kit.Numerics.Sparse;

[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed partial class SparseMatrix : IHtmlView
{
    private const int Cells = 64;

    /// <summary>Extents, entries and their share, in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"SparseMatrix {Rows} × {Columns} {Values.DType}, {Count} entries ({Count / Math.Max(1.0, (double)Rows * Columns):P3}, {Count / Math.Max(1.0, Rows):0.##} a row)");

    /// <summary>The line, and a small picture of where the entries are.</summary>
    public string ToHtml()
    {
        var (rows, columns) = (Math.Min(Cells, Rows), Math.Min(Cells, Columns));
        var html = new StringBuilder("<div style=\"font-family:ui-monospace,monospace;font-size:13px;color:inherit\"><div>").Append(Html.Escape(ToString())).Append("</div>");
        if (rows == 0 || columns == 0) return html.Append("</div>").ToString();
        var counts = new int[rows * columns];
        for (var k = 0; k < Count; k++) counts[(int)((long)Pattern.RowOf[k] * rows / Rows) * columns + (int)((long)Pattern.Indices[k] * columns / Columns)]++;
        var (side, full) = (Math.Max(2, 240 / Math.Max(rows, columns)), Math.Log(1 + counts.Max()));
        html.Append(CultureInfo.InvariantCulture, $"<svg width=\"{columns * side}\" height=\"{rows * side}\" viewBox=\"0 0 {columns} {rows}\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"entries\" style=\"margin:4px 0;outline:1px solid #8888\"><g transform=\"translate(0 .5)\" fill=\"none\" stroke=\"currentColor\">");
        foreach (var shade in Enumerable.Range(0, counts.Length).Where(c => counts[c] > 0).GroupBy(c => (int)Math.Ceiling(4 * Math.Log(1 + counts[c]) / full)).OrderBy(g => g.Key))
        {
            html.Append(CultureInfo.InvariantCulture, $"<path stroke-opacity=\"{shade.Key / 4.0}\" d=\"");
            foreach (var cell in shade) html.Append(CultureInfo.InvariantCulture, $"M{cell % columns} {cell / columns}h1");
            html.Append("\"/>");
        }

        return html.Append("</g></svg></div>").ToString();
    }
}
