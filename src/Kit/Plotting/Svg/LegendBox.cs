namespace Kit.Plotting.Svg;

/// <summary>Names of a panel's traces, each beside a sample of its line, marker or filling.</summary>
internal sealed class LegendBox
{
    private const double Gap = 16, Sample = 26, Inner = 8;

    private readonly Canvas canvas;
    private readonly (Trace Trace, Label Name)[] entries;
    private readonly LegendPlace place;

    public LegendBox(Canvas canvas, Panel panel, bool inGrid)
    {
        this.canvas = canvas;
        entries = [.. panel.Traces.Where(t => t.Name.Length > 0).Select(t => (t, new Label(t.Name)))];
        place = panel.Legend switch
        {
            LegendPlace.Auto when entries.Length < 2 => LegendPlace.Hidden,
            LegendPlace.Auto => inGrid || PlotlyLayout.HasBar(panel) ? EmptiestCorner.Of(panel) : LegendPlace.Right,
            var given => entries.Length == 0 ? LegendPlace.Hidden : given,
        };
    }

    /// <summary>Room that the legend takes right of the plot; none when it is inside.</summary>
    public double Beside => place == LegendPlace.Right ? Gap + Width : 0;

    private double Width => Sample + Inner + entries.Max(e => e.Name.Width(canvas.FontSize));

    private double Height => entries.Sum(Row);

    public void Draw(Box plot, double right)
    {
        if (place == LegendPlace.Hidden) return;
        var (left, top) = place switch
        {
            LegendPlace.Right => (right + Gap, plot.Top + Inner / 2),
            LegendPlace.TopLeft => (plot.Left + 2 * Inner, plot.Top + 2 * Inner),
            LegendPlace.TopRight => (plot.Right - 2 * Inner - Width, plot.Top + 2 * Inner),
            LegendPlace.BottomLeft => (plot.Left + 2 * Inner, plot.Bottom - 2 * Inner - Height),
            _ => (plot.Right - 2 * Inner - Width, plot.Bottom - 2 * Inner - Height),
        };
        if (place != LegendPlace.Right)
        {
            Box back = new(left - Inner, top - Inner / 2, left + Width + Inner, top + Height + Inner / 2);
            canvas.Rect(back, canvas.Paints.Plot, canvas.Paints.Grid, " fill-opacity=\".85\" rx=\"3\"");
        }
        foreach (var entry in entries)
        {
            var middle = top + Row(entry) / 2;
            DrawSample(entry.Trace, left, middle);
            var firstLine = middle - (entry.Name.Lines - 1) * canvas.FontSize * Label.LineHeight / 2 + 0.35 * canvas.FontSize;
            canvas.Text(left + Sample + Inner, firstLine, entry.Name, canvas.FontSize, canvas.Paints.Text);
            top += Row(entry);
        }
    }

    private double Row((Trace Trace, Label Name) entry) => entry.Name.Height(canvas.FontSize) + 4;

    private void DrawSample(Trace trace, double left, double middle)
    {
        var paint = canvas.Paints[trace.Color];
        var line = new PathData().Segment(left, middle, left + Sample, middle);
        Point center = new(left + Sample / 2, middle);
        switch (trace)
        {
            case CurveTrace curve:
                var dashes = CurveDrawer.Dashes(curve.Dash, curve.Width);
                if (curve.Style != CurveStyle.Markers) canvas.Path(line, stroke: paint, strokeWidth: curve.Width, more: dashes);
                if (curve.Style != CurveStyle.Line) Markers.Draw(canvas, [center], curve.Marker, Math.Clamp(curve.MarkerSize, 4, 12), paint);
                break;
            case SpaceCurveTrace curve:
                if (curve.Style != CurveStyle.Markers) canvas.Path(line, stroke: paint, strokeWidth: 2);
                if (curve.Style != CurveStyle.Line) Markers.Draw(canvas, [center], Marker.Circle, 6, paint);
                break;
            case ArrowsTrace:
                PathData shaft = new(), head = new();
                ArrowDrawer.Add(shaft, head, new(left, middle), new(left + Sample, middle));
                canvas.Path(shaft, stroke: paint, strokeWidth: ArrowDrawer.Width);
                canvas.Path(head, fill: paint);
                break;
            default:
                var half = trace is BandTrace ? Sample / 2 : 6;
                Box swatch = new(center.X - half, middle - 6, center.X + half, middle + 6);
                canvas.Rect(swatch, paint, more: trace is BandTrace ? " fill-opacity=\".22\"" : "");
                break;
        }
    }
}
