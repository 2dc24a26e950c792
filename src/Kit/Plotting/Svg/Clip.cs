namespace Kit.Plotting.Svg;

/// <summary>Lines and polygons cut to a rectangle.</summary>
internal static class Clip
{
    /// <summary>The visible pieces of a polyline; points that are not finite break it. Each segment is cut by Liang and Barsky's parameters.</summary>
    public static List<List<Point>> Line(IReadOnlyList<Point> points, Box box)
    {
        List<List<Point>> pieces = [];
        List<Point>? piece = null;
        for (var i = 0; i + 1 < points.Count; i++)
        {
            var (a, b) = (points[i], points[i + 1]);
            if (!a.IsDrawn || !b.IsDrawn || !Segment(a, b, box, out var t0, out var t1))
            {
                piece = null;
                continue;
            }
            if (piece is null || t0 > 0) pieces.Add(piece = [At(a, b, t0)]);
            piece.Add(At(a, b, t1));
            if (t1 < 1) piece = null;
        }
        return pieces;
    }

    /// <summary>The part t ∈ [t0, t1] of the segment a + t(b − a) inside the box; false when there is none.</summary>
    public static bool Segment(Point a, Point b, Box box, out double t0, out double t1)
    {
        var (enter, leave) = (0.0, 1.0);
        var visible = Cut(a.X - box.Left, b.X - a.X) && Cut(box.Right - a.X, a.X - b.X)
            && Cut(a.Y - box.Top, b.Y - a.Y) && Cut(box.Bottom - a.Y, a.Y - b.Y);
        (t0, t1) = (enter, leave);
        return visible && enter <= leave;

        // Keeps the t with inside + t·slope ≥ 0.
        bool Cut(double inside, double slope)
        {
            if (slope == 0) return inside >= 0;
            if (slope > 0) enter = Math.Max(enter, -inside / slope);
            else leave = Math.Min(leave, inside / -slope);
            return true;
        }
    }

    /// <summary>A polygon cut to the box, one side after another (Sutherland and Hodgman).</summary>
    public static List<Point> Polygon(IEnumerable<Point> polygon, Box box)
    {
        var kept = polygon.Where(p => p.IsDrawn).ToList();
        kept = Side(kept, p => p.X - box.Left);
        kept = Side(kept, p => box.Right - p.X);
        kept = Side(kept, p => p.Y - box.Top);
        return Side(kept, p => box.Bottom - p.Y);
    }

    private static List<Point> Side(List<Point> polygon, Func<Point, double> inside)
    {
        List<Point> kept = [];
        for (var i = 0; i < polygon.Count; i++)
        {
            var (a, b) = (polygon[i], polygon[(i + 1) % polygon.Count]);
            var (da, db) = (inside(a), inside(b));
            if (da >= 0) kept.Add(a);
            if (da >= 0 != db >= 0) kept.Add(At(a, b, da / (da - db)));
        }
        return kept;
    }

    private static Point At(Point a, Point b, double t) =>
        t == 0 ? a : t == 1 ? b : new(a.X + t * (b.X - a.X), a.Y + t * (b.Y - a.Y));
}
