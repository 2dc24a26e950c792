namespace Kit.Plotting.Svg;

/// <summary>The three far sides of the cube about a picture in space, with grid, labels and titles along its near edges.</summary>
internal static class SpaceFrame
{
    public static void Draw(Canvas canvas, Panel panel, SpaceDrawer.View view)
    {
        PathData grid = new(), edges = new();
        var size = canvas.FontSize - 1;
        foreach (var tick in Ticks(view.X))
        {
            var t = view.X.Place(tick.At);
            Trace(grid, view, (t, -.5, -.5), (t, .5, -.5), (t, .5, .5));
            Write(canvas, view.Cube(t, -.5, -.5).Pixel, -3, 16, tick.Label, Anchor.End);
        }
        foreach (var tick in Ticks(view.Y))
        {
            var t = view.Y.Place(tick.At);
            Trace(grid, view, (.5, t, -.5), (-.5, t, -.5), (-.5, t, .5));
            Write(canvas, view.Cube(.5, t, -.5).Pixel, 3, 16, tick.Label, Anchor.Start);
        }
        foreach (var tick in Ticks(view.Z))
        {
            var t = view.Z.Place(tick.At);
            Trace(grid, view, (-.5, -.5, t), (-.5, .5, t), (.5, .5, t));
            Write(canvas, view.Cube(-.5, -.5, t).Pixel, -8, 3, tick.Label, Anchor.End);
        }
        Trace(edges, view, (-.5, -.5, .5), (-.5, -.5, -.5), (.5, -.5, -.5), (.5, .5, -.5));
        Trace(edges, view, (-.5, -.5, -.5), (-.5, .5, -.5), (.5, .5, -.5));
        Trace(edges, view, (-.5, .5, -.5), (-.5, .5, .5));
        canvas.Path(grid, stroke: canvas.Paints.Grid);
        canvas.Path(edges, stroke: canvas.Paints.Axis);

        var far = 2.2 * size + 10;
        Title(panel.X.Title, view.Cube(0, -.5, -.5).Pixel, -far, far, Anchor.End);
        Title(panel.Y.Title, view.Cube(.5, 0, -.5).Pixel, far, far, Anchor.Start);
        Title(panel.Z.Title, view.Cube(-.5, -.5, .5).Pixel, 0, -10, Anchor.Middle);

        void Title(string text, Point at, double dx, double dy, Anchor anchor) =>
            canvas.Text(at.X + dx, at.Y + dy, new(text), canvas.AxisTitleSize, canvas.Paints.Text, anchor);
    }

    private static IEnumerable<Tick> Ticks(Scale scale)
    {
        var (low, high) = scale.Range;
        var (ticks, power) = scale.IsLog ? (Svg.Ticks.Log(low, high, 4), 0) : Svg.Ticks.Linear(low, high, 4);
        var factor = power == 0 ? "" : "×" + Svg.Ticks.Power(power);
        Tick[] named = [.. ticks.Where(t => !t.IsMinor).Select(t => t.Label == "0" ? t : t with { Label = t.Label + factor })];
        // Every second one, zero among them, where the slanting edges would crowd.
        var zero = Math.Max(0, Array.FindIndex(named, t => t.Label == "0"));
        return named.Length <= 5 ? named : named.Where((_, i) => (i - zero) % 2 == 0);
    }

    private static void Trace(PathData path, SpaceDrawer.View view, params ReadOnlySpan<(double X, double Y, double Z)> corners)
    {
        List<Point> points = [];
        foreach (var (x, y, z) in corners) points.Add(view.Cube(x, y, z).Pixel);
        path.Polyline(points);
    }

    private static void Write(Canvas canvas, Point at, double dx, double dy, string label, Anchor anchor) =>
        canvas.Text(at.X + dx, at.Y + dy, new(label), canvas.FontSize - 1, canvas.Paints.Muted, anchor);
}
