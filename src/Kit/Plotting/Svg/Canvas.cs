using System.Globalization;
using System.Text;

namespace Kit.Plotting.Svg;

/// <summary>Where a text is anchored horizontally.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>An SVG document being written: shapes, texts, the style rules and the clip regions they use.</summary>
internal sealed class Canvas(double width, double height, Theme theme)
{
    // Stands for the hash of the content in ids until the content is known; Escape lets no such character through.
    private const char Hash = '\u0001';

    private readonly StringBuilder body = new();
    private readonly SortedDictionary<string, string> darkRules = new(StringComparer.Ordinal);
    private int ids;

    public double Width => width;

    public double Height => height;

    public Theme Theme => theme;

    public Paints Paints { get; } = new(theme);

    public double FontSize => theme.FontSize;

    public double TickSize => Math.Round(0.92 * theme.FontSize, 1);

    public double AxisTitleSize => Math.Round(1.08 * theme.FontSize, 1);

    public void Rect(Box box, Paint? fill = null, Paint? stroke = null, string more = "") => body.Append(CultureInfo.InvariantCulture,
        $"<rect x=\"{N(box.Left)}\" y=\"{N(box.Top)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\"{Style(fill, stroke)}{more}/>");

    /// <summary>A path; <paramref name="more"/> is further attributes, each after a space.</summary>
    public void Path(PathData path, Paint? fill = null, Paint? stroke = null, double strokeWidth = 1, string more = "")
    {
        if (path.IsEmpty) return;
        var pen = stroke is not null && strokeWidth != 1 ? $" stroke-width=\"{N(strokeWidth)}\"" : "";
        body.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\"{Style(fill, stroke)}{pen}{more}/>");
    }

    /// <summary>A path that takes fill and stroke from its group's currentColor: short where there are thousands.</summary>
    public void Patch(PathData path, Paint paint) =>
        body.Append("<path color=\"").Append(SvgText.Escape(paint.Light)).Append("\" d=\"").Append(path.ToString()).Append("\"/>");

    /// <summary>
    /// A text whose first base line starts, is centred or ends at (x, y), turned by <paramref name="turn"/> degrees clockwise;
    /// a <paramref name="halo"/> sets it off from what lies below.
    /// </summary>
    public void Text(double x, double y, Label label, double size, Paint paint, Anchor anchor = Anchor.Start, double turn = 0, Paint? halo = null)
    {
        for (var line = 0; line < label.Lines; line++)
        {
            var spans = label.Spans(line, size);
            if (spans.Length == 0) continue;
            var place = turn == 0 ? $" x=\"{N(x)}\" y=\"{N(y + line * size * Label.LineHeight)}\""
                : $" transform=\"translate({N(x)} {N(y)}) rotate({N(turn)})\" y=\"{N(line * size * Label.LineHeight)}\"";
            var side = anchor switch { Anchor.Middle => " text-anchor=\"middle\"", Anchor.End => " text-anchor=\"end\"", _ => "" };
            var glow = halo is null ? "" : " stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"";
            body.Append(CultureInfo.InvariantCulture, $"<text{place} font-size=\"{N(size)}\"{Style(paint, halo)}{glow}{side}>{spans}</text>");
        }
    }

    public void Image(Box box, byte[] png, bool smooth) => body.Append(CultureInfo.InvariantCulture,
        $"<image x=\"{N(box.Left)}\" y=\"{N(box.Top)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\" preserveAspectRatio=\"none\"")
        .Append(smooth ? "" : " image-rendering=\"pixelated\" style=\"image-rendering:pixelated\"")
        .Append(" href=\"data:image/png;base64,").Append(Convert.ToBase64String(png)).Append("\"/>");

    /// <summary>A rectangle filled with a colour scale, low at the bottom.</summary>
    public void Gradient(Box box, ColorScale scale)
    {
        var id = NewId();
        body.Append("<linearGradient id=\"").Append(id).Append("\" x1=\"0\" x2=\"0\" y1=\"1\" y2=\"0\">");
        for (var i = 0; i < scale.Stops.Count; i++)
            body.Append(CultureInfo.InvariantCulture, $"<stop offset=\"{(double)i / (scale.Stops.Count - 1):0.####}\" stop-color=\"{scale.Stops[i]}\"/>");
        body.Append("</linearGradient>");
        body.Append(CultureInfo.InvariantCulture,
            $"<rect x=\"{N(box.Left)}\" y=\"{N(box.Top)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\" fill=\"url(#{id})\"/>");
    }

    public void Group(string attributes) => body.Append("<g").Append(attributes).Append('>');

    /// <summary>A group that shows only what lies in the box.</summary>
    public void Clipped(Box box)
    {
        var id = NewId();
        body.Append("<clipPath id=\"").Append(id).Append("\">");
        Rect(box);
        body.Append("</clipPath><g clip-path=\"url(#").Append(id).Append(")\">");
    }

    public void End() => body.Append("</g>");

    /// <summary>The document, with a title and a description for readers who do not see it.</summary>
    public string Document(string title, string description)
    {
        StringBuilder svg = new();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"kit-svg\" role=\"img\"");
        svg.Append(CultureInfo.InvariantCulture, $" viewBox=\"0 0 {N(width)} {N(height)}\" width=\"{N(width)}\" height=\"{N(height)}\" style=\"max-width:100%;height:auto\"");
        svg.Append(CultureInfo.InvariantCulture, $" font-family=\"{SvgText.Escape(theme.Font)}\">");
        if (title.Length > 0) svg.Append("<title>").Append(SvgText.Escape(title)).Append("</title>");
        svg.Append("<desc>").Append(SvgText.Escape(description)).Append("</desc>");
        if (darkRules.Count > 0)
        {
            svg.Append("<style>@media (prefers-color-scheme:dark){");
            foreach (var (name, rule) in darkRules) svg.Append(".kit-svg .").Append(name).Append(rule);
            svg.Append("}</style>");
        }
        svg.Append(body).Append("</svg>");
        var hash = 14695981039346656037UL;
        for (var i = 0; i < svg.Length; i++) hash = (hash ^ svg[i]) * 1099511628211UL;
        return svg.Replace(Hash.ToString(), hash.ToString("x16", CultureInfo.InvariantCulture)).ToString();
    }

    private string NewId() => string.Create(CultureInfo.InvariantCulture, $"kit-{Hash}-{ids++}");

    private static string N(double value) => SvgText.Number(value);

    // Presentation attributes hold on a light page; a class changes them on a dark one, where the colours differ.
    private string Style(Paint? fill, Paint? stroke)
    {
        List<string> classes = [];
        if (fill is { } f && f.Light != f.Dark) classes.Add(Rule("f", "fill", f));
        if (stroke is { } s && s.Light != s.Dark) classes.Add(Rule("s", "stroke", s));
        return (classes.Count > 0 ? $" class=\"{string.Join(' ', classes)}\"" : "")
            + $" fill=\"{SvgText.Escape(fill?.Light ?? "none")}\"" + (stroke is { } pen ? $" stroke=\"{SvgText.Escape(pen.Light)}\"" : "");
    }

    private string Rule(string prefix, string property, Paint paint)
    {
        var name = $"kit-{prefix}-{paint.Name}";
        darkRules[name] = $"{{{property}:{paint.Dark}}}";
        return name;
    }
}
