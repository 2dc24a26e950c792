namespace Kit.Plotting;

/// <summary>How the points of a curve are joined and marked.</summary>
public enum CurveStyle
{
    /// <summary>A line through the points.</summary>
    Line,

    /// <summary>Markers only.</summary>
    Markers,

    /// <summary>A line and markers.</summary>
    LineAndMarkers,
}

/// <summary>The stroke of a line.</summary>
public enum Dash
{
    /// <summary>Unbroken.</summary>
    Solid,

    /// <summary>Dashes.</summary>
    Dashed,

    /// <summary>Dots.</summary>
    Dotted,

    /// <summary>Dashes and dots.</summary>
    DashDot,
}

/// <summary>The shape of a marker.</summary>
public enum Marker
{
    /// <summary>A disc.</summary>
    Circle,

    /// <summary>A square.</summary>
    Square,

    /// <summary>A square on its corner.</summary>
    Diamond,

    /// <summary>A diagonal cross.</summary>
    Cross,

    /// <summary>A triangle.</summary>
    Triangle,

    /// <summary>A ring.</summary>
    Ring,
}

/// <summary>What is common to everything drawn in a panel.</summary>
/// <param name="Name">The legend's text; empty for none.</param>
public abstract record Trace(string Name)
{
    /// <summary>Colour of lines, markers and bars; maps of z-values use their <see cref="ColorMap"/> instead.</summary>
    public Ink Color { get; init; }

    /// <summary>The trace's noun in messages and tests.</summary>
    internal abstract string Kind { get; }
}

/// <summary>Points (x, y) joined by a line, marked, or both, with error bars where given.</summary>
public sealed record CurveTrace(string Name, Values X, Values Y) : Trace(Name)
{
    /// <summary>Line, markers or both.</summary>
    public CurveStyle Style { get; init; }

    /// <summary>Stroke of the line.</summary>
    public Dash Dash { get; init; }

    /// <summary>Width of the line in pixels.</summary>
    public double Width { get; init; } = 2;

    /// <summary>Shape of the markers.</summary>
    public Marker Marker { get; init; }

    /// <summary>Diameter of the markers in pixels.</summary>
    public double MarkerSize { get; init; } = 7;

    /// <summary>Horizontal error bars.</summary>
    public ErrorBars? ErrorX { get; init; }

    /// <summary>Vertical error bars.</summary>
    public ErrorBars? ErrorY { get; init; }

    internal override string Kind => "curve";
}

/// <summary>The region lower(x) ≤ y ≤ upper(x), filled with a translucent colour.</summary>
public sealed record BandTrace(string Name, Values X, Values Lower, Values Upper) : Trace(Name)
{
    internal override string Kind => "band";
}

/// <summary>Bars of height y at x (numbers or labels).</summary>
public sealed record BarTrace(string Name, Values X, Values Y) : Trace(Name)
{
    /// <summary>Vertical error bars.</summary>
    public ErrorBars? ErrorY { get; init; }

    internal override string Kind => "bars";
}

/// <summary>A histogram that is already counted: bar i stands over [edges[i], edges[i + 1]] with height heights[i].</summary>
/// <param name="Name">The legend's text.</param>
/// <param name="Edges">The n + 1 edges of the bins, ascending.</param>
/// <param name="Heights">The n counts, or densities when they integrate to one.</param>
public sealed record HistogramTrace(string Name, Values Edges, Values Heights) : Trace(Name)
{
    internal override string Kind => "histogram";
}

/// <summary>The colours of z-values, and the bar that explains them.</summary>
/// <param name="Scale">The scale from low to high.</param>
/// <param name="Range">z-values at both ends; null for those of the data.</param>
/// <param name="Title">Title of the colour bar.</param>
/// <param name="ShowBar">Whether the colour bar is drawn.</param>
public sealed record ColorMap(ColorScale Scale, (double Low, double High)? Range, string Title, bool ShowBar = true);

/// <summary>A map of z[i, j] as coloured cells centred at (x[j], y[i]).</summary>
public sealed record HeatmapTrace(string Name, Values X, Values Y, Values2D Z, ColorMap Colors) : Trace(Name)
{
    /// <summary>Whether colours are interpolated between the centres.</summary>
    public bool Smooth { get; init; }

    internal override string Kind => "heat map";
}

/// <summary>Level lines of z[i, j] over (x[j], y[i]): filled between with the scale's colours, or in one ink with the levels written on them.</summary>
public sealed record ContourTrace(string Name, Values X, Values Y, Values2D Z, ColorMap Colors) : Trace(Name)
{
    /// <summary>Evenly spaced levels: the first, the step, and how many.</summary>
    public (double First, double Step, int Count) Levels { get; init; }

    /// <summary>Whether the space between the lines is filled.</summary>
    public bool Filled { get; init; } = true;

    internal override string Kind => "contour map";
}

/// <summary>The surface z[i, j] over (x[j], y[i]) in space, coloured by z.</summary>
public sealed record SurfaceTrace(string Name, Values X, Values Y, Values2D Z, ColorMap Colors) : Trace(Name)
{
    internal override string Kind => "surface";
}

/// <summary>Points (x, y, z) in space, joined by a line, marked, or both.</summary>
public sealed record SpaceCurveTrace(string Name, Values X, Values Y, Values Z) : Trace(Name)
{
    /// <summary>Line, markers or both.</summary>
    public CurveStyle Style { get; init; }

    internal override string Kind => "space curve";
}

/// <summary>A colour picture; pixel (i, j) is centred at (j, i) with i growing downwards, or fills the given extent.</summary>
public sealed record ImageTrace(string Name, Pixels Pixels) : Trace(Name)
{
    internal override string Kind => "image";
}

/// <summary>Arrows from (x, y) to (x + dx, y + dy) in data coordinates, with heads at the tips.</summary>
public sealed record ArrowsTrace(string Name, Values X, Values Y, Values Dx, Values Dy) : Trace(Name)
{
    internal override string Kind => "vector field";
}
