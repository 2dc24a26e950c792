namespace Kit.Plotting;

/// <summary>One axis: its title, whether it is logarithmic, and its range in data units (null: from the data).</summary>
public sealed record PanelAxis(string Title = "", bool Log = false, (double From, double To)? Range = null);

/// <summary>A text at the point (x, y), with an arrow to it when <paramref name="Arrow"/>.</summary>
public sealed record Annotation(string Text, double X, double Y, bool Arrow = true);

/// <summary>A line across the panel at x = <paramref name="At"/> (vertical) or y = <paramref name="At"/> (horizontal).</summary>
public sealed record ReferenceLine(bool Vertical, double At, string Label = "", Dash Dash = Dash.Dashed);

/// <summary>Where the legend stands.</summary>
public enum LegendPlace
{
    /// <summary>Beside a single plot, inside the panels of a grid; nowhere when fewer than two traces have names.</summary>
    Auto,

    /// <summary>No legend.</summary>
    Hidden,

    /// <summary>Right of the plot.</summary>
    Right,

    /// <summary>Inside, top left.</summary>
    TopLeft,

    /// <summary>Inside, top right.</summary>
    TopRight,

    /// <summary>Inside, bottom left.</summary>
    BottomLeft,

    /// <summary>Inside, bottom right.</summary>
    BottomRight,
}

/// <summary>How bars at the same place share it.</summary>
public enum BarMode
{
    /// <summary>Side by side.</summary>
    Group,

    /// <summary>On top of each other.</summary>
    Stack,

    /// <summary>Through each other, translucent.</summary>
    Overlay,
}

/// <summary>One coordinate system of a figure and what is drawn in it.</summary>
public sealed record Panel
{
    /// <summary>The panel's title inside a grid; a figure of one panel shows its own title instead.</summary>
    public string Title { get; init; } = "";

    /// <summary>Horizontal axis.</summary>
    public PanelAxis X { get; init; } = new();

    /// <summary>Vertical axis; in space the second horizontal one.</summary>
    public PanelAxis Y { get; init; } = new();

    /// <summary>Vertical axis in space.</summary>
    public PanelAxis Z { get; init; } = new();

    /// <summary>What is drawn, the lowest first.</summary>
    public IReadOnlyList<Trace> Traces { get; init; } = [];

    /// <summary>Texts at points.</summary>
    public IReadOnlyList<Annotation> Annotations { get; init; } = [];

    /// <summary>Lines across the panel.</summary>
    public IReadOnlyList<ReferenceLine> ReferenceLines { get; init; } = [];

    /// <summary>Whether one unit has the same length on both axes.</summary>
    public bool EqualAspect { get; init; }

    /// <summary>Where the legend stands.</summary>
    public LegendPlace Legend { get; init; }

    /// <summary>How bars share a place.</summary>
    public BarMode Bars { get; init; }

    /// <summary>Whether the panel is a view into space.</summary>
    public bool IsSpatial => Traces.Any(trace => trace is SurfaceTrace or SpaceCurveTrace);

    /// <summary>Whether the panel shows an image, so that the vertical axis points downwards.</summary>
    public bool IsImage => Traces.Any(trace => trace is ImageTrace);
}

/// <summary>One state of an animation: the panels as they are at <paramref name="Label"/>, of the same structure in every frame.</summary>
public sealed record Frame(string Label, IReadOnlyList<Panel> Panels);
