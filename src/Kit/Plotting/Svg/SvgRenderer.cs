using System.Globalization;
using Kit.Plotting.Svg;

namespace Kit.Plotting;

/// <summary>Draws a figure as vector graphics without scripts.</summary>
internal static class SvgRenderer
{
    private const double Outer = 10, PageWidth = 720, SliderRoom = 84;

    /// <summary>An <c>&lt;svg&gt;</c> element, complete in itself: the figure, or the first frame of an animation with its label.</summary>
    public static string Render(Figure figure)
    {
        var (wide, high) = FigureSize.Of(figure);
        Canvas canvas = new(wide ?? PageWidth, high, figure.Theme);
        var titleSize = Math.Round(canvas.FontSize * 1.3);
        Label title = new(figure.Title);
        canvas.Rect(new(0, 0, canvas.Width, canvas.Height), canvas.Paints.Paper);
        canvas.Text(canvas.Width / 2, Outer + 1.2 * titleSize, title, titleSize, canvas.Paints.Text, Anchor.Middle);

        var slider = figure.Frames.Count > 0 ? SliderRoom : 0;
        if (slider > 0) DrawPlace(canvas, figure);

        Box field = new(0, title.IsEmpty ? 14 : Math.Max(40, Outer + title.Height(titleSize) + 2), canvas.Width, canvas.Height - slider);
        var panels = figure.Panels.Select(panel => new PanelDrawer(canvas, panel, figure.Panels.Count > 1)).ToArray();
        var (width, height) = (field.Width / figure.Columns, field.Height / figure.Rows);
        var wanted = panels.Select(panel => panel.Measure(width, height)).ToArray();
        for (var i = 0; i < panels.Length; i++)
        {
            var (row, column) = (i / figure.Columns, i % figure.Columns);
            // Panels of one column share their left and right, panels of one row their top and bottom.
            var across = Joined(k => k % figure.Columns == column);
            var along = Joined(k => k / figure.Columns == row);
            Box cell = new(field.Left + column * width, field.Top + row * height, field.Left + (column + 1) * width, field.Top + (row + 1) * height);
            panels[i].Draw(cell, new(across.Left, along.Top, across.Right, along.Bottom));
        }
        return canvas.Document(RichText.Plain(figure.Title), figure.Description);

        Margins Joined(Func<int, bool> among) => wanted.Where((_, k) => among(k)).Aggregate((a, b) => a.Or(b));
    }

    // Where the interactive picture has its slider: which frame is shown, and between which it lies.
    private static void DrawPlace(Canvas canvas, Figure figure)
    {
        const double Left = 70, Right = 26;
        var (y, size) = (canvas.Height - 46, canvas.FontSize);
        Box track = new(Left, y - 2, canvas.Width - Right, y + 2);
        canvas.Rect(track, canvas.Paints.Grid, more: " rx=\"2\"");
        Markers.Draw(canvas, [new(track.Left, y)], Marker.Circle, 9, canvas.Paints.Axis);
        var count = string.Create(CultureInfo.InvariantCulture, $"frame 1 of {figure.Frames.Count}");
        canvas.Text(track.Left, y - 10, new(figure.FramePrefix + figure.Frames[0].Label), size, canvas.Paints.Text);
        canvas.Text(track.Right, y - 10, new(count), canvas.TickSize, canvas.Paints.Muted, Anchor.End);
        canvas.Text(track.Left, y + 8 + canvas.TickSize, new(figure.Frames[0].Label), canvas.TickSize, canvas.Paints.Muted);
        canvas.Text(track.Right, y + 8 + canvas.TickSize, new(figure.Frames[^1].Label), canvas.TickSize, canvas.Paints.Muted, Anchor.End);
    }
}
