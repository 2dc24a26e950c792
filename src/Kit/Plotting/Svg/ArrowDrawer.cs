namespace Kit.Plotting.Svg;

/// <summary>Arrows of a vector field: a shaft and a filled head.</summary>
internal static class ArrowDrawer
{
    public const double Width = 1.4;

    private const double Barb = 0.4, Longest = 7, HalfAngle = 0.4;

    public static void Draw(PlotArea area, ArrowsTrace arrows)
    {
        PathData shafts = new(), heads = new();
        for (var i = 0; i < arrows.X.Count; i++)
        {
            var tail = area.At(arrows.X[i], arrows.Y[i]);
            var tip = area.At(arrows.X[i] + arrows.Dx[i], arrows.Y[i] + arrows.Dy[i]);
            if (tail.IsDrawn && tip.IsDrawn && Clip.Segment(tail, tip, area.Reach, out _, out _)) Add(shafts, heads, tail, tip);
        }
        area.Canvas.Path(shafts, stroke: area.Canvas.Paints[arrows.Color], strokeWidth: Width);
        area.Canvas.Path(heads, fill: area.Canvas.Paints[arrows.Color]);
    }

    /// <summary>One arrow; a vector shorter than a tenth of a pixel has no direction and is left out.</summary>
    public static void Add(PathData shafts, PathData heads, Point tail, Point tip)
    {
        var (dx, dy) = (tip.X - tail.X, tip.Y - tail.Y);
        var length = Math.Sqrt(dx * dx + dy * dy);
        if (!(length > 0.1)) return;
        var barb = Math.Min(Barb * length, Longest) / length;
        var (cos, sin) = (barb * Math.Cos(HalfAngle), barb * Math.Sin(HalfAngle));
        shafts.Segment(tail.X, tail.Y, tip.X - 0.7 * barb * dx, tip.Y - 0.7 * barb * dy);
        heads.Move(tip.X - cos * dx + sin * dy, tip.Y - cos * dy - sin * dx)
            .Line(tip.X, tip.Y)
            .Line(tip.X - cos * dx - sin * dy, tip.Y - cos * dy + sin * dx)
            .Close();
    }
}
