using System.Text;

namespace Kit.Plotting.Svg;

/// <summary>The d attribute of a path, in relative steps between points rounded to hundredths of a pixel: short, and no error adds up.</summary>
internal sealed class PathData
{
    private readonly StringBuilder text = new();
    private long x, y, startX, startY;
    private char command;

    public bool IsEmpty => text.Length == 0;

    public PathData Move(double toX, double toY)
    {
        var (a, b) = (SvgText.Round(toX), SvgText.Round(toY));
        text.Append('M');
        Pair(a, b);
        (x, y, startX, startY) = (a, b, a, b);
        command = 'M';
        return this;
    }

    public PathData Line(double toX, double toY)
    {
        var (a, b) = (SvgText.Round(toX), SvgText.Round(toY));
        if (a == x && b == y) return this;
        if (command != 'l') text.Append('l');
        else if (a >= x) text.Append(' ');
        Pair(a - x, b - y);
        (x, y) = (a, b);
        command = 'l';
        return this;
    }

    public PathData Close()
    {
        text.Append('z');
        (x, y) = (startX, startY);
        command = 'z';
        return this;
    }

    /// <summary>A mark of zero length: with round caps, a dot as wide as the stroke.</summary>
    public PathData Dot(double atX, double atY)
    {
        Move(atX, atY);
        text.Append("h0");
        return this;
    }

    public PathData Circle(double centerX, double centerY, double radius)
    {
        Move(centerX - radius, centerY);
        var (r, d) = (SvgText.Number(radius), SvgText.Number(2 * radius));
        text.Append($"a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0");
        return Close();
    }

    public PathData Polyline(IReadOnlyList<Point> points, bool closed = false)
    {
        for (var i = 0; i < points.Count; i++) _ = i == 0 ? Move(points[i].X, points[i].Y) : Line(points[i].X, points[i].Y);
        return closed && points.Count > 0 ? Close() : this;
    }

    public PathData Segment(double x1, double y1, double x2, double y2) => Move(x1, y1).Line(x2, y2);

    public override string ToString() => text.ToString();

    private void Pair(long a, long b)
    {
        text.Append(SvgText.Hundredths(a));
        if (b >= 0) text.Append(' ');
        text.Append(SvgText.Hundredths(b));
    }
}
