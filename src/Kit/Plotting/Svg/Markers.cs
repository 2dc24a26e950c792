namespace Kit.Plotting.Svg;

/// <summary>Marker symbols: all those of a trace are one path.</summary>
internal static class Markers
{
    public static void Draw(Canvas canvas, IReadOnlyList<Point> points, Marker marker, double size, Paint paint)
    {
        PathData path = new();
        var r = size / 2;
        foreach (var (x, y) in points)
        {
            _ = marker switch
            {
                Marker.Square => path.Move(x - r, y - r).Line(x + r, y - r).Line(x + r, y + r).Line(x - r, y + r).Close(),
                Marker.Diamond => path.Move(x, y - 1.3 * r).Line(x + 1.3 * r, y).Line(x, y + 1.3 * r).Line(x - 1.3 * r, y).Close(),
                Marker.Triangle => path.Move(x - 1.15 * r, y + 0.67 * r).Line(x + 1.15 * r, y + 0.67 * r).Line(x, y - 1.33 * r).Close(),
                Marker.Cross => path.Segment(x - r, y - r, x + r, y + r).Segment(x - r, y + r, x + r, y - r),
                Marker.Ring => path.Circle(x, y, r),
                _ => path.Dot(x, y),
            };
        }
        switch (marker)
        {
            case Marker.Circle: canvas.Path(path, stroke: paint, strokeWidth: size, more: " stroke-linecap=\"round\""); break;
            case Marker.Cross: canvas.Path(path, stroke: paint, strokeWidth: 2.5); break;
            case Marker.Ring: canvas.Path(path, stroke: paint, strokeWidth: 1.25); break;
            default: canvas.Path(path, fill: paint); break;
        }
    }
}
