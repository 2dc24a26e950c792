namespace Kit.Plotting;

/// <summary>The size of a figure in pixels when nobody gave one.</summary>
internal static class FigureSize
{
    /// <summary>Room of a colour bar with its labels, and between columns and rows of panels.</summary>
    public const double Bar = 92, GapX = 66, GapY = 88;

    private const double Left = 70, Right = 26, Bottom = 62, Widest = 940;
    private const int SliderRoom = 84;

    /// <summary>Width (null: that of the page) and height.</summary>
    public static (int? Width, int Height) Of(Figure figure)
    {
        var slider = figure.Frames.Count > 0 ? SliderRoom : 0;
        var one = figure.Panels.Any(panel => panel.IsSpatial) ? 480 : 420;
        var height = figure.Height ?? ((figure.Rows == 1 ? one : 340 * figure.Rows) + slider);
        if (figure.Width is not null || Aspect(figure) is not { } aspect)
            return (figure.Width, height);
        // Equal units: a page-wide figure would leave the panel adrift between its axis and its colour bar.
        var bars = Enumerable.Range(0, figure.Columns).Count(c => figure.Panels.Where((_, i) => i % figure.Columns == c).Any(PlotlyLayout.HasBar));
        var aside = Left + ((figure.Columns - 1) * GapX) + (bars * Bar) + (bars == 0 ? Right : 0);
        var above = Top(figure) + Bottom + slider + ((figure.Rows - 1) * GapY);
        var high = Math.Max((height - above) / figure.Rows, 60);
        var wide = Math.Min(high * aspect, (Widest - aside) / figure.Columns);
        if (figure.Height is null)
            height = Math.Max(220, (int)Math.Round((figure.Rows * wide / aspect) + above));
        return ((int)Math.Round(Math.Max((figure.Columns * wide) + aside, 320)), height);
    }

    /// <summary>Width and height of the plotting area; the width is nominal where the page decides.</summary>
    public static (double Width, double Height) Plot(Figure figure)
    {
        var (width, height) = Of(figure);
        var lastBar = figure.Columns == 1 && figure.Panels.Any(PlotlyLayout.HasBar) ? Bar : Right;
        return (Math.Max(100, (width ?? 860) - Left - lastBar), Math.Max(80, height - Top(figure) - Bottom - (figure.Frames.Count > 0 ? SliderRoom : 0)));
    }

    /// <summary>The margins as plotly.js reads them; axes and colour bars widen them where their labels need it.</summary>
    public static Json Margins(Figure figure) => new Json().Number("l", Left).Number("r", Right).Number("t", Top(figure)).Number("b", Bottom);

    private static double Top(Figure figure) => (figure.Title.Length > 0 ? 52 : 26) + (figure.Panels.Count > 1 ? 24 : 0);

    /// <summary>Width over height of the widest panel when all have equal units, or of a lone view into space; null otherwise.</summary>
    private static double? Aspect(Figure figure)
    {
        var widest = 0.0;
        if (figure.Panels.Count > 1 && figure.Panels.Any(panel => panel.IsSpatial))
            return null;
        foreach (var panel in figure.Panels)
        {
            if (panel.IsSpatial)
            {
                widest = Math.Max(widest, 1.35);
                continue;
            }
            if (!(panel.EqualAspect || panel.IsImage) || panel.X.Log || panel.Y.Log)
                return null;
            if (Span(panel.X, Extent.X(panel)) is not { } x || Span(panel.Y, Extent.Y(panel)) is not { } y)
                return null;
            widest = Math.Max(widest, x / y);
        }
        return Math.Clamp(widest, 0.2, 5);

        static double? Span(PanelAxis axis, (double Low, double High)? extent) => axis.Range is var (from, to) ? Math.Abs(to - from)
            : extent is var (low, high) && high > low ? high - low : null;
    }
}
