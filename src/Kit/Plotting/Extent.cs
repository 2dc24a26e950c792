namespace Kit.Plotting;

/// <summary>How far the data of panels reach, and the ranges that an animation holds still.</summary>
internal static class Extent
{
    /// <summary>Least and greatest finite abscissa of a panel (positive ones on a logarithmic axis), with error bars; null when there is none.</summary>
    public static (double Low, double High)? X(Panel panel) => Of(panel.Traces.SelectMany(AlongX), panel.X.Log);

    /// <summary>Least and greatest finite ordinate of a panel.</summary>
    public static (double Low, double High)? Y(Panel panel) => Of(panel.Traces.SelectMany(trace => AlongY(trace, panel)), panel.Y.Log);

    /// <summary>Least and greatest finite height of a panel in space.</summary>
    public static (double Low, double High)? Z(Panel panel) => Of(panel.Traces.SelectMany(AlongZ), panel.Z.Log);

    /// <summary>The extent with a margin of <paramref name="part"/> at both ends, in decades on a logarithmic axis; never empty.</summary>
    public static (double Low, double High) Padded((double Low, double High) extent, bool log, double part = 0.05)
    {
        var (low, high) = log ? (Math.Log10(extent.Low), Math.Log10(extent.High)) : extent;
        var margin = high > low ? (high - low) * part : log ? 0.5 : low == 0 ? 1 : Math.Abs(low) / 2;
        (low, high) = (low - margin, high + margin);
        return log ? (Math.Pow(10, low), Math.Pow(10, high)) : (low, high);
    }

    /// <summary>The frames with every axis and colour range that was not given set to the one that holds all frames.</summary>
    public static IReadOnlyList<Frame> Unify(IReadOnlyList<Frame> frames)
    {
        var unified = frames.Select(frame => frame.Panels.ToArray()).ToArray();
        for (var p = 0; p < unified[0].Length; p++)
        {
            var across = unified.Select(panels => panels[p]).ToArray();
            var (x, y, z) = (Joined(across, X), Joined(across, Y), Joined(across, Z));
            // Maps and images fill their panel to the edge.
            var tight = across[0].Traces.Any(trace => trace is HeatmapTrace or ContourTrace or ImageTrace);
            foreach (var panels in unified)
            {
                var panel = panels[p];
                panels[p] = panel with
                {
                    X = tight || panel.IsSpatial ? panel.X : Held(panel.X, x),
                    Y = tight || panel.IsSpatial ? panel.Y : Held(panel.Y, y),
                    Z = panel.IsSpatial ? Held(panel.Z, z) : panel.Z,
                    Traces = [.. panel.Traces.Select((trace, i) => Recolored(trace, across.Select(other => other.Traces[i])))],
                };
            }
        }
        return [.. frames.Select((frame, f) => frame with { Panels = unified[f] })];
    }

    private static PanelAxis Held(PanelAxis axis, (double Low, double High)? extent) =>
        axis.Range is null && extent is { } found ? axis with { Range = Padded(found, axis.Log) } : axis;

    private static (double Low, double High)? Joined(IEnumerable<Panel> panels, Func<Panel, (double Low, double High)?> extent) =>
        Of(panels.Select(extent).SelectMany(found => found is var (low, high) ? new[] { low, high } : []), log: false);

    private static Trace Recolored(Trace trace, IEnumerable<Trace> across)
    {
        var ranges = across.Select(Colors).OfType<ColorMap>().Select(map => map.Range!.Value).ToArray();
        if (ranges.Length == 0)
            return trace;
        var range = (ranges.Min(r => r.Low), ranges.Max(r => r.High));
        return trace switch
        {
            HeatmapTrace map => map with { Colors = map.Colors with { Range = range } },
            ContourTrace map => map with { Colors = map.Colors with { Range = range }, Levels = Binning.Levels(range, map.Levels.Count) },
            SurfaceTrace map => map with { Colors = map.Colors with { Range = range } },
            _ => trace,
        };
    }

    private static ColorMap? Colors(Trace trace) => trace switch
    {
        HeatmapTrace map => map.Colors,
        ContourTrace map => map.Colors,
        SurfaceTrace map => map.Colors,
        _ => null,
    };

    private static IEnumerable<double> AlongX(Trace trace) => trace switch
    {
        CurveTrace curve => WithErrors(curve.X, curve.ErrorX),
        BandTrace band => band.X,
        BarTrace bars => Cells([.. bars.X.Distinct().Order()]),
        HistogramTrace histogram => histogram.Edges,
        HeatmapTrace map => Cells(map.X),
        ContourTrace map => map.X,
        SurfaceTrace surface => surface.X,
        SpaceCurveTrace curve => curve.X,
        ImageTrace image => [-0.5, image.Pixels.Width - 0.5],
        ArrowsTrace arrows => arrows.X.Concat(arrows.X.Zip(arrows.Dx, (x, d) => x + d)),
        _ => [],
    };

    private static IEnumerable<double> AlongY(Trace trace, Panel panel) => trace switch
    {
        CurveTrace curve => WithErrors(curve.Y, curve.ErrorY),
        BandTrace band => band.Lower.Concat(band.Upper),
        BarTrace bars => panel.Bars == BarMode.Stack ? Stacked(panel) : WithErrors(bars.Y, bars.ErrorY).Append(0),
        HistogramTrace histogram => histogram.Heights.Append(0),
        HeatmapTrace map => Cells(map.Y),
        ContourTrace map => map.Y,
        SurfaceTrace surface => surface.Y,
        SpaceCurveTrace curve => curve.Y,
        ImageTrace image => [-0.5, image.Pixels.Height - 0.5],
        ArrowsTrace arrows => arrows.Y.Concat(arrows.Y.Zip(arrows.Dy, (y, d) => y + d)),
        _ => [],
    };

    private static IEnumerable<double> AlongZ(Trace trace) => trace switch
    {
        SurfaceTrace surface => surface.Z.Span.ToArray(),
        SpaceCurveTrace curve => curve.Z,
        _ => [],
    };

    private static IEnumerable<double> Stacked(Panel panel) => panel.Traces.OfType<BarTrace>()
        .SelectMany(bars => bars.X.Zip(bars.Y)).GroupBy(bar => bar.First)
        .SelectMany(pile => new[] { 0, pile.Sum(bar => Math.Max(0, bar.Second)), pile.Sum(bar => Math.Min(0, bar.Second)) });

    private static IEnumerable<double> WithErrors(Values values, ErrorBars? errors) => errors is null
        ? values
        : values.Zip(errors.Above, (v, e) => v + e).Concat(values.Zip(errors.Below ?? errors.Above, (v, e) => v - e)).Concat(values);

    private static IEnumerable<double> Cells(Values centres) => centres.Count < 2
        ? centres.SelectMany(c => new[] { c - 0.5, c + 0.5 })
        : [centres[0] - ((centres[1] - centres[0]) / 2), .. centres, centres[^1] + ((centres[^1] - centres[^2]) / 2)];

    private static (double Low, double High)? Of(IEnumerable<double> numbers, bool log)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var number in numbers)
        {
            if (double.IsFinite(number) && (!log || number > 0))
                (low, high) = (Math.Min(low, number), Math.Max(high, number));
        }
        return low <= high ? (low, high) : null;
    }
}
