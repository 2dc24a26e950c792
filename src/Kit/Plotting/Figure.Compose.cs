using System.Globalization;

namespace Kit.Plotting;

// Figures made of figures: grids and animations.
public sealed partial class Figure
{
    /// <summary>Figures side by side, row after row.</summary>
    /// <exception cref="ArgumentException">There are more figures than places, or one is a grid or an animation itself.</exception>
    public static Figure Grid(int rows, int columns, params ReadOnlySpan<Figure> figures) => Grid("", rows, columns, figures);

    /// <summary>Figures side by side under one title.</summary>
    /// <inheritdoc cref="Grid(int, int, ReadOnlySpan{Figure})"/>
    public static Figure Grid(string title, int rows, int columns, params ReadOnlySpan<Figure> figures)
    {
        if (rows < 1 || columns < 1 || figures.Length == 0 || figures.Length > rows * columns)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Grid: {figures.Length} figures do not fit into {rows} x {columns} places."));
        var panels = new List<Panel>();
        foreach (var figure in figures)
        {
            if (figure.panels.Count > 1 || figure.Frames.Count > 0)
                throw new ArgumentException($"Grid: its parts are single figures; \"{figure.Title}\" is a grid or an animation. Animate the grid instead.");
            panels.Add(figure.panels[0]);
        }
        // plotly.js knows one way for a whole figure.
        var modes = panels.Where(panel => panel.Traces.Count(trace => trace is BarTrace) > 1).Select(panel => panel.Bars).Distinct().ToArray();
        if (modes.Length > 1)
            throw new ArgumentException($"Grid: the panels of a grid share bars in one way: got {string.Join(" and ", modes)}.");
        return new(title, rows, columns, panels) { Theme = figures[0].Theme };
    }

    /// <summary>One figure for every label, shown with a slider and a play button that need no kernel.</summary>
    /// <param name="prefix">What stands before the label: "t = ".</param>
    /// <param name="labels">The values of the slider.</param>
    /// <param name="frame">The figure at a label: every time the same panels and traces, with other data.</param>
    /// <remarks>Ranges of axes and colours that are not given are those of all frames together, so that motion is seen against a resting frame.</remarks>
    /// <exception cref="ArgumentException">There is no frame, or two frames differ in structure.</exception>
    public static Figure Animate<T>(string prefix, IEnumerable<T> labels, Func<T, Figure> frame) => Animate(prefix, labels,
        label => label is double or float ? string.Create(CultureInfo.InvariantCulture, $"{label:G6}") : Convert.ToString(label, CultureInfo.InvariantCulture) ?? "", frame);

    /// <summary>One figure for every moment of a film, with the label that <paramref name="label"/> gives it.</summary>
    /// <param name="prefix">What stands before the label: "t = ".</param>
    /// <param name="moments">What the frames are made of.</param>
    /// <param name="label">The slider's text at a moment.</param>
    /// <param name="frame">The figure at a moment: every time the same panels and traces, with other data.</param>
    /// <inheritdoc cref="Animate{T}(string, IEnumerable{T}, Func{T, Figure})" path="/remarks"/>
    /// <exception cref="ArgumentException">There is no frame, or two frames differ in structure.</exception>
    public static Figure Animate<T>(string prefix, IEnumerable<T> moments, Func<T, string> label, Func<T, Figure> frame)
    {
        ArgumentNullException.ThrowIfNull(moments);
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(frame);
        var frames = new List<Frame>();
        Figure? first = null;
        foreach (var moment in moments)
        {
            var figure = frame(moment) ?? throw new ArgumentException("Animate: a frame is null.");
            if (figure.Frames.Count > 0)
                throw new ArgumentException("Animate: a frame is an animation itself.");
            var text = label(moment);
            first ??= figure;
            if (Structure(first) != Structure(figure))
                throw new ArgumentException($"Animate: every frame must have the same panels and traces: the first is {Structure(first)}, the one at \"{text}\" is {Structure(figure)}.");
            frames.Add(new(text, [.. figure.panels]));
        }
        if (first is null)
            throw new ArgumentException("Animate: there is no frame: the labels are empty.");
        var steady = Extent.Unify(frames);
        return new(first.Title, first.Rows, first.Columns, steady[0].Panels)
        {
            Frames = steady,
            FramePrefix = prefix,
            Theme = first.Theme,
            Width = first.Width,
            Height = first.Height,
            description = first.description,
        };
    }

    private static string Structure(Figure figure) =>
        string.Create(CultureInfo.InvariantCulture, $"{figure.Rows} x {figure.Columns}: ") +
        string.Join(" | ", figure.panels.Select(panel => string.Join(", ", panel.Traces.Select(trace => trace.Kind))));
}
