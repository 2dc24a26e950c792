namespace Kit.Plotting.Svg;

/// <summary>A colour on a light and on a dark page; <paramref name="Name"/> is the end of its class names.</summary>
internal readonly record struct Paint(string Light, string Dark, string Name)
{
    /// <summary>The same on every page.</summary>
    public static Paint Fixed(string css) => new(css, css, "");

    public static Paint Fixed((byte R, byte G, byte B) color) => Fixed($"#{color.R:x2}{color.G:x2}{color.B:x2}");
}

/// <summary>The paints of a theme.</summary>
internal sealed class Paints(Theme theme)
{
    private readonly Theme dark = theme.FollowsPage ? Theme.Dark : theme;

    public Paint Paper => Of("paper", t => t.Paper);

    public Paint Plot => Of("plot", t => t.Plot);

    public Paint Text => Of("text", t => t.Text);

    public Paint Muted => Of("muted", t => t.MutedText);

    public Paint Axis => Of("axis", t => t.AxisLine);

    public Paint Grid => Of("grid", t => t.Grid);

    public Paint this[Ink ink] => ink.Css is { } css ? Paint.Fixed(css)
        : new(ink.On(theme), ink.On(dark), FormattableString.Invariant($"{ink.Slot % theme.Palette.Count}-{ink.Slot % dark.Palette.Count}"));

    private Paint Of(string name, Func<Theme, string> color) => new(color(theme), color(dark), name);
}
