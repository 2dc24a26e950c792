namespace Kit.Plotting.Svg;

/// <summary>The ranges of a panel's axes in their scale coordinates.</summary>
internal static class DataRange
{
    public static ((double Low, double High) X, (double Low, double High) Y) Of(Panel panel, Categories columns, Categories rows)
    {
        AxisReach x = new(panel.X.Log), y = new(panel.Y.Log);
        var other = panel with { Traces = [.. panel.Traces.Where(t => t is not BarTrace)] };
        x.Add(Extent.X(other));
        y.Add(Extent.Y(other));
        foreach (var bar in BarLayout.Of(panel, columns))
        {
            foreach (var edge in (ReadOnlySpan<double>)[bar.Place - bar.Pitch / 2, bar.Place + bar.Pitch / 2]) x.Add(edge);
            foreach (var end in (ReadOnlySpan<double>)[0, bar.To, bar.To - bar.Below, bar.To + bar.Above]) y.Add(end);
        }
        // On a log axis the cells of a map end half way between neighbours there, which differs from the middle of the data.
        foreach (var map in panel.Traces.OfType<HeatmapTrace>())
        {
            foreach (var edge in panel.X.Log ? Cells.Edges(map.X, log: true) : []) x.Add(edge);
            foreach (var edge in panel.Y.Log ? Cells.Edges(map.Y, log: true) : []) y.Add(edge);
        }
        foreach (var line in panel.ReferenceLines) (line.Vertical ? x : y).Add(line.At);
        foreach (var note in panel.Annotations)
        {
            x.Add(note.X);
            y.Add(note.Y);
        }
        if (columns.Labels.Count > 0) x.Add((-0.5, columns.Labels.Count - 0.5));
        if (rows.Labels.Count > 0) y.Add((-0.5, rows.Labels.Count - 0.5));

        // Maps fill their panel; lines run from side to side; bars stand on the axis unless some data lie below it.
        var mapped = panel.Traces.Any(t => t is HeatmapTrace or ContourTrace or ImageTrace);
        var marked = !mapped && columns.Labels.Count == 0 && panel.Traces.Any(t => t is ArrowsTrace or CurveTrace { Style: not CurveStyle.Line });
        var standing = !panel.Y.Log && panel.Traces.Any(t => t is BarTrace or HistogramTrace) && y.Range(null).Low >= 0;
        var free = !mapped && rows.Labels.Count == 0;
        var rangeY = y.Range(panel.Y.Range, free && !standing, free);
        return (x.Range(panel.X.Range, marked, marked), panel.IsImage && panel.Y.Range is null ? (rangeY.High, rangeY.Low) : rangeY);
    }
}
