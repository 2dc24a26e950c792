namespace Kit.Plotting.Svg;

/// <summary>Curves with markers and error bars, and bands between two curves.</summary>
internal static class CurveDrawer
{
    private const double Cap = 3.5, ErrorWidth = 1.5;

    public static void Draw(PlotArea area, CurveTrace curve)
    {
        var (xs, ys) = (area.Columns.Of(curve.X), area.Rows.Of(curve.Y));
        var points = area.Points(xs, ys);
        var paint = area.Canvas.Paints[curve.Color];
        Errors(area, curve, xs, ys, paint);
        if (curve.Style != CurveStyle.Markers)
        {
            var pen = Dashes(curve.Dash, curve.Width) + " stroke-linejoin=\"round\"";
            area.Canvas.Path(Line(points, area.Reach), stroke: paint, strokeWidth: curve.Width, more: pen);
        }
        if (curve.Style != CurveStyle.Line)
        {
            Point[] marks = [.. Decimate.Marks(points).Select(i => points[i]).Where(area.Reach.Contains)];
            Markers.Draw(area.Canvas, marks, curve.Marker, curve.MarkerSize, paint);
        }
    }

    public static void Draw(PlotArea area, BandTrace band)
    {
        var upper = area.Points(band.X, band.Upper);
        var lower = area.Points(band.X, band.Lower);
        PathData path = new();
        for (var i = 0; i < upper.Length; i++)
        {
            var from = i;
            while (i < upper.Length && upper[i].IsDrawn && lower[i].IsDrawn) i++;
            if (i - from < 2) continue;
            var edge = Decimate.Line(upper[from..i]).Concat(Decimate.Line(lower[from..i]).Reverse());
            path.Polyline(Clip.Polygon(edge, area.Reach), closed: true);
        }
        area.Canvas.Path(path, fill: area.Canvas.Paints[band.Color], more: " fill-opacity=\".22\"");
    }

    /// <summary>The visible pieces of a line, thinned to what can be seen.</summary>
    public static PathData Line(IReadOnlyList<Point> points, Box reach)
    {
        PathData path = new();
        foreach (var piece in Clip.Line(Decimate.Line(points), reach)) path.Polyline(piece);
        return path;
    }

    public static string Dashes(Dash dash, double width)
    {
        var dot = Math.Max(width, 3);
        double[] lengths = dash switch
        {
            Dash.Dashed => [3 * dot, 3 * dot],
            Dash.Dotted => [dot, dot],
            Dash.DashDot => [3 * dot, dot, dot, dot],
            _ => [],
        };
        return lengths.Length == 0 ? "" : $" stroke-dasharray=\"{string.Join(' ', lengths.Select(SvgText.Number))}\"";
    }

    /// <summary>An error bar along y about a point, from <paramref name="low"/> to <paramref name="high"/>, with caps.</summary>
    public static void Whisker(PlotArea area, PathData path, double x, double low, double high, bool alongX = false)
    {
        if (double.IsNaN(low + high)) return;
        var reach = area.Reach;
        if (alongX)
        {
            // What is not positive lies beyond the low end of a log axis.
            double a = Or(area.X.Map(low), reach.Left), b = Or(area.X.Map(high), reach.Right), y = area.Y.Map(x);
            if (!double.IsFinite(y)) return;
            (a, b) = (Math.Clamp(a, reach.Left, reach.Right), Math.Clamp(b, reach.Left, reach.Right));
            path.Segment(a, y, b, y).Segment(a, y - Cap, a, y + Cap).Segment(b, y - Cap, b, y + Cap);
            return;
        }
        double from = Or(area.Y.Map(low), reach.Bottom), to = Or(area.Y.Map(high), reach.Top), at = area.X.Map(x);
        if (!double.IsFinite(at)) return;
        (from, to) = (Math.Clamp(from, reach.Top, reach.Bottom), Math.Clamp(to, reach.Top, reach.Bottom));
        path.Segment(at, from, at, to).Segment(at - Cap, from, at + Cap, from).Segment(at - Cap, to, at + Cap, to);

        static double Or(double pixel, double otherwise) => double.IsFinite(pixel) ? pixel : otherwise;
    }

    /// <summary>The i-th error length; a single entry holds for all.</summary>
    public static double Entry(Values lengths, int i) => lengths.Count == 1 ? lengths[0] : i < lengths.Count ? lengths[i] : double.NaN;

    private static void Errors(PlotArea area, CurveTrace curve, IReadOnlyList<double> xs, IReadOnlyList<double> ys, Paint paint)
    {
        PathData path = new();
        for (var i = 0; i < xs.Count; i++)
        {
            if (!area.At(xs[i], ys[i]).IsDrawn) continue;
            if (curve.ErrorY is { } ey) Whisker(area, path, xs[i], ys[i] - Entry(ey.Below ?? ey.Above, i), ys[i] + Entry(ey.Above, i));
            if (curve.ErrorX is { } ex) Whisker(area, path, ys[i], xs[i] - Entry(ex.Below ?? ex.Above, i), xs[i] + Entry(ex.Above, i), alongX: true);
        }
        area.Canvas.Path(path, stroke: paint, strokeWidth: ErrorWidth);
    }
}
