namespace Kit.Plotting.Svg;

/// <summary>Fewer points, the same picture.</summary>
internal static class Decimate
{
    /// <summary>Above this number of points a line is thinned.</summary>
    public const int Threshold = 5000;

    /// <summary>
    /// A line with at most four points (first, lowest, highest, last, in their order) of each stay within one pixel column:
    /// it covers the same pixels. Short lines, and gaps, are left as they are.
    /// </summary>
    public static IReadOnlyList<Point> Line(IReadOnlyList<Point> points)
    {
        if (points.Count <= Threshold) return points;
        List<Point> kept = [];
        for (var i = 0; i < points.Count;)
        {
            if (!points[i].IsDrawn)
            {
                if (kept.Count > 0 && kept[^1].IsDrawn) kept.Add(points[i]);
                i++;
                continue;
            }
            var column = Math.Floor(points[i].X);
            var (first, low, high) = (i, i, i);
            for (; i < points.Count && points[i].IsDrawn && Math.Floor(points[i].X) == column; i++)
            {
                if (points[i].Y < points[low].Y) low = i;
                if (points[i].Y > points[high].Y) high = i;
            }
            foreach (var k in new SortedSet<int> { first, low, high, i - 1 }) kept.Add(points[k]);
        }
        return kept;
    }

    /// <summary>Marks that would fall on the same pixel: the first of each stays.</summary>
    public static IEnumerable<int> Marks(IReadOnlyList<Point> points)
    {
        HashSet<(long, long)> taken = [];
        for (var i = 0; i < points.Count; i++)
        {
            if (!points[i].IsDrawn) continue;
            if (points.Count <= Threshold || taken.Add(((long)points[i].X, (long)points[i].Y))) yield return i;
        }
    }
}
