
namespace Kit.Plotting;

// What a figure becomes outside the program.
public sealed partial class Figure
{
    /// <summary>Vector graphics that need no script: the first frame.</summary>
    public string ToSvg() => SvgRenderer.Render(this);

    /// <summary>A page fragment: vector graphics at once, interactive where scripts run; nothing is fetched to make it.</summary>
    public string ToHtml() => FigureHtml.Fragment(this);

    /// <summary>The figure as plotly.js 3 reads it: data, layout, config and frames. The theme <see cref="Theme.Auto"/> is written light.</summary>
    /// <remarks>
    /// Numbers are written so that they read back the same, but tables of colours and heights keep six significant digits,
    /// in animations four: a screen shows fewer. The text depends on the figure alone, to the byte.
    /// </remarks>
    public string ToJson() => PlotlyJson.Write(this, Theme);

    /// <summary>Writes the figure: a page (.html, with plotly.js inside when it can be had), vector graphics (.svg) or the plotly object (.json).</summary>
    /// <param name="path">Where to; the file is written beside and renamed, so it is there whole or not at all.</param>
    /// <exception cref="ArgumentException">The ending is none of these.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".html" or ".htm" => FigureHtml.Page(this),
            ".svg" => ToSvg(),
            ".json" => ToJson(),
            var other => throw new ArgumentException($"Save: a figure is written as .html, .svg or .json: got \"{other}\" in {Path.GetFileName(path)}."),
        };
        AtomicFile.Write(path, text);
    }
}
