using System.Globalization;

namespace Kit.Plotting;

// What can be drawn. Every method checks lengths, copies nothing twice, and takes the next palette slot unless a colour is given.
public sealed partial class Figure
{
    /// <summary>A line through the points (x, y).</summary>
    /// <param name="x">Abscissae, n numbers.</param>
    /// <param name="y">Ordinates, n numbers; NaN leaves a gap.</param>
    /// <param name="name">The legend's text.</param>
    /// <param name="dash">Stroke.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="color">Palette slot or colour; null for the next slot.</param>
    /// <param name="markers">Whether points are marked too.</param>
    /// <param name="errorX">Horizontal error bars.</param>
    /// <param name="errorY">Vertical error bars.</param>
    /// <exception cref="ArgumentException">x and y differ in length.</exception>
    public Figure Line(Values x, Values y, string name = "", Dash dash = Dash.Solid, double width = 2, Ink? color = null,
        bool markers = false, ErrorBars? errorX = null, ErrorBars? errorY = null) =>
        Curve(x, y, name, color, errorX, errorY, markers ? CurveStyle.LineAndMarkers : CurveStyle.Line,
            curve => curve with { Dash = dash, Width = width, MarkerSize = 6 });

    /// <summary>A line through the points (0, y₀), (1, y₁), ….</summary>
    public Figure Line(Values y, string name = "", Dash dash = Dash.Solid, double width = 2, Ink? color = null) =>
        Line(Values.Index(Checked(y).Count), y, name, dash, width, color);

    /// <summary>The graph of <paramref name="f"/> over [from, to], at equal distances (equal ratios once the axis is logarithmic).</summary>
    public Figure Line(Func<double, double> f, double from, double to, string name = "", int points = 401, Dash dash = Dash.Solid, Ink? color = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        var x = Values.Generate(points, i => Only("Line").X.Log
            ? from * Math.Pow(to / from, i / (points - 1.0))
            : from + ((to - from) * i / (points - 1)));
        return Line(x, Values.Generate(points, i => f(x[i])), name, dash, color: color);
    }

    /// <summary>Markers at the points (x, y), with error bars where given.</summary>
    /// <inheritdoc cref="Line(Values, Values, string, Dash, double, Ink?, bool, ErrorBars?, ErrorBars?)"/>
    public Figure Scatter(Values x, Values y, string name = "", Marker marker = Marker.Circle, double size = 7, Ink? color = null,
        ErrorBars? errorX = null, ErrorBars? errorY = null) =>
        Curve(x, y, name, color, errorX, errorY, CurveStyle.Markers, curve => curve with { Marker = marker, MarkerSize = size });

    /// <summary>The region between two curves, translucent; without a colour it takes that of the trace before it.</summary>
    public Figure Band(Values x, Values lower, Values upper, string name = "", Ink? color = null)
    {
        Same("Band", "x", Checked(x).Count, "lower", Checked(lower).Count);
        Same("Band", "x", x.Count, "upper", Checked(upper).Count);
        return Add("Band", new BandTrace(name, x, lower, upper) { Color = color ?? LastInk });
    }

    /// <summary>Bars of height y at x, which may be numbers or labels.</summary>
    public Figure Bar(Values x, Values y, string name = "", Ink? color = null, ErrorBars? errorY = null)
    {
        Same("Bar", "x", Checked(x).Count, "y", Checked(y).Count);
        return Add("Bar", new BarTrace(name, x, y) { Color = color ?? NextInk, ErrorY = errorY?.For(y.Count, "Bar") });
    }

    /// <summary>The histogram of samples in equal bins; what is not finite or outside <paramref name="range"/> is left out.</summary>
    /// <param name="samples">The numbers to count.</param>
    /// <param name="bins">Number of bins; 0 takes the Freedman–Diaconis width 2·IQR·n^(−1/3).</param>
    /// <param name="range">Lowest and highest edge; null for those of the samples.</param>
    /// <param name="density">Whether the area is normalised to one.</param>
    /// <param name="name">The legend's text.</param>
    /// <param name="color">Palette slot or colour.</param>
    public Figure Histogram(Values samples, int bins = 0, (double Low, double High)? range = null, bool density = false, string name = "", Ink? color = null)
    {
        var (edges, heights) = Binning.Count(Checked(samples), bins, range, density);
        return Add("Histogram", new HistogramTrace(name, edges, heights) { Color = color ?? NextInk });
    }

    /// <summary>A map of z[i, j] as coloured cells centred at (x[j], y[i]).</summary>
    /// <param name="z">The table, rows upwards along y.</param>
    /// <param name="x">Centres of the columns; null for 0, 1, ….</param>
    /// <param name="y">Centres of the rows; null for 0, 1, ….</param>
    /// <param name="scale">Colours; viridis when null.</param>
    /// <param name="range">z at both ends of the scale; null for the data's (symmetric about zero when the scale diverges).</param>
    /// <param name="colorTitle">Title of the colour bar.</param>
    /// <param name="smooth">Whether colours are interpolated between centres.</param>
    /// <param name="colorBar">Whether the colour bar is drawn.</param>
    public Figure Heatmap(Values2D z, Values? x = null, Values? y = null, ColorScale? scale = null, (double Low, double High)? range = null,
        string colorTitle = "", bool smooth = false, bool colorBar = true)
    {
        var (xs, ys) = Centres("Heatmap", z, x, y);
        return Add("Heatmap", new HeatmapTrace("", xs, ys, z, Map(z, scale, range, colorTitle, colorBar)) { Smooth = smooth });
    }

    /// <summary>Level lines of z[i, j] over (x[j], y[i]), filled between them, or with the levels written on them when <paramref name="filled"/> is false.</summary>
    /// <inheritdoc cref="Heatmap"/>
    public Figure Contour(Values2D z, Values? x = null, Values? y = null, int levels = 10, bool filled = true, ColorScale? scale = null,
        (double Low, double High)? range = null, string colorTitle = "", bool colorBar = true)
    {
        if (levels < 1)
            throw new ArgumentOutOfRangeException(nameof(levels), $"Contour: at least one level is needed: got {levels}.");
        var (xs, ys) = Centres("Contour", z, x, y);
        var map = Map(z, scale, range, colorTitle, colorBar);
        return Add("Contour", new ContourTrace("", xs, ys, z, map) { Color = filled ? 0 : NextInk, Filled = filled, Levels = Binning.Levels(map.Range!.Value, levels) });
    }

    /// <summary>The surface z[i, j] over (x[j], y[i]) in space, which can be turned with the mouse.</summary>
    /// <inheritdoc cref="Heatmap"/>
    public Figure Surface(Values2D z, Values? x = null, Values? y = null, ColorScale? scale = null, (double Low, double High)? range = null,
        string colorTitle = "", bool colorBar = true)
    {
        var (xs, ys) = Centres("Surface", z, x, y);
        return Add("Surface", new SurfaceTrace("", xs, ys, z, Map(z, scale, range, colorTitle, colorBar)));
    }

    /// <summary>A line through points (x, y, z) in space: a trajectory.</summary>
    public Figure Line3D(Values x, Values y, Values z, string name = "", Ink? color = null) => SpaceCurve("Line3D", x, y, z, name, color, CurveStyle.Line);

    /// <summary>Markers at points (x, y, z) in space.</summary>
    public Figure Scatter3D(Values x, Values y, Values z, string name = "", Ink? color = null) => SpaceCurve("Scatter3D", x, y, z, name, color, CurveStyle.Markers);

    /// <summary>A colour or gray picture, the first row on top.</summary>
    public Figure Image(Pixels pixels) => Add("Image", new ImageTrace("", pixels ?? throw new ArgumentNullException(nameof(pixels))));

    /// <summary>Arrows from (x, y) along (u, v).</summary>
    /// <param name="x">Abscissae of the tails.</param>
    /// <param name="y">Ordinates of the tails.</param>
    /// <param name="u">Horizontal components.</param>
    /// <param name="v">Vertical components.</param>
    /// <param name="scale">Arrow length for a vector of length one, in data units; 0 makes the longest arrow as long as the points are apart.</param>
    /// <param name="name">The legend's text.</param>
    /// <param name="color">Palette slot or colour.</param>
    public Figure Arrows(Values x, Values y, Values u, Values v, double scale = 0, string name = "", Ink? color = null)
    {
        foreach (var (what, column) in new[] { ("y", y), ("u", u), ("v", v) })
            Same("Arrows", "x", Checked(x).Count, what, Checked(column).Count);
        var factor = scale > 0 ? scale : Binning.ArrowScale(x, y, u, v);
        return Add("Arrows", new ArrowsTrace(name, x, y, Values.Generate(u.Count, i => factor * u[i]), Values.Generate(v.Count, i => factor * v[i])) { Color = color ?? NextInk });
    }

    /// <summary>A vector field on a grid: arrows at (x[j], y[i]) along (u[i, j], v[i, j]).</summary>
    /// <inheritdoc cref="Arrows"/>
    public Figure VectorField(Values x, Values y, Values2D u, Values2D v, double scale = 0, string name = "", Ink? color = null)
    {
        Centres("VectorField", u, x, y);
        Centres("VectorField", v, x, y);
        var columns = u.Columns;
        return Arrows(Values.Generate(u.Span.Length, k => x[k % columns]), Values.Generate(u.Span.Length, k => y[k / columns]), u.Span, v.Span, scale, name, color);
    }

    private Ink NextInk => panels[0].Traces.Count(trace => trace is not BandTrace and not HeatmapTrace and not ContourTrace { Filled: true } and not SurfaceTrace and not ImageTrace);

    private Ink LastInk => panels[0].Traces.LastOrDefault(trace => trace is not BandTrace)?.Color ?? NextInk;

    private Figure Curve(Values x, Values y, string name, Ink? color, ErrorBars? errorX, ErrorBars? errorY, CurveStyle style, Func<CurveTrace, CurveTrace> shape)
    {
        var method = style == CurveStyle.Markers ? "Scatter" : "Line";
        Same(method, "x", Checked(x).Count, "y", Checked(y).Count);
        var curve = new CurveTrace(name, x, y)
        {
            Color = color ?? NextInk,
            Style = style,
            ErrorX = errorX?.For(x.Count, method),
            ErrorY = errorY?.For(y.Count, method),
        };
        return Add(method, shape(curve));
    }

    private Figure SpaceCurve(string method, Values x, Values y, Values z, string name, Ink? color, CurveStyle style)
    {
        Same(method, "x", Checked(x).Count, "y", Checked(y).Count);
        Same(method, "x", x.Count, "z", Checked(z).Count);
        return Add(method, new SpaceCurveTrace(name, x, y, z) { Color = color ?? NextInk, Style = style });
    }

    private Figure Add(string method, Trace trace)
    {
        var panel = Only(method);
        var spatial = trace is SurfaceTrace or SpaceCurveTrace;
        if (panel.Traces.Count > 0 && panel.IsSpatial != spatial)
            throw new InvalidOperationException($"{method}: a {trace.Kind} cannot share a panel with a {panel.Traces[0].Kind}; one is drawn in space, the other in the plane. Use Figure.Grid.");
        panels[0] = Consistent(method, panel with { Traces = [.. panel.Traces, trace] });
        return this;
    }

    private Panel Only(string method) => panels.Count == 1 && Frames.Count == 0
        ? panels[0]
        : throw new InvalidOperationException($"{method}: this figure is a grid or an animation already; call {method} on its parts before they are joined.");

    private static (Values X, Values Y) Centres(string method, Values2D z, Values? x, Values? y)
    {
        ArgumentNullException.ThrowIfNull(z);
        var (xs, ys) = (x ?? Values.Index(z.Columns), y ?? Values.Index(z.Rows));
        if (xs.Count != z.Columns || ys.Count != z.Rows)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{method}: the table is [{z.Rows},{z.Columns}] (rows along y, columns along x) but y has {ys.Count} and x has {xs.Count} entries{(xs.Count == z.Rows && ys.Count == z.Columns ? "; transpose the table" : "")}."));
        }
        return (xs, ys);
    }

    private static ColorMap Map(Values2D z, ColorScale? scale, (double Low, double High)? range, string title, bool bar)
    {
        var colors = scale ?? ColorScale.Viridis;
        if (range is var (low, high) && !(double.IsFinite(low) && double.IsFinite(high) && low < high))
            throw new ArgumentException(FormattableString.Invariant($"A colour range goes from a lower to a higher finite number: got ({low}, {high})."));
        return new(colors, range ?? Binning.ColorRange(z.Span, colors), title, bar);
    }

    private static Values Checked(Values? column) => column ?? throw new ArgumentNullException(nameof(column), "A picture needs data: got null.");

    private static void Same(string method, string first, int m, string second, int n)
    {
        if (m != n)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{method}: {first} has {m} entries but {second} has {n}; they must be equal."));
    }
}
