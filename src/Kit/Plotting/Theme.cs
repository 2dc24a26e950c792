namespace Kit.Plotting;

/// <summary>Colours and type of a figure; contrasts are at least 4.5 : 1 for text and 3 : 1 for lines (WCAG 2.1), palettes are told apart under colour-vision deficiency.</summary>
public sealed record Theme
{
    /// <summary>Dark ink on white.</summary>
    public static Theme Light { get; } = new()
    {
        Name = "light",
        Paper = "#ffffff",
        Plot = "#ffffff",
        Text = "#1f2328",
        MutedText = "#57606a",
        AxisLine = "#868e96",
        Grid = "#e7eaee",
        Palette = ["#358af5", "#ab5a0c", "#298d72", "#c45dc2", "#a8912c", "#585858", "#3a3990", "#7c0000"],
    };

    /// <summary>Light ink on near-black.</summary>
    public static Theme Dark { get; } = new()
    {
        Name = "dark",
        Paper = "#14171c",
        Plot = "#14171c",
        Text = "#e6e9ee",
        MutedText = "#a3acb8",
        AxisLine = "#79828e",
        Grid = "#2a3038",
        Palette = ["#7db5fa", "#f99532", "#31e3b6", "#a863b8", "#fedd4d", "#989898", "#6f78f5", "#d94a36"],
    };

    /// <summary>Light or dark as the page is, chosen when the figure is drawn and again when the page changes; light where no page decides.</summary>
    public static Theme Auto { get; } = Light with { Name = "auto", FollowsPage = true };

    /// <summary>The theme's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the page's preference chooses between <see cref="Light"/> and <see cref="Dark"/>.</summary>
    public bool FollowsPage { get; init; }

    /// <summary>Background of the whole figure.</summary>
    public required string Paper { get; init; }

    /// <summary>Background inside the axes.</summary>
    public required string Plot { get; init; }

    /// <summary>Titles, legends, annotations.</summary>
    public required string Text { get; init; }

    /// <summary>Tick labels.</summary>
    public required string MutedText { get; init; }

    /// <summary>Axis and reference lines.</summary>
    public required string AxisLine { get; init; }

    /// <summary>Grid lines.</summary>
    public required string Grid { get; init; }

    /// <summary>Colours of traces, in order of use.</summary>
    public required IReadOnlyList<string> Palette { get; init; }

    /// <summary>Typefaces, the first that the reader has.</summary>
    public string Font { get; init; } = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

    /// <summary>Size of tick labels and legends in pixels; titles are larger in proportion.</summary>
    public double FontSize { get; init; } = 13;
}
