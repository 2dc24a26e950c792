using System.Globalization;

namespace Kit.Plotting;

// How it is laid out: axes, legend, marks, size and theme.
public sealed partial class Figure
{
    /// <summary>A logarithmic horizontal axis; what is not positive becomes a gap.</summary>
    public Figure LogX() => Change("LogX", panel => panel with { X = panel.X with { Log = true } });

    /// <summary>A logarithmic vertical axis; what is not positive becomes a gap.</summary>
    public Figure LogY() => Change("LogY", panel => panel with { Y = panel.Y with { Log = true } });

    /// <summary>Both axes logarithmic.</summary>
    public Figure LogLog() => LogX().LogY();

    /// <summary>The horizontal axis from <paramref name="from"/> to <paramref name="to"/>; a range that falls turns the axis around.</summary>
    public Figure RangeX(double from, double to) => Change("RangeX", panel => panel with { X = panel.X with { Range = Range("RangeX", from, to) } });

    /// <summary>The vertical axis from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public Figure RangeY(double from, double to) => Change("RangeY", panel => panel with { Y = panel.Y with { Range = Range("RangeY", from, to) } });

    /// <summary>The third axis from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public Figure RangeZ(double from, double to) => Change("RangeZ", panel => panel with { Z = panel.Z with { Range = Range("RangeZ", from, to) } });

    /// <summary>One unit is as long on the horizontal axis as on the vertical one.</summary>
    public Figure EqualAspect() => Change("EqualAspect", panel => panel with { EqualAspect = true });

    /// <summary>A text at the point (x, y), with an arrow to it.</summary>
    public Figure Annotate(double x, double y, string text, bool arrow = true) =>
        Change("Annotate", panel => panel with { Annotations = [.. panel.Annotations, new(text, x, y, arrow)] });

    /// <summary>A line across the panel at the height <paramref name="y"/>.</summary>
    public Figure HorizontalLine(double y, string label = "", Dash dash = Dash.Dashed) =>
        Change("HorizontalLine", panel => panel with { ReferenceLines = [.. panel.ReferenceLines, new(false, Finite("HorizontalLine", y), label, dash)] });

    /// <summary>A line across the panel at the abscissa <paramref name="x"/>.</summary>
    public Figure VerticalLine(double x, string label = "", Dash dash = Dash.Dashed) =>
        Change("VerticalLine", panel => panel with { ReferenceLines = [.. panel.ReferenceLines, new(true, Finite("VerticalLine", x), label, dash)] });

    /// <summary>Where the legend stands.</summary>
    public Figure Legend(LegendPlace place) => Change("Legend", panel => panel with { Legend = place });

    /// <summary>How bars at the same place share it.</summary>
    public Figure Bars(BarMode mode) => Change("Bars", panel => panel with { Bars = mode });

    /// <summary>The size in pixels; a width of 0 fills the page.</summary>
    public Figure Size(int width, int height)
    {
        if (width is < 0 or > 10000 || height is < 50 or > 10000)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Size: width 0 (the page's) to 10000 and height 50 to 10000 pixels: got {width} x {height}."));
        (Width, Height) = (width == 0 ? null : width, height);
        return this;
    }

    /// <summary>Colours and type: <see cref="Theme.Auto"/>, <see cref="Theme.Light"/>, <see cref="Theme.Dark"/> or one made from these.</summary>
    public Figure Themed(Theme theme)
    {
        Theme = theme ?? throw new ArgumentNullException(nameof(theme));
        return this;
    }

    /// <summary>A sentence for readers who do not see the picture.</summary>
    public Figure Describe(string text)
    {
        description = text;
        return this;
    }

    private Figure Change(string method, Func<Panel, Panel> change)
    {
        panels[0] = Consistent(method, change(Only(method)));
        return this;
    }

    /// <summary>What two calls may contradict in, whichever comes first.</summary>
    private static Panel Consistent(string method, Panel panel)
    {
        foreach (var (name, axis) in new[] { ("x", panel.X), ("y", panel.Y), ("z", panel.Z) })
        {
            if (axis.Log && axis.Range is var (from, to) && !(from > 0 && to > 0))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{method}: the logarithmic {name} axis needs a positive range: got ({from}, {to})."));
        }
        foreach (var line in panel.ReferenceLines)
        {
            if (line.At <= 0 && (line.Vertical ? panel.X : panel.Y).Log)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{method}: a reference line at {line.At} does not lie on a logarithmic axis."));
        }
        foreach (var note in panel.Annotations)
        {
            if (!double.IsFinite(note.X) || !double.IsFinite(note.Y) || (panel.X.Log && note.X <= 0) || (panel.Y.Log && note.Y <= 0))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{method}: an annotation at ({note.X}, {note.Y}) does not lie on the axes."));
        }
        return panel.IsSpatial && panel.ReferenceLines.Count + panel.Annotations.Count > 0
            ? throw new InvalidOperationException($"{method}: reference lines and annotations lie in the plane; this figure is drawn in space.")
            : panel;
    }

    private static (double From, double To) Range(string method, double from, double to) =>
        double.IsFinite(from) && double.IsFinite(to) && from != to
            ? (from, to)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{method}: a range joins two different finite numbers: got ({from}, {to})."));

    private static double Finite(string method, double value) => double.IsFinite(value)
        ? value
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{method}: a reference line needs a finite place: got {value}."));
}
