using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Pde;

/// <summary>How fields are drawn.</summary>
internal static class FieldPictures
{
    /// <summary>Names of the coordinates.</summary>
    public static readonly string[] Letters = ["x", "y", "z"];

    /// <summary>Points along an axis that a frame of a film shows, so that a page of fifty frames stays small.</summary>
    public const int FilmPoints = 96;

    private const int StillPoints = 512;

    /// <summary>"u(x, y)".</summary>
    public static string Title(Field field) => $"{field.Name}({string.Join(", ", Letters.Take(field.Grid.Dimensions))})";

    /// <summary>Colours around zero where signs differ, else from dark to bright.</summary>
    public static ColorScale Scale(Tensor values) => values.Min().Item() < 0 && values.Max().Item() > 0 ? ColorScale.Diverging : ColorScale.Viridis;

    /// <summary>What both ends of the colours stand for: the extremes, or ± the larger if colours diverge and signs differ; null for one value alone.</summary>
    public static (double Low, double High)? Range(Tensor values, ColorScale scale)
    {
        var (low, high) = (values.Min().Item(), values.Max().Item());
        if (scale == ColorScale.Diverging && low < 0 && high > 0) (low, high) = (-Math.Max(-low, high), Math.Max(-low, high));
        return low < high && double.IsFinite(high - low) ? (low, high) : null;
    }

    /// <summary>A picture of one or two dimensions.</summary>
    public static Figure Panel(Field field, string title, ColorScale scale, (double Low, double High)? range = null, string[]? letters = null, bool bar = true, int most = StillPoints, bool smooth = false)
    {
        letters ??= Letters;
        var (grid, values) = (field.Grid, field.Values);
        var x = grid.Axes[0];
        if (grid.Dimensions == 1)
        {
            var line = new Figure(title, letters[0], field.Name).Line(x.Points, values).RangeX(x.From, x.To);
            return range is var (low, high) ? line.RangeY(low - 0.05 * (high - low), high + 0.05 * (high - low)) : line;
        }

        var y = grid.Axes[1];
        var (stepX, stepY) = ((x.Count + most - 1) / most, (y.Count + most - 1) / most);
        Slice Every(int step) => Slice.Step(null, null, step);
        var thinned = values[Every(stepX), Every(stepY)];
        var figure = new Figure(title, letters[0], letters[1]).Heatmap(thinned.T, x.Points[Every(stepX)], y.Points[Every(stepY)], scale, range, bar ? field.Name : "", smooth, bar);
        return x.Length / y.Length is > 0.25 and < 4 ? figure.EqualAspect() : figure;
    }
}
