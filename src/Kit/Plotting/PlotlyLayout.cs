namespace Kit.Plotting;

/// <summary>Where a panel lies on the page (fractions of the plotting area) and what its axes are called in plotly.js.</summary>
internal sealed record PanelSlot(int Index, (double From, double To) X, (double From, double To) Y, bool ShowsLegend, LegendPlace Legend)
{
    /// <summary>Empty for the first panel, then 2, 3, ….</summary>
    public string Suffix => Index == 0 ? "" : FormattableString.Invariant($"{Index + 1}");

    /// <summary>Left edge of the colour bar.</summary>
    public double BarX => Math.Round(X.To + 0.012, 4);

    /// <summary>Middle of the colour bar.</summary>
    public double BarY => Math.Round((Y.From + Y.To) / 2, 4);

    /// <summary>Length of the colour bar.</summary>
    public double BarLength => Math.Round(Y.To - Y.From, 4);
}

/// <summary>The layout object of a figure as plotly.js 3 reads it; colours come from <paramref name="role"/>.</summary>
internal sealed class PlotlyLayout(Figure figure, Func<string, string> role)
{
    /// <summary>The places of the panels, row after row from the top.</summary>
    public IReadOnlyList<PanelSlot> Slots(IReadOnlyList<Panel> panels)
    {
        var (rows, columns) = (figure.Rows, figure.Columns);
        var (width, height) = FigureSize.Plot(figure);
        // Between columns stand the axis titles of the right one and the colour bars of the left one; all panels are equally wide.
        var bars = Enumerable.Range(0, columns).Select(c => columns > 1 && panels.Where((_, i) => i % columns == c).Any(HasBar) ? FigureSize.Bar / width : 0).ToArray();
        var (gapX, gapY) = (FigureSize.GapX / width, FigureSize.GapY / height);
        var wide = Math.Max((1 - ((columns - 1) * gapX) - bars.Sum()) / columns, 0.05);
        var high = Math.Max((1 - ((rows - 1) * gapY)) / rows, 0.05);
        return [.. panels.Select((panel, i) =>
        {
            var (row, column) = (i / columns, i % columns);
            var left = (column * (wide + gapX)) + bars[..column].Sum();
            var top = 1 - (row * (high + gapY));
            var (x, y) = ((From: left, To: left + wide), (From: Math.Max(top - high, 0), To: top));
            var place = panel.Legend != LegendPlace.Auto ? panel.Legend
                : panel.Traces.Count(trace => trace.Name.Length > 0) < 2 ? LegendPlace.Hidden
                : panels.Count > 1 || HasBar(panel) ? EmptiestCorner.Of(panel) : LegendPlace.Right;
            return new PanelSlot(i, (Round(x.From), Round(x.To)), (Round(y.From), Round(y.To)), place != LegendPlace.Hidden, place);
        })];
    }

    /// <summary>The layout for a state of the panels.</summary>
    public Json Of(IReadOnlyList<Panel> panels, IReadOnlyList<PanelSlot> slots)
    {
        var theme = figure.Theme;
        var titled = figure.Title.Length > 0;
        var (width, height) = FigureSize.Of(figure);
        var json = new Json();
        if (titled)
        {
            json.Add("title", new Json().Rich("text", figure.Title).Add("font", Font(theme.FontSize * 1.3, "$t"))
                .Number("x", 0.5).Text("xanchor", "center").Text("yref", "container").Number("y", Round(1 - (24.0 / height))).Text("yanchor", "middle"));
        }
        json.Add("font", new Json().Text("family", theme.Font).Number("size", theme.FontSize).Text("color", role("$t")))
            .Text("paper_bgcolor", role("$p")).Text("plot_bgcolor", role("$b"));
        if (width is { } fixedWidth)
            json.Number("width", fixedWidth);
        else
            json.Flag("autosize", true);
        json.Number("height", height).Add("margin", FigureSize.Margins(figure)).Text("hovermode", "closest").Text("barmode", Mode(panels)).Number("bargap", 0.2)
            .Add("uirevision", "1")
            .Add("hoverlabel", new Json().Text("bgcolor", role("$p")).Text("bordercolor", role("$a")).Add("font", Font(theme.FontSize, "$t")))
            .Add("modebar", new Json().Text("bgcolor", "rgba(0,0,0,0)").Text("color", role("$a")).Text("activecolor", role("$t")));
        foreach (var (panel, slot) in panels.Zip(slots))
        {
            if (panel.IsSpatial)
                json.Add("scene" + slot.Suffix, Scene(panel, slot));
            else
                json.Add("xaxis" + slot.Suffix, AxisOf(panel, slot, vertical: false)).Add("yaxis" + slot.Suffix, AxisOf(panel, slot, vertical: true));
            if (slot.ShowsLegend)
                json.Add("legend" + slot.Suffix, LegendOf(slot));
        }
        var notes = panels.Zip(slots).SelectMany(pair => Notes(pair.First, pair.Second)).ToArray();
        var lines = panels.Zip(slots).SelectMany(pair => pair.First.ReferenceLines.Select(line => Line(line, pair.Second))).ToArray();
        return json.Add("annotations", notes.Length > 0 ? Json.List(notes) : null).Add("shapes", lines.Length > 0 ? Json.List(lines) : null);
    }

    private Json AxisOf(Panel panel, PanelSlot slot, bool vertical)
    {
        var axis = vertical ? panel.Y : panel.X;
        var (own, other) = vertical ? ("y", "x") : ("x", "y");
        var domain = vertical ? slot.Y : slot.X;
        var isMap = panel.Traces.Any(trace => trace is HeatmapTrace or ContourTrace or ImageTrace);
        var bare = panel.IsImage && axis.Title.Length == 0;
        var json = new Json().Text("anchor", other + slot.Suffix).Numbers("domain", [domain.From, domain.To]);
        if (axis.Title.Length > 0)
            json.Add("title", new Json().Rich("text", axis.Title).Number("standoff", 8).Add("font", Font(figure.Theme.FontSize * 1.08, "$t")));
        if (panel.Traces.Any(trace => (vertical ? Ordinates(trace) : Abscissae(trace))?.Labels is not null))
            json.Text("type", "category");
        if (axis.Log)
            json.Text("type", "log").Add("minor", new Json().Text("ticks", "outside").Number("ticklen", 3).Text("tickcolor", role("$a")));
        if (axis.Range is var (from, to))
            json.Numbers("range", axis.Log ? [Math.Log10(from), Math.Log10(to)] : [from, to]);
        else if (vertical && panel.IsImage)
            json.Text("autorange", "reversed");
        if (panel.EqualAspect || panel.IsImage)
        {
            json.Text("constrain", "domain");
            if (vertical)
                json.Text("scaleanchor", "x" + slot.Suffix).Number("scaleratio", 1);
            else if (HasBar(panel))
                json.Text("constraintoward", "right");
        }
        json.Flag("showgrid", !isMap).Text("gridcolor", role("$g")).Flag("zeroline", false).Flag("showline", !bare).Text("linecolor", role("$a"))
            .Text("ticks", bare ? "" : "outside").Flag("showticklabels", !bare).Number("ticklen", 5).Text("tickcolor", role("$a"))
            .Add("tickfont", Font(figure.Theme.FontSize * 0.92, "$m")).Flag("automargin", true).Text("exponentformat", "power");
        return json;

    }

    private Json Scene(Panel panel, PanelSlot slot)
    {
        var json = new Json().Add("domain", new Json().Numbers("x", [slot.X.From, slot.X.To]).Numbers("y", [slot.Y.From, slot.Y.To]))
            .Text("bgcolor", role("$p"))
            .Add("camera", "{\"eye\":{\"x\":1.5,\"y\":-1.5,\"z\":0.95},\"center\":{\"x\":0,\"y\":0,\"z\":-0.14}}");
        if (panel.EqualAspect)
            json.Text("aspectmode", "data");
        else
            json.Text("aspectmode", "manual").Add("aspectratio", "{\"x\":1.1,\"y\":1.1,\"z\":0.75}");
        foreach (var (key, axis) in new[] { ("xaxis", panel.X), ("yaxis", panel.Y), ("zaxis", panel.Z) })
        {
            var one = new Json().Add("title", new Json().Rich("text", axis.Title).Add("font", Font(figure.Theme.FontSize, "$t")));
            if (axis.Log)
                one.Text("type", "log");
            if (axis.Range is var (from, to))
                one.Numbers("range", axis.Log ? [Math.Log10(from), Math.Log10(to)] : [from, to]);
            json.Add(key, one.Text("gridcolor", role("$g")).Text("linecolor", role("$a")).Flag("showbackground", false).Flag("zeroline", false)
                .Flag("showspikes", false).Number("nticks", 6).Add("tickfont", Font(figure.Theme.FontSize * 0.85, "$m")).Text("exponentformat", "power"));
        }
        return json;
    }

    private Json LegendOf(PanelSlot slot)
    {
        var json = new Json().Text("bgcolor", role("$l")).Add("font", Font(figure.Theme.FontSize, "$t"));
        if (slot.Legend == LegendPlace.Right)
            return json.Number("x", Round(slot.X.To + 0.01)).Text("xanchor", "left").Number("y", slot.Y.To).Text("yanchor", "top");
        var left = slot.Legend is LegendPlace.TopLeft or LegendPlace.BottomLeft;
        var top = slot.Legend is LegendPlace.TopLeft or LegendPlace.TopRight;
        const double inset = 0.01;
        return json.Number("x", Round(left ? slot.X.From + inset : slot.X.To - inset)).Text("xanchor", left ? "left" : "right")
            .Number("y", Round(top ? slot.Y.To - inset : slot.Y.From + inset)).Text("yanchor", top ? "top" : "bottom");
    }

    private IEnumerable<string> Notes(Panel panel, PanelSlot slot)
    {
        if (figure.Panels.Count > 1 && panel.Title.Length > 0)
        {
            yield return new Json().Rich("text", panel.Title).Text("xref", "paper").Text("yref", "paper").Number("x", Round((slot.X.From + slot.X.To) / 2)).Text("xanchor", "center")
                .Number("y", slot.Y.To).Text("yanchor", "bottom").Number("yshift", 6).Flag("showarrow", false).Add("font", Font(figure.Theme.FontSize * 1.12, "$t")).ToString();
        }
        foreach (var note in panel.Annotations)
        {
            // plotly wants logarithms here, unlike in shapes.
            var json = new Json().Rich("text", note.Text).Text("xref", "x" + slot.Suffix).Text("yref", "y" + slot.Suffix)
                .Number("x", panel.X.Log ? Math.Log10(note.X) : note.X).Number("y", panel.Y.Log ? Math.Log10(note.Y) : note.Y)
                .Add("font", Font(figure.Theme.FontSize, "$t"));
            if (note.Arrow)
                json.Flag("showarrow", true).Number("arrowhead", 2).Number("arrowwidth", 1.2).Text("arrowcolor", role("$m")).Number("ax", 28).Number("ay", -30).Text("bgcolor", role("$l"));
            else
                json.Flag("showarrow", false);
            yield return json.ToString();
        }
    }

    private string Line(ReferenceLine line, PanelSlot slot)
    {
        var (x, y) = ("x" + slot.Suffix, "y" + slot.Suffix);
        var json = new Json().Text("type", "line").Text("xref", line.Vertical ? x : x + " domain").Text("yref", line.Vertical ? y + " domain" : y)
            .Number("x0", line.Vertical ? line.At : 0).Number("x1", line.Vertical ? line.At : 1)
            .Number("y0", line.Vertical ? 0 : line.At).Number("y1", line.Vertical ? 1 : line.At)
            .Add("line", new Json().Text("color", role("$m")).Number("width", 1.3)
                .Text("dash", line.Dash switch { Dash.Dashed => "dash", Dash.Dotted => "dot", Dash.DashDot => "dashdot", _ => "solid" }));
        if (line.Label.Length > 0)
        {
            var label = new Json().Rich("text", line.Label).Text("textposition", "end");
            json.Add("label", (line.Vertical ? label.Number("textangle", 0).Text("xanchor", "left").Text("yanchor", "top") : label.Text("yanchor", "bottom"))
                .Add("font", Font(figure.Theme.FontSize * 0.95, "$m")));
        }
        return json.ToString();
    }

    private Json Font(double size, string color) => new Json().Number("size", Math.Round(size, 1)).Text("color", role(color));

    private static string Mode(IReadOnlyList<Panel> panels) => panels.OrderByDescending(panel => panel.Traces.Count(trace => trace is BarTrace)).First().Bars switch
    {
        BarMode.Stack => "relative",
        BarMode.Overlay => "overlay",
        _ => "group",
    };

    private static double Round(double fraction) => Math.Round(fraction, 4);

    private static Values? Abscissae(Trace trace) => trace switch
    {
        BarTrace bars => bars.X,
        CurveTrace curve => curve.X,
        HeatmapTrace map => map.X,
        ContourTrace map => map.X,
        _ => null,
    };

    private static Values? Ordinates(Trace trace) => trace switch
    {
        HeatmapTrace map => map.Y,
        ContourTrace map => map.Y,
        _ => null,
    };

    /// <summary>Whether the panel shows a colour bar.</summary>
    internal static bool HasBar(Panel panel) => panel.Traces.Any(trace => trace switch
    {
        HeatmapTrace map => map.Colors.ShowBar,
        ContourTrace map => map.Filled && map.Colors.ShowBar,
        SurfaceTrace map => map.Colors.ShowBar,
        _ => false,
    });
}
