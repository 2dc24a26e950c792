namespace Kit.Plotting.Svg;

/// <summary>Heat maps and images: small maps as rectangles, the others as one embedded PNG.</summary>
internal static class MapDrawer
{
    // Larger maps are averaged down to this many cells a side; cells of unequal size are sampled at up to Finest.
    private const int MostCells = 128, Finest = 256, MostRectangles = 400;

    public static void Draw(PlotArea area, HeatmapTrace map)
    {
        var x = Pixels(area.X, Cells.Edges(area.Columns.Of(map.X), area.X.IsLog));
        var y = Pixels(area.Y, Cells.Edges(area.Rows.Of(map.Y), area.Y.IsLog));
        if (map.Z.Span.Length <= MostRectangles && !map.Smooth) Rectangles(area.Canvas, map, x, y);
        else Raster(area.Canvas, map, x, y);
    }

    public static void Draw(PlotArea area, ImageTrace image)
    {
        // Pixel (i, j) is centred at (j, i).
        var (width, height) = (image.Pixels.Width, image.Pixels.Height);
        var (a, b) = (area.At(-0.5, -0.5), area.At(width - 0.5, height - 0.5));
        if (!a.IsDrawn || !b.IsDrawn) return;
        // A photograph finer than the screen is averaged down; twice the box keeps it sharp on dense screens.
        var columns = Groups(width, (int)Math.Clamp(2 * Math.Abs(b.X - a.X), 1, width), b.X < a.X);
        var rows = Groups(height, (int)Math.Clamp(2 * Math.Abs(b.Y - a.Y), 1, height), b.Y < a.Y);
        var rgb = new byte[rows.Length * columns.Length * 3];
        for (var r = 0; r < rows.Length; r++)
        {
            for (var c = 0; c < columns.Length; c++)
            {
                var at = (r * columns.Length + c) * 3;
                for (var k = 0; k < 3; k++) rgb[at + k] = Mean(image.Pixels.Rgb, width, rows[r], columns[c], k);
            }
        }
        Box box = new(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.X, b.X), Math.Max(a.Y, b.Y));
        area.Canvas.Image(box, PngWriter.Rgb(columns.Length, rows.Length, rgb), smooth: false);
    }

    /// <summary>Where a datum lies in a colour range, 0 to 1 at its ends.</summary>
    public static double Level(double z, (double Low, double High) range) => (z / 2 - range.Low / 2) / (range.High / 2 - range.Low / 2);

    private static double[] Pixels(Scale scale, double[] edges) => [.. edges.Select(scale.Map)];

    private static void Rectangles(Canvas canvas, HeatmapTrace map, double[] x, double[] y)
    {
        canvas.Group(" shape-rendering=\"crispEdges\"");
        for (var i = 0; i < map.Z.Rows; i++)
        {
            for (var j = 0; j < map.Z.Columns; j++)
            {
                if (!double.IsFinite(map.Z[i, j]) || !double.IsFinite(x[j] + x[j + 1] + y[i] + y[i + 1])) continue;
                Box cell = new(Math.Min(x[j], x[j + 1]), Math.Min(y[i], y[i + 1]), Math.Max(x[j], x[j + 1]), Math.Max(y[i], y[i + 1]));
                canvas.Rect(cell, Paint.Fixed(map.Colors.Scale.At(Level(map.Z[i, j], map.Colors.Range ?? (0, 1)))));
            }
        }
        canvas.End();
    }

    private static void Raster(Canvas canvas, HeatmapTrace map, double[] x, double[] y)
    {
        Box box = new(x.Min(), y.Min(), x.Max(), y.Max());
        if (!double.IsFinite(box.Width + box.Height)) return;
        var (columns, rows) = (Spans(x), Spans(y));
        var pixels = new byte[columns.Length * rows.Length];
        for (var r = 0; r < rows.Length; r++)
        {
            for (var c = 0; c < columns.Length; c++)
            {
                var level = Level(Mean(map.Z, rows[r], columns[c]), map.Colors.Range ?? (0, 1));
                pixels[r * columns.Length + c] = double.IsNaN(level) ? (byte)0 : (byte)(1 + Math.Round(254 * Math.Clamp(level, 0, 1)));
            }
        }
        var palette = new (byte, byte, byte)[256];
        for (var i = 1; i < 256; i++) palette[i] = map.Colors.Scale.At((i - 1) / 254.0);
        canvas.Image(box, PngWriter.Indexed(columns.Length, rows.Length, pixels, palette), map.Smooth);
    }

    // The cells, as index ranges, behind each of the picture's columns from the left (or rows from the top).
    private static (int From, int To)[] Spans(double[] edges)
    {
        var n = edges.Length - 1;
        var turned = edges[n] < edges[0];
        var (low, high) = (edges.Min(), edges.Max());
        var pitch = (high - low) / n;
        var even = Enumerable.Range(0, n).All(i => Math.Abs(Math.Abs(edges[i + 1] - edges[i]) - pitch) < 0.02 * pitch);
        if (even) return Groups(n, Math.Min(n, MostCells), turned);

        var spans = new (int, int)[(int)Math.Clamp(high - low, 1, Finest)];
        for (var k = 0; k < spans.Length; k++)
        {
            var at = low + (k + 0.5) / spans.Length * (high - low);
            var i = 0;
            while (i < n - 1 && (turned ? at < edges[i + 1] : at > edges[i + 1])) i++;
            spans[k] = (i, i + 1);
        }
        return spans;
    }

    // n cells in m groups as equal as can be, in reverse when the axis is turned.
    private static (int From, int To)[] Groups(int n, int m, bool turned)
    {
        var groups = new (int From, int To)[m];
        for (var k = 0; k < m; k++) groups[turned ? m - 1 - k : k] = ((int)((long)k * n / m), (int)((k + 1L) * n / m));
        return groups;
    }

    private static double Mean(Values2D z, (int From, int To) rows, (int From, int To) columns)
    {
        var (sum, count) = (0.0, 0);
        for (var i = rows.From; i < rows.To; i++)
        {
            for (var j = columns.From; j < columns.To; j++)
            {
                if (!double.IsFinite(z[i, j])) continue;
                sum += z[i, j];
                count++;
            }
        }
        return count == 0 ? double.NaN : sum / count;
    }

    private static byte Mean(ReadOnlySpan<byte> rgb, int width, (int From, int To) rows, (int From, int To) columns, int channel)
    {
        var sum = 0L;
        for (var i = rows.From; i < rows.To; i++)
            for (var j = columns.From; j < columns.To; j++) sum += rgb[(i * width + j) * 3 + channel];
        return (byte)(sum / ((rows.To - rows.From) * (columns.To - columns.From)));
    }
}
