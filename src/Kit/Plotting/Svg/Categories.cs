namespace Kit.Plotting.Svg;

/// <summary>The labels of a category axis, in order of first use by the panel's traces; each stands at its index.</summary>
internal sealed class Categories
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    private readonly List<string> labels = [];

    public Categories(IEnumerable<Values> columns)
    {
        foreach (var label in columns.SelectMany(c => c.Labels ?? [])) if (places.TryAdd(label, labels.Count)) labels.Add(label);
    }

    public IReadOnlyList<string> Labels => labels;

    /// <summary>Places of a column's entries on the axis.</summary>
    public IReadOnlyList<double> Of(Values column) => column.Labels is { } own ? [.. own.Select(label => (double)places[label])] : column;

    public static (Categories X, Categories Y) Of(Panel panel) => (
        new(panel.Traces.SelectMany<Trace, Values>(t => t switch
        {
            CurveTrace c => [c.X],
            BarTrace b => [b.X],
            HeatmapTrace h => [h.X],
            ContourTrace c => [c.X],
            _ => [],
        })),
        new(panel.Traces.SelectMany<Trace, Values>(t => t switch
        {
            CurveTrace c => [c.Y],
            HeatmapTrace h => [h.Y],
            ContourTrace c => [c.Y],
            _ => [],
        })));
}
