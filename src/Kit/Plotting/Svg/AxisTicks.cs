namespace Kit.Plotting.Svg;

/// <summary>The ticks of one axis, as many as fit without touching, and the factor 10^Power taken out of their labels.</summary>
internal sealed record AxisTicks(Tick[] Ticks, int Power)
{
    private const double Gap = 8;

    public static AxisTicks For(
        (double Low, double High) range, bool log, IReadOnlyList<string> categories, double length, bool horizontal, double size)
    {
        var (low, high) = (Math.Min(range.Low, range.High), Math.Max(range.Low, range.High));
        if (categories.Count > 0)
        {
            Tick[] named = [.. categories.Select((label, i) => new Tick(i, label)).Where(t => t.At >= low && t.At <= high)];
            return new(named, 0);
        }
        var most = Math.Clamp((int)(length / (horizontal ? 80 : 40)) + (horizontal ? 1 : 0), 4, 8);
        var perUnit = length / (high - low);
        AxisTicks? finer = null;
        for (var target = most; target >= 2; target--)
        {
            var (ticks, power) = log ? (Svg.Ticks.Log(low, high, target), 0) : Svg.Ticks.Linear(low, high, target);
            AxisTicks found = new(ticks, power);
            // A single label says nothing of the scale: rather every n-th of the finer ones.
            if (finer is not null && found.Ticks.Count(t => !t.IsMinor) < 2) break;
            if (found.Fits(perUnit, horizontal, size)) return found;
            finer = found;
        }
        return Enumerable.Range(2, 4).Select(finer!.Every).FirstOrDefault(t => t.Fits(perUnit, horizontal, size)) ?? finer.Thinned(perUnit, horizontal, size);
    }

    /// <summary>Whether no two labels touch at this many pixels a unit.</summary>
    public bool Fits(double perUnit, bool horizontal, double size) => Thinned(perUnit, horizontal, size).Ticks.SequenceEqual(Ticks);

    public double Widest(double size) => Ticks.Length == 0 ? 0 : Ticks.Max(t => new Label(t.Label).Width(size));

    /// <summary>The factor in mark-up, or nothing.</summary>
    public string Factor => Power == 0 ? "" : "×" + Svg.Ticks.Power(Power);

    // Every n-th label, the zero's among them.
    private AxisTicks Every(int n)
    {
        Tick[] named = [.. Ticks.Where(t => !t.IsMinor)];
        var zero = Math.Max(0, Array.FindIndex(named, t => t.Label == "0"));
        return this with { Ticks = [.. named.Select((t, i) => (i - zero) % n == 0 ? t : t with { Label = "" })] };
    }

    // Labels that would touch the one before become minor ticks.
    private AxisTicks Thinned(double perUnit, bool horizontal, double size)
    {
        List<Tick> kept = [];
        var free = double.NegativeInfinity;
        foreach (var tick in Ticks)
        {
            if (tick.IsMinor)
            {
                kept.Add(tick);
                continue;
            }
            var half = horizontal ? new Label(tick.Label).Width(size) / 2 + Gap / 2 : size * 0.6;
            var at = (tick.At - Ticks[0].At) * perUnit;
            kept.Add(at - half >= free ? tick : tick with { Label = "" });
            if (at - half >= free) free = at + half;
        }
        return this with { Ticks = [.. kept] };
    }
}
