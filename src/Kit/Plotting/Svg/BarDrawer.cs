namespace Kit.Plotting.Svg;

/// <summary>Bars and counted histograms.</summary>
internal static class BarDrawer
{
    public static void Draw(PlotArea area, BarTrace trace)
    {
        PathData bars = new(), errors = new();
        foreach (var bar in BarLayout.Of(area.Panel, area.Columns).Where(b => ReferenceEquals(b.Trace, trace)))
        {
            Add(area, bars, bar.Left, bar.Right, bar.From, bar.To);
            if (trace.ErrorY is not null && double.IsFinite(bar.Above + bar.Below))
                CurveDrawer.Whisker(area, errors, bar.Middle, bar.To - bar.Below, bar.To + bar.Above);
        }
        var several = area.Panel.Bars == BarMode.Overlay && area.Panel.Traces.OfType<BarTrace>().Count() > 1;
        area.Canvas.Path(bars, fill: area.Canvas.Paints[trace.Color], more: several ? " fill-opacity=\".7\"" : "");
        area.Canvas.Path(errors, stroke: area.Canvas.Paints.Text, strokeWidth: 1.5);
    }

    public static void Draw(PlotArea area, HistogramTrace histogram)
    {
        PathData bars = new();
        for (var i = 0; i < histogram.Heights.Count; i++)
            if (histogram.Heights[i] != 0) Add(area, bars, histogram.Edges[i], histogram.Edges[i + 1], 0, histogram.Heights[i]);
        var several = area.Panel.Traces.OfType<HistogramTrace>().Count() > 1;
        // A seam of the background's colour tells neighbours apart.
        area.Canvas.Path(bars, area.Canvas.Paints[histogram.Color], area.Canvas.Paints.Plot, 0.5, several ? " fill-opacity=\".6\"" : "");
    }

    private static void Add(PlotArea area, PathData path, double left, double right, double from, double to)
    {
        // On a log axis bars rise from its lower end.
        var foot = area.Y.IsLog && !(from > 0) ? area.Y.Pixels.Start : area.Y.Map(from);
        var (a, b, tip) = (area.X.Map(left), area.X.Map(right), area.Y.Map(to));
        if (!double.IsFinite(a + b + tip + foot)) return;
        var reach = area.Reach;
        (a, b) = (Math.Clamp(a, reach.Left, reach.Right), Math.Clamp(b, reach.Left, reach.Right));
        (foot, tip) = (Math.Clamp(foot, reach.Top, reach.Bottom), Math.Clamp(tip, reach.Top, reach.Bottom));
        path.Move(a, foot).Line(a, tip).Line(b, tip).Line(b, foot).Close();
    }
}
