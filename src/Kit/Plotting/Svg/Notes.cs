namespace Kit.Plotting.Svg;

/// <summary>Reference lines and annotations over a plot.</summary>
internal static class Notes
{
    // An arrow's text stands this far from its point.
    private const double Aside = 28, Above = 30, Head = 7;

    public static void Draw(PlotArea area)
    {
        foreach (var line in area.Panel.ReferenceLines) Draw(area, line);
        foreach (var note in area.Panel.Annotations) Draw(area, note);
    }

    private static void Draw(PlotArea area, ReferenceLine line)
    {
        var (canvas, box) = (area.Canvas, area.Box);
        var at = line.Vertical ? area.X.Map(line.At) : area.Y.Map(line.At);
        if (!(line.Vertical ? at >= box.Left && at <= box.Right : at >= box.Top && at <= box.Bottom)) return;
        var path = line.Vertical ? new PathData().Segment(at, box.Top, at, box.Bottom) : new PathData().Segment(box.Left, at, box.Right, at);
        canvas.Path(path, stroke: canvas.Paints.Muted, strokeWidth: 1.3, more: CurveDrawer.Dashes(line.Dash, 1.3));

        Label label = new(line.Label);
        if (label.IsEmpty) return;
        var size = canvas.TickSize;
        if (!line.Vertical)
        {
            var below = at - box.Top < label.Height(size) + 6;
            var baseLine = below ? at + size + 3 : at - 6 - (label.Lines - 1) * size * Label.LineHeight;
            canvas.Text(box.Right - 6, baseLine, label, size, canvas.Paints.Muted, Anchor.End, halo: canvas.Paints.Plot);
            return;
        }
        var fits = at + 6 + label.Width(size) < box.Right;
        var (x, anchor) = fits ? (at + 6, Anchor.Start) : (at - 6, Anchor.End);
        canvas.Text(x, box.Top + size + 2, label, size, canvas.Paints.Muted, anchor, halo: canvas.Paints.Plot);
    }

    private static void Draw(PlotArea area, Annotation note)
    {
        var (canvas, box, size) = (area.Canvas, area.Box, area.Canvas.FontSize);
        var point = area.At(note.X, note.Y);
        Label label = new(note.Text);
        if (!point.IsDrawn || !box.Inflate(1).Contains(point)) return;
        var (half, height) = (label.Width(size) / 2, label.Height(size));
        var low = point.Y - Above - height < box.Top;
        var side = note.Arrow ? point.X + Aside + half < box.Right ? Aside : -Aside : 0;
        var x = Math.Clamp(point.X + side, Math.Min(box.Left + half + 3, box.Center.X), Math.Max(box.Right - half - 3, box.Center.X));
        var middle = !note.Arrow ? point.Y : low ? point.Y + Above : point.Y - Above;
        if (note.Arrow)
        {
            // The shaft starts at the text's edge and stops short of the point, so that a marker there stays visible.
            Point from = new(x, middle + (low ? -height / 2 : height / 2));
            var (dx, dy) = (point.X - from.X, point.Y - from.Y);
            var length = Math.Max(1, Math.Sqrt(dx * dx + dy * dy));
            Point tip = new(point.X - 4 * dx / length, point.Y - 4 * dy / length);
            var (ux, uy) = (Head * dx / length, Head * dy / length);
            canvas.Path(new PathData().Segment(from.X, from.Y, tip.X - ux / 2, tip.Y - uy / 2), stroke: canvas.Paints.Muted, strokeWidth: 1.25);
            var head = new PathData().Move(tip.X, tip.Y)
                .Line(tip.X - ux - 0.4 * uy, tip.Y - uy + 0.4 * ux)
                .Line(tip.X - ux + 0.4 * uy, tip.Y - uy - 0.4 * ux).Close();
            canvas.Path(head, fill: canvas.Paints.Muted);
        }
        var baseLine = middle - height / 2 + 0.95 * size;
        canvas.Text(x, baseLine, label, size, canvas.Paints.Text, Anchor.Middle, halo: canvas.Paints.Plot);
    }
}
