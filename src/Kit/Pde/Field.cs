using System.Globalization;
using Kit.Compute;
using Kit.Display;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Pde;

/// <summary>Values on a grid under a name: what a cell ends with to see a solution. x runs to the right in every picture, y upwards.</summary>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed class Field : IHtmlView
{
    /// <summary>The field u on a grid.</summary>
    /// <param name="grid">Where.</param>
    /// <param name="values">[n_x, n_y, n_z], real; axes of extent 1 before them are dropped.</param>
    /// <param name="name">What stands on its axis or colour bar.</param>
    /// <exception cref="ArgumentException">Another shape, or complex values.</exception>
    public Field(Grid grid, Tensor values, string name = "u")
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(name);
        grid.Check(values, "Field");
        if (values.Size != grid.Size) throw new ArgumentException($"Field: one field of shape {grid.Shape} is needed, {values.Shape} holds {values.Size / grid.Size}; index it");
        if (values.DType.IsComplex()) throw new ArgumentException($"Field: real values are needed, not {values.DType}; take Real(), Abs() or Angle()");
        (Grid, Values, Name) = (grid, values.Reshape(grid.Shape), name);
    }

    /// <summary>Where the values are.</summary>
    public Grid Grid { get; }

    /// <summary>[n_x, n_y, n_z].</summary>
    public Tensor Values { get; }

    /// <summary>What the field is called.</summary>
    public string Name { get; }

    /// <summary>A line in one dimension, a heat map in two, heat maps through the middle in three.</summary>
    public Figure ToFigure()
    {
        using var scope = Tensor.Scope();
        if (Grid.Dimensions < 3) return FieldPictures.Panel(this, FieldPictures.Title(this), FieldPictures.Scale(Values));
        var range = FieldPictures.Range(Values, FieldPictures.Scale(Values));
        var panels = Enumerable.Range(0, 3).Select(d => 2 - d).Select(d =>
        {
            var (axis, at) = (Grid.Axes[d], (Grid.Axes[d].From + Grid.Axes[d].To) / 2);
            var title = string.Create(CultureInfo.InvariantCulture, $"{FieldPictures.Letters[d]} = {at:G4}");
            return FieldPictures.Panel(Slice(d, at), title, FieldPictures.Scale(Values), range, [.. FieldPictures.Letters.Where((_, k) => k != d)], bar: d == 0);
        });
        return Figure.Grid(FieldPictures.Title(this), 1, 3, [.. panels]);
    }

    /// <summary>The field where coordinate d has a value, on the grid of the other coordinates; between points by linear interpolation.</summary>
    /// <param name="d">The coordinate.</param>
    /// <param name="at">Its value, within the axis.</param>
    /// <exception cref="InvalidOperationException">The grid has one dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such coordinate, or a value outside.</exception>
    public Field Slice(int d, double at)
    {
        Grid.TensorAxis(d);
        if (Grid.Dimensions == 1) throw new InvalidOperationException("Field.Slice: a field of one dimension has no slices");
        var axis = Grid.Axes[d];
        if (!(at >= axis.From && at <= axis.To)) throw new ArgumentOutOfRangeException(nameof(at), string.Create(CultureInfo.InvariantCulture, $"Field.Slice: {FieldPictures.Letters[d]} = {at} is outside {axis}"));
        var x = axis.Points.ToDoubles();
        var upper = Array.FindIndex(x, point => point >= at);
        // Before the first and behind the last centre the nearest point counts; a circle closes.
        var (i, j) = upper switch { < 0 => (x.Length - 1, axis.Kind == AxisKind.Periodic ? 0 : x.Length - 1), 0 => (0, 0), _ => (upper - 1, upper) };
        var share = i == j ? 0 : (at - x[i]) / ((j == 0 ? axis.To : x[j]) - x[i]);
        var sliced = (1 - share) * Values.Along(d, i, i + 1) + share * Values.Along(d, j, j + 1);
        return new(new Grid([.. Grid.Axes.Where((_, k) => k != d)]), sliced.Squeeze(d), Name);
    }

    /// <summary>A film of fields with a slider and a play button, on axes and colours that rest.</summary>
    /// <param name="grid">One or two dimensions.</param>
    /// <param name="times">One label a state.</param>
    /// <param name="states">[times, n_x, n_y].</param>
    /// <param name="name">What the field is called.</param>
    /// <param name="title">What one sees; the name if not given.</param>
    /// <param name="scale">Colours; diverging where signs differ, else viridis.</param>
    /// <param name="range">What the ends of the colours, or of the vertical axis, stand for; the extremes of all states if not given.</param>
    /// <param name="smooth">Whether colours are interpolated between points.</param>
    /// <exception cref="ArgumentException">Another shape, or not one time a state.</exception>
    public static Figure Animation(Grid grid, IReadOnlyList<double> times, Tensor states, string name = "u",
        string? title = null, ColorScale? scale = null, (double Low, double High)? range = null, bool smooth = false)
    {
        ArgumentNullException.ThrowIfNull(grid);
        CheckStates(grid, times, states, "Animation");
        if (grid.Dimensions > 2) throw new ArgumentException("Field.Animation: one or two dimensions; slice a field of three");
        using var scope = Tensor.Scope();
        scale ??= FieldPictures.Scale(states);
        range ??= FieldPictures.Range(states, scale);
        return Figure.Animate("t = ", Enumerable.Range(0, times.Count), k => times[k].ToString("G4", CultureInfo.InvariantCulture),
            k => FieldPictures.Panel(new Field(grid, states[k], name), title ?? name, scale, range, most: FieldPictures.FilmPoints, smooth: smooth));
    }

    /// <summary>A trajectory of one dimension as a heat map: x to the right, time upwards.</summary>
    /// <param name="grid">One dimension.</param>
    /// <param name="times">One a state.</param>
    /// <param name="states">[times, n_x].</param>
    /// <param name="name">What the field is called.</param>
    /// <param name="title">What one sees; "u(x, t)" if not given.</param>
    /// <param name="scale">Colours; diverging where signs differ, else viridis.</param>
    /// <param name="range">What the ends of the colours stand for; the extremes of all states if not given.</param>
    /// <inheritdoc cref="Animation" path="/exception"/>
    public static Figure SpaceTime(Grid grid, IReadOnlyList<double> times, Tensor states, string name = "u",
        string? title = null, ColorScale? scale = null, (double Low, double High)? range = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        CheckStates(grid, times, states, "SpaceTime");
        if (grid.Dimensions != 1) throw new ArgumentException($"Field.SpaceTime: one dimension is needed, not {grid.Dimensions}");
        using var scope = Tensor.Scope();
        scale ??= FieldPictures.Scale(states);
        return new Figure(title ?? $"{name}(x, t)", "x", "t").Heatmap(states, grid.Axes[0].Points, times.ToArray(), scale, range ?? FieldPictures.Range(states, scale), name);
    }

    /// <summary>The figure as a page fragment.</summary>
    public string ToHtml() => ToFigure().ToHtml();

    /// <inheritdoc/>
    public override string ToString()
    {
        using var scope = Tensor.Scope();
        var values = Values.Cast(DType.F64);
        return string.Create(CultureInfo.InvariantCulture, $"{Name} on {Grid}: {values.Min().Item():G4} to {values.Max().Item():G4}, mean {(Grid.Integrate(values) / Grid.Volume).Item():G4}");
    }

    private static void CheckStates(Grid grid, IReadOnlyList<double> times, Tensor states, string caller)
    {
        ArgumentNullException.ThrowIfNull(times);
        grid.Check(states, $"Field.{caller}");
        if (states.Rank != grid.Dimensions + 1 || states.Shape[0] != times.Count || times.Count == 0) throw new ArgumentException($"Field.{caller}: {times.Count} times and states of shape {states.Shape}; states are [times, {string.Join(", ", grid.Shape.ToArray())}]");
    }
}
