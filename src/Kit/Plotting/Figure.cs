using Kit.Display;

namespace Kit.Plotting;

/// <summary>A picture: one panel or a grid of them, perhaps animated; interactive in a page, vector graphics elsewhere.</summary>
/// <remarks>
/// Every method adds to this figure and returns it, so a picture reads as one sentence or grows in a loop. Data are copied at the call.
/// Titles take Unicode (β, ∂u/∂t, ⟨|m|⟩) and the marks &lt;sub&gt;, &lt;sup&gt;, &lt;i&gt;, &lt;b&gt; and &lt;br&gt;; any other markup shows as it is written.
/// </remarks>
/// <example><code>
/// new Figure("Heat kernel", "x", "u(x, t)").Line(x, u, name: "numerical").Scatter(x, v, name: "exact", errorY: e).LogY()
/// </code></example>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed partial class Figure : IHtmlView
{
    private List<Panel> panels;

    /// <summary>An empty figure of one panel.</summary>
    /// <param name="title">What the picture shows.</param>
    /// <param name="x">Title of the horizontal axis: symbol and unit.</param>
    /// <param name="y">Title of the vertical axis.</param>
    /// <param name="z">Title of the third axis, for pictures in space.</param>
    public Figure(string title = "", string x = "", string y = "", string z = "")
    {
        Title = title;
        panels = [new() { Title = title, X = new(x), Y = new(y), Z = new(z) }];
    }

    private Figure(string title, int rows, int columns, IEnumerable<Panel> panels)
    {
        (Title, Rows, Columns) = (title, rows, columns);
        this.panels = [.. panels];
    }

    /// <summary>What the picture shows.</summary>
    public string Title { get; private set; }

    /// <summary>The panels, row after row; as they are in the first frame of an animation.</summary>
    public IReadOnlyList<Panel> Panels => panels;

    /// <summary>Rows of panels.</summary>
    public int Rows { get; } = 1;

    /// <summary>Columns of panels.</summary>
    public int Columns { get; } = 1;

    /// <summary>The states of an animation; empty for a still picture.</summary>
    public IReadOnlyList<Frame> Frames { get; private set; } = [];

    /// <summary>What stands before a frame's label: "t = ".</summary>
    public string FramePrefix { get; private set; } = "";

    /// <summary>Colours and type.</summary>
    public Theme Theme { get; private set; } = Theme.Auto;

    /// <summary>Width in pixels; null: as wide as the page allows (720 where there is no page).</summary>
    public int? Width { get; private set; }

    /// <summary>Height in pixels; null: by the number of rows.</summary>
    public int? Height { get; private set; }

    /// <summary>A sentence for readers who do not see the picture; made from titles and axes when none was given.</summary>
    public string Description => description ?? Describe();

    private string? description;

    /// <summary>"Figure: Heat kernel (2 traces, 31 frames)".</summary>
    public override string ToString()
    {
        var traces = panels.Sum(panel => panel.Traces.Count);
        List<string> facts = [.. panels.Count > 1 ? [$"{panels.Count} panels"] : Array.Empty<string>(), Count(traces, "trace")];
        if (Frames.Count > 0)
            facts.Add(Count(Frames.Count, "frame"));
        return $"Figure{(Title.Length > 0 ? ": " + RichText.Plain(Title) : "")} ({string.Join(", ", facts)})";
    }

    private static string Count(int n, string noun) => FormattableString.Invariant($"{n} {noun}{(n == 1 ? "" : "s")}");

    private string Describe()
    {
        var parts = panels.Select(panel =>
        {
            var axes = new[] { panel.X.Title, panel.Y.Title, panel.IsSpatial ? panel.Z.Title : "" }.Where(title => title.Length > 0);
            var kinds = string.Join(", ", panel.Traces.Select(trace => trace.Kind + (trace.Name.Length > 0 ? " " + trace.Name : "")));
            var heading = panels.Count > 1 && panel.Title.Length > 0 ? panel.Title + ": " : "";
            return $"{heading}{kinds}{(axes.Any() ? " against axes " + string.Join(", ", axes) : "")}";
        });
        return RichText.Plain($"{(Title.Length > 0 ? Title + ". " : "")}{string.Join("; ", parts)}.");
    }
}
