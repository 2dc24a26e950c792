namespace Kit.Plotting.Svg;

/// <summary>A panel in the plane while it is drawn: its box, scales and categories.</summary>
internal sealed record PlotArea(Canvas Canvas, Panel Panel, Box Box, Scale X, Scale Y, Categories Columns, Categories Rows)
{
    // Lines are cut a little outside, where the clip region hides their ends.
    private const double Overhang = 20;

    public Box Reach => Box.Inflate(Overhang);

    public Point At(double x, double y) => new(X.Map(x), Y.Map(y));

    public Point[] Points(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var points = new Point[Math.Min(x.Count, y.Count)];
        for (var i = 0; i < points.Length; i++) points[i] = At(x[i], y[i]);
        return points;
    }

    /// <summary>Draws the panel's traces: maps below bars below curves, each kind in its order.</summary>
    public void DrawTraces()
    {
        Canvas.Clipped(Box);
        foreach (var trace in Panel.Traces.OrderBy(Layer))
        {
            switch (trace)
            {
                case CurveTrace curve: CurveDrawer.Draw(this, curve); break;
                case BandTrace band: CurveDrawer.Draw(this, band); break;
                case BarTrace bars: BarDrawer.Draw(this, bars); break;
                case HistogramTrace histogram: BarDrawer.Draw(this, histogram); break;
                case HeatmapTrace map: MapDrawer.Draw(this, map); break;
                case ImageTrace image: MapDrawer.Draw(this, image); break;
                case ContourTrace contour: ContourDrawer.Draw(this, contour); break;
                case ArrowsTrace arrows: ArrowDrawer.Draw(this, arrows); break;
            }
        }
        Canvas.End();
    }

    private static int Layer(Trace trace) => trace switch
    {
        ImageTrace => 0,
        HeatmapTrace => 1,
        ContourTrace => 2,
        BarTrace or HistogramTrace => 3,
        _ => 4,
    };
}
