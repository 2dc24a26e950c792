namespace Kit.Plotting.Svg;

/// <summary>A point of the picture in pixels, y downwards; a NaN coordinate breaks a line.</summary>
internal readonly record struct Point(double X, double Y)
{
    public bool IsDrawn => double.IsFinite(X) && double.IsFinite(Y);
}

/// <summary>An upright rectangle in pixels.</summary>
internal readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;

    public Point Center => new((Left + Right) / 2, (Top + Bottom) / 2);

    public Box Inflate(double by) => new(Left - by, Top - by, Right + by, Bottom + by);

    public bool Contains(Point p) => p.X >= Left && p.X <= Right && p.Y >= Top && p.Y <= Bottom;

    public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
}
