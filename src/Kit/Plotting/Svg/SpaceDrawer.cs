namespace Kit.Plotting.Svg;

/// <summary>Surfaces and curves in space, seen from x > 0 > y, a little above, without perspective, the farthest drawn first.</summary>
internal static class SpaceDrawer
{
    // Surfaces are drawn with at most this many quadrilaterals a side.
    private const int MostQuads = 32;

    // The cube is flattened to this height; Sine and Cosine are those of the eye's elevation, 25°.
    private const double HeightOfBox = 0.7, Sine = 0.42, Cosine = 0.91;

    private static readonly double Sqrt2 = Math.Sqrt(2);

    public static void Draw(Canvas canvas, Panel panel, Box box)
    {
        AxisReach x = new(panel.X.Log), y = new(panel.Y.Log), z = new(panel.Z.Log);
        foreach (var trace in panel.Traces)
        {
            if (trace is SurfaceTrace surface) Take(surface.X, surface.Y, surface.Z.Span.ToArray());
            if (trace is SpaceCurveTrace curve) Take(curve.X, curve.Y, curve.Z);
        }
        View view = new(box, Of(x, panel.X), Of(y, panel.Y), Of(z, panel.Z));
        SpaceFrame.Draw(canvas, panel, view);

        List<(double Depth, PathData Path, Paint Paint, bool Fill)> pieces = [];
        foreach (var surface in panel.Traces.OfType<SurfaceTrace>()) Quads(surface, view, pieces);
        foreach (var curve in panel.Traces.OfType<SpaceCurveTrace>().Where(c => c.Style != CurveStyle.Markers)) Segments(canvas, curve, view, pieces);
        // Each patch also strokes its outline, or seams would show between neighbours.
        canvas.Group(" fill=\"currentColor\" stroke=\"currentColor\" stroke-width=\".5\" stroke-linejoin=\"round\"");
        foreach (var (_, path, paint, fill) in pieces.OrderBy(p => p.Depth))
        {
            if (fill) canvas.Patch(path, paint);
            else canvas.Path(path, stroke: paint, strokeWidth: 2, more: " stroke-linejoin=\"round\" stroke-linecap=\"round\"");
        }
        canvas.End();
        foreach (var curve in panel.Traces.OfType<SpaceCurveTrace>().Where(c => c.Style != CurveStyle.Line))
        {
            Point[] points = [.. Enumerable.Range(0, curve.X.Count).Select(i => view.At(curve.X[i], curve.Y[i], curve.Z[i]).Pixel)];
            Markers.Draw(canvas, [.. Decimate.Marks(points).Select(i => points[i])], Marker.Circle, 5, canvas.Paints[curve.Color]);
        }

        void Take(IEnumerable<double> xs, IEnumerable<double> ys, IEnumerable<double> zs)
        {
            foreach (var v in xs) x.Add(v);
            foreach (var v in ys) y.Add(v);
            foreach (var v in zs) z.Add(v);
        }

        static Scale Of(AxisReach reach, PanelAxis axis)
        {
            var (low, high) = reach.Range(axis.Range);
            return new(low, high, -0.5, 0.5, axis.Log);
        }
    }

    private static void Quads(SurfaceTrace surface, View view, List<(double, PathData, Paint, bool)> pieces)
    {
        var (rows, columns) = (Picked(surface.Z.Rows), Picked(surface.Z.Columns));
        for (var r = 0; r + 1 < rows.Length; r++)
        {
            for (var c = 0; c + 1 < columns.Length; c++)
            {
                var (i, i2, j, j2) = (rows[r], rows[r + 1], columns[c], columns[c + 1]);
                (int I, int J)[] corners = [(i, j), (i, j2), (i2, j2), (i2, j)];
                var spots = Array.ConvertAll(corners, k => view.At(surface.X[k.J], surface.Y[k.I], surface.Z[k.I, k.J]));
                if (!spots.All(s => s.Pixel.IsDrawn)) continue;
                var level = MapDrawer.Level(corners.Average(k => surface.Z[k.I, k.J] / 4) * 4, surface.Colors.Range ?? (0, 1));
                var paint = Paint.Fixed(Shaded(surface.Colors.Scale.At(level), spots));
                pieces.Add((spots.Average(s => s.Depth), new PathData().Polyline([.. spots.Select(s => s.Pixel)], closed: true), paint, true));
            }
        }
    }

    private static void Segments(Canvas canvas, SpaceCurveTrace curve, View view, List<(double, PathData, Paint, bool)> pieces)
    {
        Spot[] spots = [.. Enumerable.Range(0, curve.X.Count).Select(i => view.At(curve.X[i], curve.Y[i], curve.Z[i]))];
        // Short stretches, so that a curve can pass behind itself and behind a surface.
        const int Stretch = 16;
        for (var i = 0; i + 1 < spots.Length; i += Stretch)
        {
            var stretch = spots[i..Math.Min(i + Stretch + 1, spots.Length)];
            var drawn = stretch.Where(s => s.Pixel.IsDrawn).ToArray();
            if (drawn.Length < 2) continue;
            var path = CurveDrawer.Line(Array.ConvertAll(stretch, s => s.Pixel), new(-1e4, -1e4, 1e4, 1e4));
            pieces.Add((drawn.Average(s => s.Depth), path, canvas.Paints[curve.Color], false));
        }
    }

    // Light from above: a quadrilateral is darker the steeper it is.
    private static (byte R, byte G, byte B) Shaded((byte R, byte G, byte B) color, Spot[] spots)
    {
        var (u, v) = (spots[2].Unit - spots[0].Unit, spots[3].Unit - spots[1].Unit);
        var normal = System.Numerics.Vector3.Cross(u, v);
        var light = 0.78 + 0.22 * Math.Abs(normal.Z) / Math.Max(normal.Length(), 1e-12);
        return ((byte)(color.R * light), (byte)(color.G * light), (byte)(color.B * light));
    }

    private static int[] Picked(int n)
    {
        var m = Math.Min(n, MostQuads + 1);
        return m < 2 ? [] : [.. Enumerable.Range(0, m).Select(k => (int)((long)k * (n - 1) / (m - 1)))];
    }

    /// <summary>A point in space: its pixel, its distance towards the reader and its place in the unit cube.</summary>
    internal readonly record struct Spot(Point Pixel, double Depth, System.Numerics.Vector3 Unit);

    /// <summary>The view: scales onto the cube [−½, ½]³ and its projection into a box.</summary>
    internal sealed record View(Box Box, Scale X, Scale Y, Scale Z)
    {
        // Room about the cube for labels.
        private double Zoom => Math.Max(10, Math.Min(
            (Box.Width - Math.Min(120, 0.4 * Box.Width)) / Sqrt2,
            (Box.Height - Math.Min(70, 0.4 * Box.Height)) / (Sqrt2 * Sine + HeightOfBox * Cosine)));

        public Spot At(double x, double y, double z) => Cube(X.Map(x), Y.Map(y), Z.Map(z));

        public Spot Cube(double x, double y, double z)
        {
            var h = z * HeightOfBox;
            Point pixel = new(Box.Center.X + Zoom * (x + y) / Sqrt2, Box.Center.Y - 6 + Zoom * (Sine * (x - y) / Sqrt2 - Cosine * h));
            return new(pixel, Cosine * (x - y) / Sqrt2 + Sine * h, new((float)x, (float)y, (float)h));
        }
    }
}
