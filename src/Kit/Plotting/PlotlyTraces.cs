using Kit.Plotting.Svg;

namespace Kit.Plotting;

/// <summary>Traces as plotly.js 3 reads them; colours come from <paramref name="ink"/>, tables keep <paramref name="digits"/> significant digits.</summary>
internal sealed class PlotlyTraces(Func<Ink, string> ink, Func<string, string> role, int digits)
{
    /// <summary>plotly sets a colour bar's title against the tick labels; an unseen last line keeps them apart, on top as beside.</summary>
    private const string Spacer = "<br><span style=\"font-size:6px;color:rgba(0,0,0,0)\">.</span>";

    /// <summary>The trace as an object; <paramref name="slot"/> says where the panel's axes, legend and colour bar are.</summary>
    public Json Of(Trace trace, Panel panel, PanelSlot slot)
    {
        var json = new Json();
        switch (trace)
        {
            case CurveTrace curve: Curve(json, curve, panel); break;
            case BandTrace band: Band(json, band, panel); break;
            case BarTrace bars: Bars(json, bars, panel); break;
            case HistogramTrace histogram: Histogram(json, histogram, panel); break;
            case HeatmapTrace map:
                Table(json.Text("type", "heatmap"), map.X, map.Y, map.Z).Add("zsmooth", map.Smooth ? "\"best\"" : "false").Flag("hoverongaps", false);
                Colors(json, map.Colors, slot, "z");
                break;
            case ContourTrace map: Contour(json, map, slot); break;
            case SurfaceTrace surface:
                Table(json.Text("type", "surface"), surface.X, surface.Y, surface.Z)
                    .Add("lighting", "{\"ambient\":0.7,\"diffuse\":0.6,\"specular\":0.12,\"roughness\":0.7}");
                Colors(json, surface.Colors, slot, "c");
                break;
            case SpaceCurveTrace curve: SpaceCurve(json, curve); break;
            case ImageTrace image: json.Text("type", "image").Text("source", "data:image/png;base64," + Convert.ToBase64String(PngWriter.Rgb(image.Pixels.Width, image.Pixels.Height, image.Pixels.Rgb))).Text("hoverinfo", "x+y"); break;
            case ArrowsTrace arrows: Arrows(json, arrows); break;
            default: throw new NotSupportedException($"No plotly.js form of a {trace.Kind}.");
        }
        if (panel.IsSpatial)
            json.Text("scene", "scene" + slot.Suffix);
        else
            json.Text("xaxis", "x" + slot.Suffix).Text("yaxis", "y" + slot.Suffix);
        if (trace.Name.Length > 0)
            json.Rich("name", trace.Name);
        if (slot.ShowsLegend && trace.Name.Length > 0)
            json.Flag("showlegend", true).Text("legend", "legend" + slot.Suffix);
        else
            json.Flag("showlegend", false);
        return json;
    }

    private void Curve(Json json, CurveTrace curve, Panel panel)
    {
        json.Text("type", "scatter").Text("mode", Mode(curve.Style));
        json.Numbers("x", curve.X.Span, panel.X.Log).Numbers("y", curve.Y.Span, panel.Y.Log);
        if (curve.X.Labels is { } labels)
            json = Relabel(json, labels);
        if (curve.Style != CurveStyle.Markers)
        {
            json.Add("line", new Json().Text("color", ink(curve.Color)).Number("width", curve.Width)
                .Add("dash", curve.Dash == Dash.Solid ? null : Json.Quote(DashName(curve.Dash))));
        }
        if (curve.Style != CurveStyle.Line)
        {
            json.Add("marker", new Json().Text("color", ink(curve.Color)).Number("size", curve.MarkerSize)
                .Add("symbol", curve.Marker == Marker.Circle ? null : Json.Quote(Symbol(curve.Marker))));
        }
        Errors(json, "error_x", curve.ErrorX, curve.Color);
        Errors(json, "error_y", curve.ErrorY, curve.Color);
    }

    private void Band(Json json, BandTrace band, Panel panel)
    {
        var (x, y) = Outline(band, panel);
        json.Text("type", "scatter").Text("mode", "lines").Numbers("x", x).Numbers("y", y)
            .Text("fill", "toself").Text("fillcolor", ink(band.Color)).Number("opacity", 0.22)
            .Add("line", new Json().Text("color", ink(band.Color)).Number("width", 0)).Text("hoverinfo", "skip");
    }

    private void Bars(Json json, BarTrace bars, Panel panel)
    {
        json.Text("type", "bar").Add("x", Column(bars.X, panel.X.Log))
            .Numbers("y", bars.Y.Span, panel.Y.Log).Add("marker", new Json().Text("color", ink(bars.Color)));
        if (panel.Bars == BarMode.Overlay)
            json.Number("opacity", 0.7);
        Errors(json, "error_y", bars.ErrorY, color: null);
    }

    private void Histogram(Json json, HistogramTrace histogram, Panel panel)
    {
        var edges = histogram.Edges;
        // Explicit offsets keep plotly from regrouping bars of other traces at the same centres.
        json.Text("type", "bar").Numbers("x", edges.Span[..^1]).Numbers("y", histogram.Heights.Span, panel.Y.Log)
            .Number("offset", 0).Numbers("width", Values.Generate(edges.Count - 1, i => edges[i + 1] - edges[i]).Span)
            .Add("marker", new Json().Text("color", ink(histogram.Color)).Add("line", new Json().Text("color", role("$p")).Number("width", 0.5)));
        if (panel.Traces.Count(trace => trace is HistogramTrace) > 1)
            json.Number("opacity", 0.6);
    }

    private void Contour(Json json, ContourTrace map, PanelSlot slot)
    {
        var (first, step, count) = map.Levels;
        Table(json.Text("type", "contour"), map.X, map.Y, map.Z).Flag("autocontour", false);
        var contours = new Json().Number("start", first).Number("end", first + (step * (count - 0.5))).Number("size", step);
        if (map.Filled)
        {
            json.Add("contours", contours.Text("coloring", "fill")).Add("line", new Json().Number("width", 0.6).Text("color", "rgba(0,0,0,0.4)"));
            Colors(json, map.Colors, slot, "z");
            return;
        }
        // Thin lines in the scale's darkest or lightest colours would vanish on one of the papers: one ink, and the levels written on the lines.
        json.Add("contours", contours.Text("coloring", "none").Flag("showlabels", true).Add("labelfont", new Json().Number("size", 11).Text("color", role("$m"))))
            .Add("line", new Json().Number("width", 1.6).Text("color", ink(map.Color))).Flag("showscale", false);
    }

    private void SpaceCurve(Json json, SpaceCurveTrace curve)
    {
        json.Text("type", "scatter3d").Text("mode", Mode(curve.Style));
        json.Numbers("x", curve.X.Span).Numbers("y", curve.Y.Span).Numbers("z", curve.Z.Span);
        if (curve.Style != CurveStyle.Markers)
            json.Add("line", new Json().Text("color", ink(curve.Color)).Number("width", 3));
        if (curve.Style != CurveStyle.Line)
            json.Add("marker", new Json().Text("color", ink(curve.Color)).Number("size", 3.5));
    }

    private void Arrows(Json json, ArrowsTrace arrows)
    {
        // Tail, tip, gap; plotly turns the head along the segment that ends in it, in pixels, whatever the aspect.
        var n = arrows.X.Count;
        var gap = double.NaN;
        var x = Values.Generate(3 * n, k => (k % 3) switch { 0 => arrows.X[k / 3], 1 => arrows.X[k / 3] + arrows.Dx[k / 3], _ => gap });
        var y = Values.Generate(3 * n, k => (k % 3) switch { 0 => arrows.Y[k / 3], 1 => arrows.Y[k / 3] + arrows.Dy[k / 3], _ => gap });
        var size = Values.Generate(3 * n, k => k % 3 == 1 && (arrows.Dx[k / 3] != 0 || arrows.Dy[k / 3] != 0) ? 7 : 0);
        json.Text("type", "scatter").Text("mode", "lines+markers").Numbers("x", x.Span).Numbers("y", y.Span)
            .Add("line", new Json().Text("color", ink(arrows.Color)).Number("width", 1.4))
            .Add("marker", new Json().Text("color", ink(arrows.Color)).Text("symbol", "arrow").Text("angleref", "previous")
                .Numbers("size", size.Span).Add("line", new Json().Number("width", 0)))
            .Text("hoverinfo", "skip");
    }

    private Json Table(Json json, Values x, Values y, Values2D z)
    {
        var rows = Enumerable.Range(0, z.Rows).Select(i => Json.Array(z.Span.Slice(i * z.Columns, z.Columns), digits: digits));
        return json.Add("x", Column(x)).Add("y", Column(y)).Add("z", Json.List(rows));
    }

    private static string Column(Values values, bool log = false) => values.Labels is { } labels ? Texts(labels) : Json.Array(values.Span, log);

    private void Colors(Json json, ColorMap colors, PanelSlot slot, string axis)
    {
        var (low, high) = colors.Range ?? (0, 1);
        var last = colors.Scale.Stops.Count - 1.0;
        json.Number(axis + "min", low).Number(axis + "max", high)
            .Add("colorscale", Json.List(colors.Scale.Stops.Select((stop, i) => $"[{Json.Of(i / last)},\"{stop}\"]")))
            .Flag("showscale", colors.ShowBar);
        if (!colors.ShowBar)
            return;
        var title = new Json().Text("text", colors.Title.Length > 0 ? RichText.ForPlotly(colors.Title) + Spacer : "").Text("side", RichText.Plain(colors.Title).Length <= 10 ? "top" : "right");
        json.Add("colorbar", new Json().Add("title", title).Number("thickness", 14).Number("outlinewidth", 0).Text("ticks", "outside").Number("ticklen", 4)
            .Text("tickcolor", role("$a")).Text("exponentformat", "power").Add("tickfont", new Json().Number("size", 12).Text("color", role("$m")))
            .Number("x", slot.BarX).Text("xanchor", "left").Number("y", slot.BarY).Text("yanchor", "middle").Number("len", slot.BarLength));
    }

    private void Errors(Json json, string key, ErrorBars? errors, Ink? color)
    {
        if (errors is null)
            return;
        var bar = new Json().Text("type", "data").Numbers("array", errors.Above.Span);
        if (errors.Below is not null)
            bar.Flag("symmetric", false).Numbers("arrayminus", errors.Below.Span);
        json.Add(key, bar.Text("color", color is { } own ? ink(own) : role("$t")).Number("thickness", 1.4).Number("width", 3));
    }

    /// <summary>The closed outline of every run of finite points, separated by gaps.</summary>
    private static (double[] X, double[] Y) Outline(BandTrace band, Panel panel)
    {
        var (x, y) = (new List<double>(), new List<double>());
        for (var start = 0; start < band.X.Count;)
        {
            var end = start;
            while (end < band.X.Count && Drawn(end))
                end++;
            if (end > start)
            {
                if (x.Count > 0)
                    Point(double.NaN, double.NaN);
                for (var i = start; i < end; i++)
                    Point(band.X[i], band.Upper[i]);
                for (var i = end - 1; i >= start; i--)
                    Point(band.X[i], band.Lower[i]);
                Point(band.X[start], band.Upper[start]);
            }
            start = Math.Max(end, start + 1);
        }
        return ([.. x], [.. y]);

        bool Drawn(int i) => double.IsFinite(band.X[i]) && double.IsFinite(band.Lower[i]) && double.IsFinite(band.Upper[i])
            && (!panel.X.Log || band.X[i] > 0) && (!panel.Y.Log || (band.Lower[i] > 0 && band.Upper[i] > 0));

        void Point(double px, double py)
        {
            x.Add(px);
            y.Add(py);
        }
    }

    private static Json Relabel(Json json, IReadOnlyList<string> labels)
    {
        var named = new Json();
        foreach (var (key, value) in json.Fields)
            named.Add(key, key == "x" ? Texts(labels) : value);
        return named;
    }

    private static string Texts(IEnumerable<string> labels) => Json.List(labels.Select(label => Json.Quote(RichText.ForPlotly(label))));

    private static string Mode(CurveStyle style) => style switch { CurveStyle.Line => "lines", CurveStyle.Markers => "markers", _ => "lines+markers" };

    private static string DashName(Dash dash) => dash switch { Dash.Dashed => "dash", Dash.Dotted => "dot", Dash.DashDot => "dashdot", _ => "solid" };

    private static string Symbol(Marker marker) => marker switch
    {
        Marker.Square => "square",
        Marker.Diamond => "diamond",
        Marker.Cross => "x",
        Marker.Triangle => "triangle-up",
        Marker.Ring => "circle-open",
        _ => "circle",
    };
}
