namespace Kit.Plotting.Svg;

/// <summary>The strip right of a plot that explains the colours of a map.</summary>
internal sealed class ColorBar
{
    private const double Gap = 16, Thickness = 14, LabelGap = 7;

    private readonly Canvas canvas;
    private readonly ColorMap map;
    private readonly ContourTrace? contour;
    private readonly AxisTicks ticks;
    private readonly Label title;

    public ColorBar(Canvas canvas, ColorMap map, ContourTrace? contour, double height)
    {
        (this.canvas, this.map, this.contour) = (canvas, map, contour);
        title = new(map.Title);
        ticks = AxisTicks.For(Scale.Widen(Range.Low, Range.High), false, [], height, horizontal: false, canvas.TickSize);
    }

    /// <summary>The bars of a panel's traces, in their order.</summary>
    public static ColorBar[] Of(Canvas canvas, Panel panel, double height) => [.. panel.Traces.Select(trace => trace switch
    {
        HeatmapTrace { Colors.ShowBar: true } t => new ColorBar(canvas, t.Colors, null, height),
        ContourTrace { Filled: true, Colors.ShowBar: true } t => new ColorBar(canvas, t.Colors, t, height),
        SurfaceTrace { Colors.ShowBar: true } t => new ColorBar(canvas, t.Colors, null, height),
        _ => null,
    }).OfType<ColorBar>()];

    // A short title stands above the bar, a long one along it.
    private bool IsTitleBeside => RichText.Plain(map.Title).Length > 10;

    private Label Above => new(string.Join(' ', new[] { IsTitleBeside ? "" : map.Title, ticks.Factor }.Where(s => s.Length > 0)));

    /// <summary>Room that the bar takes right of the plot.</summary>
    public double Width => Gap
        + Math.Max(Thickness + LabelGap + ticks.Widest(canvas.TickSize), Above.Width(canvas.TickSize))
        + (IsTitleBeside ? title.Height(canvas.TickSize) + 6 : 0);

    private (double Low, double High) Range => map.Range ?? (0, 1);

    /// <summary>Draws the bar beside the box, whose right side may be that of another bar.</summary>
    public void Draw(Box box)
    {
        var size = canvas.TickSize;
        // What stands above the bar takes its room from the bar, not from the plot.
        var top = box.Top + (Above.IsEmpty ? 0 : Above.Height(size) + 3);
        Box strip = new(box.Right + Gap, top, box.Right + Gap + Thickness, box.Bottom);
        var (low, high) = Scale.Widen(Range.Low, Range.High);
        Scale scale = new(low, high, strip.Bottom, strip.Top);
        if (contour is null) canvas.Gradient(strip, map.Scale);
        else
        {
            foreach (var (from, to) in ContourDrawer.Bands(contour))
            {
                Box band = new(strip.Left, Math.Max(strip.Top, scale.Map(to)), strip.Right, Math.Min(strip.Bottom, scale.Map(from)));
                var paint = Paint.Fixed(map.Scale.At(MapDrawer.Level(from / 2 + to / 2, Range)));
                if (band.Height > 0) canvas.Rect(band, paint, more: " shape-rendering=\"crispEdges\"");
            }
        }
        PathData marks = new();
        foreach (var tick in ticks.Ticks)
        {
            var at = scale.Place(tick.At);
            marks.Segment(strip.Right, at, strip.Right + 4, at);
            canvas.Text(strip.Right + LabelGap, at + 0.35 * size, new(tick.Label), size, canvas.Paints.Muted);
        }
        canvas.Path(marks, stroke: canvas.Paints.Axis);
        canvas.Text(strip.Left, box.Top + 0.85 * size, Above, size, canvas.Paints.Text);
        var beside = box.Right + Width - title.Height(size) + 0.9 * size;
        if (IsTitleBeside) canvas.Text(beside, strip.Center.Y, title, size, canvas.Paints.Text, Anchor.Middle, -90);
    }
}
