namespace Kit.Plotting.Svg;

/// <summary>One bar in data units, from its foot to its value, with the error bar at its end.</summary>
internal readonly record struct Bar(
    BarTrace Trace, double Place, double Pitch, double Left, double Right, double From, double To, double Above, double Below)
{
    public double Middle => Left / 2 + Right / 2;
}

/// <summary>The places of a panel's bars: side by side, stacked or through each other.</summary>
internal static class BarLayout
{
    // The share of the distance between two places that bars leave free.
    private const double Gap = 0.2;

    public static IEnumerable<Bar> Of(Panel panel, Categories categories)
    {
        BarTrace[] traces = [.. panel.Traces.OfType<BarTrace>()];
        if (traces.Length == 0) yield break;
        var pitch = Pitch(traces.SelectMany(t => categories.Of(t.X)));
        var grouped = panel.Bars == BarMode.Group;
        var width = pitch * (1 - Gap) / (grouped ? traces.Length : 1);
        Dictionary<(double Place, bool Negative), double> heights = [];
        for (var k = 0; k < traces.Length; k++)
        {
            var trace = traces[k];
            var places = categories.Of(trace.X);
            for (var i = 0; i < places.Count; i++)
            {
                var (at, value) = (places[i], trace.Y[i]);
                if (!double.IsFinite(at) || !double.IsFinite(value)) continue;
                var left = at + (grouped ? (k - traces.Length / 2.0) * width : -width / 2);
                var foot = 0.0;
                if (panel.Bars == BarMode.Stack)
                {
                    var key = (at, value < 0);
                    foot = heights.GetValueOrDefault(key);
                    heights[key] = foot + value;
                }
                var error = trace.ErrorY;
                yield return new(trace, at, pitch, left, left + width, foot, foot + value,
                    error is null ? 0 : CurveDrawer.Entry(error.Above, i), error is null ? 0 : CurveDrawer.Entry(error.Below ?? error.Above, i));
            }
        }
    }

    // The least distance of two places.
    private static double Pitch(IEnumerable<double> places)
    {
        double[] sorted = [.. places.Where(double.IsFinite).Distinct().Order()];
        var least = double.PositiveInfinity;
        for (var i = 1; i < sorted.Length; i++) least = Math.Min(least, sorted[i] - sorted[i - 1]);
        return double.IsFinite(least) ? least : 1;
    }
}
