namespace Kit.Plotting.Svg;

/// <summary>Contour maps: filled regions painted from the lowest level up, with thin lines between; or lines with their levels written on them.</summary>
internal static class ContourDrawer
{
    public static void Draw(PlotArea area, ContourTrace map)
    {
        var x = area.Columns.Of(map.X).Select(area.X.Map).ToArray();
        var y = area.Rows.Of(map.Y).Select(area.Y.Map).ToArray();
        var (rows, columns) = (map.Z.Rows, map.Z.Columns);
        double[] z = [.. map.Z.Span.ToArray().Select(v => double.IsFinite(v) ? v : double.NaN)];
        if (rows < 2 || columns < 2 || x.Concat(y).Any(v => !double.IsFinite(v))) return;

        var bands = Bands(map);
        for (var k = 0; k < bands.Count && map.Filled; k++)
        {
            // The lowest band takes in everything that has a value.
            var outlines = Contours.Region(z, rows, columns, k == 0 ? double.MinValue / 16 : bands[k].Low);
            PathData path = new();
            foreach (var outline in outlines) path.Polyline(Placed(outline), closed: true);
            area.Canvas.Path(path, fill: Paint.Fixed(ColorAt(bands[k].Low / 2 + bands[k].High / 2)), more: " fill-rule=\"evenodd\"");
        }
        ContourLabels labels = new(area);
        List<(List<Point> Line, double Level)> written = [];
        for (var k = 0; k < map.Levels.Count; k++)
        {
            var level = map.Levels.First + k * map.Levels.Step;
            PathData path = new();
            foreach (var line in Contours.Lines(z, rows, columns, level))
            {
                var placed = Placed(line);
                path.Polyline(placed, line.Closed);
                written.Add((placed, level));
            }
            if (map.Filled) area.Canvas.Path(path, stroke: Paint.Fixed("#000000"), strokeWidth: 0.6, more: " stroke-opacity=\".4\"");
            else area.Canvas.Path(path, stroke: area.Canvas.Paints[map.Color], strokeWidth: 1.6);
        }
        foreach (var (line, level) in map.Filled ? [] : written) labels.Write(line, level);

        (byte R, byte G, byte B) ColorAt(double value) => map.Colors.Scale.At(MapDrawer.Level(value, map.Colors.Range ?? (0, 1)));

        List<Point> Placed(ContourLine line) => [.. line.Points.Select(p => new Point(Between(x, p.X), Between(y, p.Y)))];
    }

    /// <summary>The intervals between levels, within the colour range.</summary>
    public static List<(double Low, double High)> Bands(ContourTrace map)
    {
        var (low, high) = map.Colors.Range ?? (0, 1);
        List<(double, double)> bands = [];
        for (var k = 0; k <= map.Levels.Count; k++)
        {
            var from = k == 0 ? Math.Min(low, map.Levels.First) : map.Levels.First + (k - 1) * map.Levels.Step;
            var to = k == map.Levels.Count ? Math.Max(high, from) : map.Levels.First + k * map.Levels.Step;
            bands.Add((from, to));
        }
        return bands;
    }

    private static double Between(double[] pixels, double index)
    {
        var i = Math.Clamp((int)index, 0, pixels.Length - 2);
        return pixels[i] + (index - i) * (pixels[i + 1] - pixels[i]);
    }
}
