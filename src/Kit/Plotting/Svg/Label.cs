using System.Text;

namespace Kit.Plotting.Svg;

/// <summary>A rich text laid out in lines: its size in pixels and its tspans.</summary>
internal sealed class Label
{
    public const double LineHeight = 1.25;

    // A sub- or superscript is set in 72 % of the size, moved by these fractions of it.
    private const double Small = 0.72, Raise = 0.38, Lower = 0.22;

    private readonly List<RichText.Run>[] lines;

    public Label(string text)
    {
        List<List<RichText.Run>> read = [[]];
        foreach (var run in RichText.Runs(text))
        {
            if (run.Break) read.Add([]);
            else read[^1].Add(run);
        }
        lines = [.. read];
    }

    public int Lines => lines.Length;

    public bool IsEmpty => lines.All(line => line.Count == 0);

    public double Width(double size, bool bold = false) =>
        lines.Max(line => line.Sum(run => TextWidth.Of(run.Text, run.Sub || run.Sup ? size * Small : size, bold || run.Bold)));

    public double Height(double size) => IsEmpty ? 0 : lines.Length * size * LineHeight;

    /// <summary>Characters and tspans of a line; each shifted run is followed by a return to the base line.</summary>
    public string Spans(int line, double size)
    {
        StringBuilder svg = new();
        var at = 0.0;
        foreach (var run in lines[line])
        {
            var to = run.Sup == run.Sub ? 0 : run.Sup ? -Raise * size : Lower * size;
            var plain = !run.Italic && !run.Bold && to == 0 && at == 0;
            if (!plain) svg.Append("<tspan");
            if (to != at) svg.Append(" dy=\"").Append(SvgText.Number(to - at)).Append('"');
            if (to != 0) svg.Append(" font-size=\"").Append(SvgText.Number(size * Small)).Append('"');
            if (run.Italic) svg.Append(" font-style=\"italic\"");
            if (run.Bold) svg.Append(" font-weight=\"bold\"");
            if (!plain) svg.Append('>');
            svg.Append(SvgText.Escape(run.Text));
            if (!plain) svg.Append("</tspan>");
            at = to;
        }
        return svg.ToString();
    }
}
