namespace Kit.Plotting.Svg;

/// <summary>Grid, axis lines, tick marks and labels, factors and titles about a plot.</summary>
internal static class AxesBox
{
    public const double TickLength = 5, MinorLength = 3, LabelGap = 4;

    private const double Slant = -35;

    /// <summary>Room left of the plot for labels and title, without an outer margin.</summary>
    public static double Left(Canvas canvas, AxisTicks ticks, Label title) =>
        TickLength + LabelGap + ticks.Widest(canvas.TickSize) + (title.IsEmpty ? 0 : title.Height(canvas.AxisTitleSize) + 8);

    /// <summary>Room below the plot.</summary>
    public static double Bottom(Canvas canvas, AxisTicks ticks, Label title, bool slanted) =>
        TickLength + LabelGap + LabelDepth(canvas, ticks, slanted)
        + (title.IsEmpty && ticks.Power == 0 ? 0 : Math.Max(title.Height(canvas.AxisTitleSize), canvas.TickSize * Label.LineHeight) + 5);

    public static void DrawGrid(PlotArea area, AxisTicks x, AxisTicks y)
    {
        PathData grid = new();
        var box = area.Box;
        foreach (var at in x.Ticks.Where(t => !t.IsMinor).Select(t => Crisp(area.X.Place(t.At)))) grid.Segment(at, box.Top, at, box.Bottom);
        foreach (var at in y.Ticks.Where(t => !t.IsMinor).Select(t => Crisp(area.Y.Place(t.At)))) grid.Segment(box.Left, at, box.Right, at);
        area.Canvas.Path(grid, stroke: area.Canvas.Paints.Grid);
    }

    public static void DrawX(PlotArea area, AxisTicks ticks, bool slanted)
    {
        var (canvas, box, size) = (area.Canvas, area.Box, area.Canvas.TickSize);
        var bottom = Crisp(box.Bottom);
        var below = bottom + TickLength + LabelGap;
        var lines = new PathData().Segment(Crisp(box.Left), bottom, box.Right, bottom);
        foreach (var tick in ticks.Ticks)
        {
            var at = area.X.Place(tick.At);
            lines.Segment(Crisp(at), bottom, Crisp(at), bottom + (tick.IsMinor ? MinorLength : TickLength));
            if (slanted) canvas.Text(at + 4, below + 0.6 * size, new(tick.Label), size, canvas.Paints.Muted, Anchor.End, Slant);
            else canvas.Text(at, below + 0.85 * size, new(tick.Label), size, canvas.Paints.Muted, Anchor.Middle);
        }
        canvas.Path(lines, stroke: canvas.Paints.Axis);
        var baseLine = below + LabelDepth(canvas, ticks, slanted) + 5 + 0.9 * canvas.AxisTitleSize;
        canvas.Text(box.Center.X, baseLine, new(area.Panel.X.Title), canvas.AxisTitleSize, canvas.Paints.Text, Anchor.Middle);
        canvas.Text(box.Right, baseLine, new(ticks.Factor), size, canvas.Paints.Muted, Anchor.End);
    }

    public static void DrawY(PlotArea area, AxisTicks ticks)
    {
        var (canvas, box, size) = (area.Canvas, area.Box, area.Canvas.TickSize);
        var left = Crisp(box.Left);
        var lines = new PathData().Segment(left, box.Top, left, Crisp(box.Bottom));
        foreach (var tick in ticks.Ticks)
        {
            var at = area.Y.Place(tick.At);
            lines.Segment(left, Crisp(at), left - (tick.IsMinor ? MinorLength : TickLength), Crisp(at));
            canvas.Text(left - TickLength - LabelGap, at + 0.35 * size, new(tick.Label), size, canvas.Paints.Muted, Anchor.End);
        }
        canvas.Path(lines, stroke: canvas.Paints.Axis);
        Label title = new(area.Panel.Y.Title);
        var baseLine = box.Left - Left(canvas, ticks, title) + 0.9 * canvas.AxisTitleSize;
        canvas.Text(baseLine, box.Center.Y, title, canvas.AxisTitleSize, canvas.Paints.Text, Anchor.Middle, -90);
        canvas.Text(box.Left, box.Top - 7, new(ticks.Factor), size, canvas.Paints.Muted);
    }

    // Height that the labels of the horizontal axis take.
    private static double LabelDepth(Canvas canvas, AxisTicks ticks, bool slanted) => slanted
        ? Math.Min(120, ticks.Widest(canvas.TickSize) * Math.Sin(-Slant * Math.PI / 180) + canvas.TickSize)
        : canvas.TickSize * Label.LineHeight;

    // The middle of a pixel, where a line of one pixel is sharp.
    private static double Crisp(double at) => Math.Floor(at) + 0.5;
}
