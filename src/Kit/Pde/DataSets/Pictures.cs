using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>Pictures of samples on cards: never more points than are seen.</summary>
internal static class Pictures
{
    private const int MostPoints = 128;

    /// <summary>Inputs above outputs, maps of the unit square, up to three samples.</summary>
    public static Figure Pairs(string title, Tensor input, string inputName, Tensor output, string outputName, Axis axis)
    {
        var count = Math.Min(3, input.Shape[0]);
        return Figure.Grid(title, 2, count,
            [.. Enumerable.Range(0, count).Select(i => Map(input[i], inputName, axis)), .. Enumerable.Range(0, count).Select(i => Map(output[i], outputName, axis))]);
    }

    /// <summary>The rows of a sample's [T, n_x, n_y] as maps, up to three moments of two samples.</summary>
    public static Figure Movies(string title, Tensor u, string name, Axis axis, Func<int, string> moment)
    {
        var (count, frames) = (Math.Min(2, u.Shape[0]), u.Shape[1]);
        int[] chosen = [0, frames / 2, frames - 1];
        return Figure.Grid(title, count, chosen.Length,
            [.. Enumerable.Range(0, count).SelectMany(i => chosen.Select(k => Map(u[i, k], name, axis, moment(k))))]);
    }

    /// <summary>Space–time diagrams of [samples, T, n], up to four.</summary>
    public static Figure SpaceTime(string title, Tensor u, string name, Axis axis, double end)
    {
        var count = Math.Min(4, u.Shape[0]);
        return Figure.Grid(title, 1, count, [.. Enumerable.Range(0, count).Select(i =>
        {
            var (thin, x) = (Thin(Thin(u[i], 0), 1), Thin(axis.Points, 0));
            return new Figure("", "x", i == 0 ? "t" : "").Heatmap(thin, x, Tensor.Linspace(0, end, thin.Shape[0]), colorTitle: i == count - 1 ? name : "");
        })]);
    }

    /// <summary>Lines of [samples, n]: each input dashed, its output solid.</summary>
    public static Figure Curves(string title, Tensor input, Tensor output, string inputName, string outputName, Axis axis)
    {
        var figure = new Figure(title, "x", "");
        var x = Thin(axis.Points, 0);
        for (var i = 0; i < Math.Min(3, input.Shape[0]); i++)
            figure.Line(x, Thin(input[i], 0), name: i == 0 ? inputName : "", dash: Dash.Dashed).Line(x, Thin(output[i], 0), name: i == 0 ? outputName : "");
        return figure;
    }

    private static Figure Map(Tensor field, string name, Axis axis, string title = "")
    {
        var x = Thin(axis.Points, 0);
        return new Figure(title == "" ? name : title, "x", "y").Heatmap(Thin(Thin(field, 0), 1).T, x, x).EqualAspect();
    }

    private static Tensor Thin(Tensor x, int axis)
    {
        var step = (x.Shape[axis] + MostPoints - 1) / MostPoints;
        return axis == 0 ? x[Slice.Step(0, null, step)] : x[.., Slice.Step(0, null, step)];
    }
}
