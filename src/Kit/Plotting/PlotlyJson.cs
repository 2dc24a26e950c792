using System.Globalization;

namespace Kit.Plotting;

/// <summary>The whole of a figure as plotly.js 3 reads it: data, layout, config, and frames with their slider and buttons.</summary>
/// <remarks>
/// Colours are theme roles: <c>$p</c> paper, <c>$b</c> plot, <c>$t</c> text, <c>$m</c> muted text, <c>$a</c> axis lines, <c>$g</c> grid, <c>$l</c> translucent
/// paper, <c>$0</c>, <c>$1</c>, … the palette. They stand only under keys that end in "color" (or are the colour of a line or marker), where a caller's text cannot come.
/// </remarks>
internal static class PlotlyJson
{
    /// <summary>The figure with colours resolved by <paramref name="theme"/>, or left as roles when it is null.</summary>
    public static string Write(Figure figure, Theme? theme)
    {
        Func<string, string> role = theme is null ? name => name : name => Resolve(name, theme);
        Func<Ink, string> ink = color => color.Css ?? role("$" + (color.Slot % figure.Theme.Palette.Count).ToString(CultureInfo.InvariantCulture));
        var layouts = new PlotlyLayout(figure, role);
        var traces = new PlotlyTraces(ink, role, digits: figure.Frames.Count > 0 ? 4 : 6);
        var slots = layouts.Slots(figure.Panels);
        var data = Data(figure.Panels, slots, traces);
        var layout = layouts.Of(figure.Panels, slots);
        var json = new Json();
        if (figure.Frames.Count == 0)
            return json.Add("data", List(data)).Add("layout", layout).Add("config", Config).ToString();

        var states = figure.Frames.Select(frame => Data(frame.Panels, slots, traces)).ToArray();
        var layoutStates = figure.Frames.Select(frame => layouts.Of(frame.Panels, slots)).ToArray();
        var changing = Enumerable.Range(0, data.Count).Select(t => Varying(states.Select(state => state[t]))).ToArray();
        var moved = Varying(layoutStates);
        var alive = Enumerable.Range(0, data.Count).Where(t => changing[t].Count > 0).ToArray();
        var frames = figure.Frames.Select((frame, f) =>
        {
            var one = new Json().Text("name", Name(f)).Add("data", Json.List(alive.Select(t => Pick(states[f][t], changing[t], states[f][t].Fields[0]).ToString())))
                .Add("traces", Json.List(alive.Select(t => t.ToString(CultureInfo.InvariantCulture))));
            if (moved.Count > 0)
                one.Add("layout", Pick(layoutStates[f], moved, null));
            return one.ToString();
        });
        var redraw = moved.Count > 0 || !figure.Panels.SelectMany(panel => panel.Traces).All(trace => trace is CurveTrace or BandTrace);
        layout.Add("sliders", $"[{Slider(figure, redraw, role)}]").Add("updatemenus", $"[{Buttons(figure, redraw, role)}]");
        return json.Add("data", List(data)).Add("layout", layout).Add("config", Config).Add("frames", Json.List(frames)).ToString();
    }

    /// <summary>The colours of a theme by role, as the page's script takes them; the palette repeats until it has <paramref name="slots"/>.</summary>
    public static string Roles(Theme theme, int slots)
    {
        var json = new Json();
        foreach (var name in new[] { "$p", "$b", "$t", "$m", "$a", "$g", "$l" })
            json.Text(name, Resolve(name, theme));
        for (var slot = 0; slot < slots; slot++)
            json.Text("$" + slot.ToString(CultureInfo.InvariantCulture), theme.Palette[slot % theme.Palette.Count]);
        return json.ToString();
    }

    private const string Config = "{\"responsive\":true,\"displaylogo\":false,\"modeBarButtonsToRemove\":[\"lasso2d\",\"select2d\"],\"toImageButtonOptions\":{\"format\":\"svg\"}}";

    private static string Resolve(string role, Theme theme) => role[1] switch
    {
        'p' => theme.Paper,
        'b' => theme.Plot,
        't' => theme.Text,
        'm' => theme.MutedText,
        'a' => theme.AxisLine,
        'g' => theme.Grid,
        'l' => theme.Paper + "d0",
        _ => theme.Palette[int.Parse(role.AsSpan(1), CultureInfo.InvariantCulture) % theme.Palette.Count],
    };

    private static List<Json> Data(IReadOnlyList<Panel> panels, IReadOnlyList<PanelSlot> slots, PlotlyTraces traces) =>
        [.. panels.Zip(slots).SelectMany(pair => pair.First.Traces.Select(trace => traces.Of(trace, pair.First, pair.Second)))];

    private static string List(IEnumerable<Json> items) => Json.List(items.Select(item => item.ToString()));

    /// <summary>The keys that differ between states. plotly applies a frame to whatever is shown, so each must hold every key that ever changes.</summary>
    private static HashSet<string> Varying(IEnumerable<Json> states)
    {
        var values = new Dictionary<string, string>();
        var (varying, count) = (new HashSet<string>(), 0);
        foreach (var state in states)
        {
            foreach (var (key, value) in state.Fields)
            {
                if (values.TryAdd(key, value) ? count > 0 : values[key] != value)
                    varying.Add(key);
            }
            if (state.Fields.Count != values.Count)
                varying.UnionWith(values.Keys.Except(state.Fields.Select(field => field.Key)));
            count++;
        }
        return varying;
    }

    /// <summary>The chosen fields in their own order; the trace's type goes along, because plotly reads data by it.</summary>
    private static Json Pick(Json state, HashSet<string> keys, (string Key, string Value)? type)
    {
        var picked = new Json();
        if (type is var (key, value) && !keys.Contains(key))
            picked.Add(key, value);
        foreach (var field in state.Fields)
        {
            if (keys.Contains(field.Key))
                picked.Add(field.Key, field.Value);
        }
        foreach (var missing in keys.Except(state.Fields.Select(field => field.Key)).Order(StringComparer.Ordinal))
            picked.Add(missing, missing is "annotations" or "shapes" ? "[]" : "null");
        return picked;
    }

    private static string Name(int frame) => frame.ToString(CultureInfo.InvariantCulture);

    private static Json Motion(double duration, bool redraw, bool fromCurrent)
    {
        var json = new Json().Text("mode", "immediate").Add("frame", new Json().Number("duration", duration).Flag("redraw", redraw)).Add("transition", "{\"duration\":0}");
        return fromCurrent ? json.Flag("fromcurrent", true) : json;
    }

    private static Json Slider(Figure figure, bool redraw, Func<string, string> role)
    {
        var motion = Motion(0, redraw, fromCurrent: false).ToString();
        var steps = figure.Frames.Select((frame, f) => new Json().Rich("label", frame.Label).Text("method", "animate").Add("args", $"[[{Json.Quote(Name(f))}],{motion}]").ToString());
        // The buttons are 84 pixels wide.
        var inset = Math.Round(Math.Min(84 / FigureSize.Plot(figure).Width, 0.4), 3);
        return new Json().Number("active", 0).Number("x", inset).Number("len", 1 - inset).Number("y", 0).Text("yanchor", "top")
            .Add("pad", "{\"t\":58,\"b\":6,\"r\":8}")
            .Add("currentvalue", new Json().Rich("prefix", figure.FramePrefix).Text("xanchor", "left").Number("offset", 8).Add("font", new Json().Number("size", figure.Theme.FontSize).Text("color", role("$t"))))
            .Add("font", new Json().Number("size", 11).Text("color", role("$m"))).Text("bgcolor", role("$g")).Text("activebgcolor", role("$0")).Text("bordercolor", role("$a"))
            .Text("tickcolor", role("$a")).Number("ticklen", 4).Number("minorticklen", 2).Add("steps", Json.List(steps));
    }

    private static Json Buttons(Figure figure, bool redraw, Func<string, string> role)
    {
        // A whole run lasts about six seconds, whatever the number of frames.
        var pace = Math.Clamp(6000.0 / figure.Frames.Count, 40, 500);
        var play = new Json().Text("label", "▶").Text("method", "animate").Add("args", $"[null,{Motion(Math.Round(pace), redraw, fromCurrent: true)}]");
        var pause = new Json().Text("label", "❚❚").Text("method", "animate").Add("args", $"[[null],{Motion(0, redraw, fromCurrent: false)}]");
        return new Json().Text("type", "buttons").Text("direction", "left").Flag("showactive", false).Number("x", 0).Text("xanchor", "left").Number("y", 0).Text("yanchor", "top")
            .Add("pad", "{\"t\":76,\"r\":10}").Text("bgcolor", role("$p")).Text("bordercolor", role("$a"))
            .Add("font", new Json().Number("size", 12).Text("color", role("$t"))).Add("buttons", Json.List([play.ToString(), pause.ToString()]));
    }
}
