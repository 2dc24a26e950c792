namespace Kit.Plotting;

/// <summary>The corner of a panel where a legend hides least.</summary>
internal static class EmptiestCorner
{
    /// <summary>The corner with the fewest points in it, a corner being 40 % of the width and 35 % of the height; top right when equal.</summary>
    public static LegendPlace Of(Panel panel)
    {
        if (panel.IsSpatial || Extent.X(panel) is not { } x || Extent.Y(panel) is not { } y)
            return LegendPlace.TopRight;
        Span<int> crowd = stackalloc int[4];
        foreach (var trace in panel.Traces)
        {
            switch (trace)
            {
                case CurveTrace curve: Count(curve.X, curve.Y, crowd); break;
                case BandTrace band: Count(band.X, band.Upper, crowd); Count(band.X, band.Lower, crowd); break;
                case BarTrace bars: Count(bars.X, bars.Y, crowd); break;
                case HistogramTrace histogram: Count(Values.Create(histogram.Edges.Span[..^1]), histogram.Heights, crowd); break;
            }
        }
        var best = 0;
        for (var corner = 1; corner < 4; corner++)
            best = crowd[corner] < crowd[best] ? corner : best;
        return best switch { 0 => LegendPlace.TopRight, 1 => LegendPlace.TopLeft, 2 => LegendPlace.BottomRight, _ => LegendPlace.BottomLeft };

        void Count(Values xs, Values ys, Span<int> counts)
        {
            for (var i = 0; i < xs.Count; i++)
            {
                var (s, t) = (Place(xs[i], panel.X, x), Place(ys[i], panel.Y, y));
                if (t > 0.65 && s > 0.6) counts[0]++;
                if (t > 0.65 && s < 0.4) counts[1]++;
                if (t < 0.35 && s > 0.6) counts[2]++;
                if (t < 0.35 && s < 0.4) counts[3]++;
            }
        }
    }

    /// <summary>Where a value lies between the ends of its axis, as a fraction; NaN counts nowhere.</summary>
    private static double Place(double value, PanelAxis axis, (double Low, double High) extent)
    {
        var (from, to) = axis.Range ?? extent;
        return axis.Log ? Math.Log(value / from) / Math.Log(to / from) : (value - from) / (to - from);
    }
}
