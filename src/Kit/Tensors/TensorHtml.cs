using System.Globalization;
using System.Text;
using Kit.Compute;

namespace Kit.Tensors;

/// <summary>A tensor on a page: shape, type, statistics, and the numbers or a small heat map.</summary>
internal static class TensorHtml
{
    private const int Cells = 48, Table = 12, Pixels = 240, Shades = 65;

    public static string Of(Tensor x)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<div style=\"font-family:ui-monospace,monospace;font-size:13px;color:inherit\"><div><b>Tensor</b> {x.Shape} {x.DType}{Statistics(x)}</div>");
        if (x.Rank == 2 && x.Size > 0 && (x.Shape[0] > Table || x.Shape[1] > Table) && Math.Min(x.Shape[0], x.Shape[1]) > 1) Map(html, x);
        else html.Append("<pre style=\"margin:4px 0;background:none;color:inherit\">").Append(Display.Html.Escape(TensorText.Of(x))).Append("</pre>");
        return html.Append("</div>").ToString();
    }

    private static string Statistics(Tensor x)
    {
        if (x.Size < 2) return "";
        var size = x.DType.IsComplex() ? x.Abs() : x.Cast(DType.F64);
        var nan = size.IsNaN();
        var bad = (int)nan.Sum().Item();
        var good = bad == 0 ? size : size.Where(!nan);
        if (good.Size == 0) return $" · {bad} NaN";
        var text = string.Create(CultureInfo.InvariantCulture, $" · min {good.Min().Item():G5} · max {good.Max().Item():G5} · mean {good.Mean().Item():G5} · std {good.Std().Item():G5}");
        return (x.DType.IsComplex() ? " · |z|" : "") + text + (bad > 0 ? $" · {bad} NaN" : "");
    }

    /// <summary>Block means, coloured from blue over grey to red where signs differ, else from dark to bright; one path a shade keeps it near 15 kB.</summary>
    private static void Map(StringBuilder html, Tensor x)
    {
        var real = (x.DType.IsComplex() ? x.Abs() : x).Cast(DType.F64);
        var (rows, columns) = (Math.Min(Cells, x.Shape[0]), Math.Min(Cells, x.Shape[1]));
        var means = Downsample(real, rows, columns);
        var finite = Array.FindAll(means, double.IsFinite);
        var (low, high) = finite.Length > 0 ? (finite.Min(), finite.Max()) : (0, 1);
        if (low < 0 && high > 0) (low, high) = (-Math.Max(-low, high), Math.Max(-low, high));
        var side = Math.Max(2, Pixels / Math.Max(rows, columns));
        html.Append(CultureInfo.InvariantCulture, $"<svg width=\"{columns * side}\" height=\"{rows * side}\" viewBox=\"0 0 {columns} {rows}\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"heat map\" style=\"margin:4px 0;outline:1px solid #8888\">");
        html.Append("<g transform=\"translate(0 .5)\" fill=\"none\">");
        foreach (var shade in Enumerable.Range(0, means.Length).Where(i => double.IsFinite(means[i])).GroupBy(i => Shade(means[i], low, high)).OrderBy(g => g.Key))
        {
            html.Append(CultureInfo.InvariantCulture, $"<path stroke=\"{Colour(shade.Key, low < 0 && high > 0 ? Diverging : Sequential)}\" d=\"");
            Runs(html, [.. shade], columns);
            html.Append("\"/>");
        }

        html.Append("</g>");
        html.Append("</svg>");
    }

    private static double[] Downsample(Tensor x, int rows, int columns)
    {
        using var scope = Tensor.Scope();
        var means = new double[rows * columns];
        var (height, width) = (x.Shape[0], x.Shape[1]);
        for (var i = 0; i < rows; i++)
        {
            var band = x.Along(0, (int)((long)i * height / rows), (int)((i + 1L) * height / rows)).Mean(0).ToDoubles();
            for (var j = 0; j < columns; j++)
                means[i * columns + j] = band[(int)((long)j * width / columns)..(int)((j + 1L) * width / columns)].Average();
        }

        return means;
    }

    /// <summary>Neighbours in a row become one stroke of width 1.</summary>
    private static void Runs(StringBuilder html, int[] cells, int columns)
    {
        for (var k = 0; k < cells.Length;)
        {
            var (first, length) = (cells[k], 1);
            while (k + length < cells.Length && cells[k + length] == first + length && (first + length) % columns != 0) length++;
            html.Append(CultureInfo.InvariantCulture, $"M{first % columns} {first / columns}h{length}");
            k += length;
        }
    }

    private static int Shade(double value, double low, double high) => (int)Math.Round((high > low ? (value - low) / (high - low) : 0.5) * (Shades - 1));

    private static string Colour(int shade, (int R, int G, int B)[] stops)
    {
        var place = shade * (stops.Length - 1.0) / (Shades - 1);
        var k = Math.Min((int)place, stops.Length - 2);
        var (a, b) = (stops[k], stops[k + 1]);
        return string.Create(CultureInfo.InvariantCulture, $"#{Mix(a.R, b.R, place - k):x2}{Mix(a.G, b.G, place - k):x2}{Mix(a.B, b.B, place - k):x2}");
    }

    private static int Mix(int a, int b, double f) => (int)Math.Round(a + (b - a) * f);

    private static readonly (int R, int G, int B)[] Diverging = [(33, 82, 165), (120, 162, 210), (222, 222, 222), (218, 138, 112), (165, 32, 38)];
    private static readonly (int R, int G, int B)[] Sequential = [(45, 20, 82), (58, 82, 139), (42, 140, 140), (96, 196, 98), (250, 228, 60)];
}
