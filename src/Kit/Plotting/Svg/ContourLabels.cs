using System.Globalization;

namespace Kit.Plotting.Svg;

/// <summary>Levels written on level lines: where a line is long enough, nearly level and free of other labels.</summary>
internal sealed class ContourLabels(PlotArea area)
{
    private const double Size = 11, LeastLength = 80;

    private readonly List<Box> taken = [];

    public void Write(IReadOnlyList<Point> line, double level)
    {
        Label label = new(level.ToString("G6", CultureInfo.InvariantCulture).Replace("-", Ticks.Minus, StringComparison.Ordinal));
        var half = label.Width(Size) / 2 + 2;
        double[] along = new double[line.Count];
        for (var i = 1; i < line.Count; i++) along[i] = along[i - 1] + double.Hypot(line[i].X - line[i - 1].X, line[i].Y - line[i - 1].Y);
        if (line.Count < 3 || along[^1] < Math.Max(LeastLength, 5 * half)) return;

        var (best, turn, steepest) = (-1, 0.0, double.PositiveInfinity);
        var (from, to) = (0, 0);
        for (var i = 0; i < line.Count; i++)
        {
            // The chord under the label, from one end of it to the other.
            while (along[i] - along[from] > half) from++;
            while (to < line.Count - 1 && along[to] - along[i] < half) to++;
            if (along[i] < half || along[^1] - along[i] < half) continue;
            var (dx, dy) = (line[to].X - line[from].X, line[to].Y - line[from].Y);
            var bend = along[to] - along[from] - double.Hypot(dx, dy);
            var steep = Math.Abs(dy) / (Math.Abs(dx) + 1e-9) + bend;
            if (steep >= steepest || !area.Box.Inflate(-half).Contains(line[i]) || taken.Any(t => t.Overlaps(About(line[i], half)))) continue;
            (best, steepest, turn) = (i, steep, Math.Atan2(dx < 0 ? -dy : dy, Math.Abs(dx)) * 180 / Math.PI);
        }
        if (best < 0) return;
        taken.Add(About(line[best], half));
        // The base line lies a third of the letters' height below their middle, at right angles to the text.
        var (sin, cos) = Math.SinCos(turn * Math.PI / 180);
        var canvas = area.Canvas;
        canvas.Text(line[best].X - 0.35 * Size * sin, line[best].Y + 0.35 * Size * cos, label, Size, canvas.Paints.Muted, Anchor.Middle, turn, canvas.Paints.Plot);
    }

    private static Box About(Point p, double half) => new(p.X - half, p.Y - half, p.X + half, p.Y + half);
}
