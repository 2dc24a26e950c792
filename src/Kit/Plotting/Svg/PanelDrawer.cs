namespace Kit.Plotting.Svg;

/// <summary>Room about a plot for everything that is not data.</summary>
internal readonly record struct Margins(double Left, double Top, double Right, double Bottom)
{
    public Margins Or(Margins other) =>
        new(Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    // However much the labels want, a third of the room is the plot's.
    public Box Inside(Box cell)
    {
        var wide = Math.Min(1, cell.Width * 2 / 3 / (Left + Right));
        var high = Math.Min(1, cell.Height * 2 / 3 / (Top + Bottom));
        return new(
            Math.Round(cell.Left + Left * wide), Math.Round(cell.Top + Top * high),
            Math.Round(cell.Right - Right * wide), Math.Round(cell.Bottom - Bottom * high));
    }
}

/// <summary>One panel: measured first, so that the panels of a grid can agree on margins, then drawn.</summary>
internal sealed class PanelDrawer
{
    private const double Outer = 12, LeastPlot = 40;

    private readonly Canvas canvas;
    private readonly Panel panel;
    private readonly bool inGrid;
    private readonly Categories columns, rows;
    private readonly (double Low, double High) rangeX, rangeY;
    private readonly LegendBox legend;
    private readonly Label title;

    public PanelDrawer(Canvas canvas, Panel panel, bool inGrid)
    {
        (this.canvas, this.panel, this.inGrid) = (canvas, panel, inGrid);
        (columns, rows) = Categories.Of(panel);
        (rangeX, rangeY) = DataRange.Of(panel, columns, rows);
        legend = new(canvas, panel, inGrid);
        title = new(inGrid ? panel.Title : "");
    }

    private double PanelTitleSize => Math.Round(1.12 * canvas.FontSize, 1);

    /// <summary>The margins that the panel wants in a cell of this size.</summary>
    public Margins Measure(double width, double height)
    {
        // A first guess of the plot's size settles the ticks, whose labels settle the margins.
        Box guess = new(0, 0, Math.Max(LeastPlot, width - 100 - legend.Beside), Math.Max(LeastPlot, height - 60));
        var bars = ColorBar.Of(canvas, panel, guess.Height);
        var right = bars.Sum(b => b.Width) + legend.Beside;
        var top = Outer + (title.IsEmpty ? 0 : title.Height(PanelTitleSize) + 6);
        if (panel.IsSpatial) return new(Outer, top, Outer + right, Outer);
        if (IsBare(panel.X) && IsBare(panel.Y)) return Usual(new(Outer, top, Outer + right, Outer));

        var (x, y) = (TicksX(guess.Width - right), TicksY(guess.Height));
        if (y.Power != 0) top += canvas.TickSize * 1.25 + 2;
        var last = x.Ticks.LastOrDefault(t => !t.IsMinor).Label is { } label ? new Label(label).Width(canvas.TickSize) / 2 : 0;
        return Usual(new(
            Outer + AxesBox.Left(canvas, y, new(panel.Y.Title)),
            top,
            right + Math.Max(Outer, right > 0 ? Outer : Math.Min(last, 40) + 4),
            Outer - 2 + AxesBox.Bottom(canvas, x, new(panel.X.Title), Slanted(x, guess.Width - right))));
    }

    /// <summary>Draws the panel into a cell, its plot inside the margins.</summary>
    public void Draw(Box cell, Margins margins)
    {
        var box = margins.Inside(cell);
        var whole = box;
        if (!panel.IsSpatial && (panel.EqualAspect || panel.IsImage) && !panel.X.Log && !panel.Y.Log) box = Equal(box);
        var bars = ColorBar.Of(canvas, panel, box.Height);
        var right = box.Right;
        if (panel.IsSpatial) SpaceDrawer.Draw(canvas, panel, box);
        else
        {
            PlotArea area = new(canvas, panel, box, new(rangeX.Low, rangeX.High, box.Left, box.Right, panel.X.Log),
                new(rangeY.Low, rangeY.High, box.Bottom, box.Top, panel.Y.Log), columns, rows);
            var (x, y) = (TicksX(box.Width), TicksY(box.Height));
            canvas.Rect(box, canvas.Paints.Plot);
            if (!panel.Traces.Any(t => t is HeatmapTrace or ContourTrace or ImageTrace)) AxesBox.DrawGrid(area, x, y);
            area.DrawTraces();
            if (!IsBare(panel.X)) AxesBox.DrawX(area, x, Slanted(x, box.Width));
            if (!IsBare(panel.Y)) AxesBox.DrawY(area, y);
            Notes.Draw(area);
        }
        foreach (var bar in bars)
        {
            bar.Draw(box with { Right = right });
            right += bar.Width;
        }
        legend.Draw(box, right);
        canvas.Text(box.Center.X, whole.Top - margins.Top + Outer + 0.9 * PanelTitleSize, title, PanelTitleSize, canvas.Paints.Text, Anchor.Middle);
    }

    // A picture alone starts from the margins of its interactive twin, so that one can take the other's place.
    private Margins Usual(Margins margins) => inGrid ? margins : margins.Or(new(70, 0, 26, 62));

    // An image needs no axes unless they have titles.
    private bool IsBare(PanelAxis axis) => panel.IsImage && axis.Title.Length == 0;

    private AxisTicks TicksX(double length) => AxisTicks.For(rangeX, panel.X.Log, columns.Labels, Math.Max(LeastPlot, length), true, canvas.TickSize);

    private AxisTicks TicksY(double length) => AxisTicks.For(rangeY, panel.Y.Log, rows.Labels, Math.Max(LeastPlot, length), false, canvas.TickSize);

    // Category labels that would touch are set aslant.
    private bool Slanted(AxisTicks ticks, double length) =>
        columns.Labels.Count > 0 && !ticks.Fits(length / Math.Abs(rangeX.High - rangeX.Low), true, canvas.TickSize);

    // The largest box inside, of the data's own proportions; the whole one where that would be a sliver.
    private Box Equal(Box box)
    {
        var (unitsX, unitsY) = (Math.Abs(rangeX.High - rangeX.Low), Math.Abs(rangeY.High - rangeY.Low));
        var perUnit = Math.Min(box.Width / unitsX, box.Height / unitsY);
        var (width, height) = (Math.Round(unitsX * perUnit), Math.Round(unitsY * perUnit));
        if (!(width >= LeastPlot && height >= LeastPlot)) return box;
        var (left, top) = (Math.Round(box.Center.X - width / 2), Math.Round(box.Center.Y - height / 2));
        return new(left, top, left + width, top + height);
    }
}
