using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Operators.Evaluation;

/// <summary>A sample as pictures: input, truth, prediction, error.</summary>
public static class ErrorMap
{
    private const int MostPoints = 96, Width = 680, Height = 600;

    /// <summary>Of fields of one or two axes; of a system the first channel.</summary>
    /// <param name="input">a, [C, n…].</param>
    /// <param name="truth">u, likewise.</param>
    /// <param name="prediction">y, of the shape of u.</param>
    /// <param name="title">Above all.</param>
    /// <exception cref="ArgumentException">More than two axes of space, or shapes that differ.</exception>
    public static Figure Of(Tensor input, Tensor truth, Tensor prediction, string title = "")
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(prediction);
        if (truth.Shape != prediction.Shape || truth.Rank is not (2 or 3) || input.Rank != truth.Rank)
            throw new ArgumentException($"ErrorMap: input {input.Shape}, truth {truth.Shape}, prediction {prediction.Shape}; [C, n…] with one or two axes of space is right");
        var dimensions = truth.Rank - 1;
        var (a, u, y) = (Field(input), Field(truth), Field(prediction));
        if (dimensions == 1)
            return Figure.Grid(title, 1, 3,
                new Figure("input", "x").Line(Along(a), a),
                new Figure("truth, prediction dashed", "x").Line(Along(u), u, "truth").Line(Along(y), y, "prediction", Dash.Dashed).Legend(LegendPlace.Hidden),
                new Figure("error", "x").Line(Along(u), y - u));
        var range = (Math.Min(u.Min().Item(), y.Min().Item()), Math.Max(u.Max().Item(), y.Max().Item()));
        return Figure.Grid(title, 2, 2, Map("input", a), Map("truth", u, range), Map("prediction", y, range), Map("error", y - u, scale: ColorScale.Diverging)).Size(Width, Height);

        Tensor Field(Tensor x)
        {
            x = x[0].Cast(Compute.DType.F64);
            for (var axis = 0; axis < dimensions; axis++)
                if ((x.Shape[axis] + MostPoints - 1) / MostPoints is var step && step > 1) x = x[[.. Enumerable.Repeat(Slice.All, axis), Slice.Step(0, null, step)]];
            return x;
        }
    }

    private static Tensor Along(Tensor line) => Tensor.Linspace(0, 1, line.Shape[0]);

    private static Figure Map(string title, Tensor field, (double, double)? range = null, ColorScale? scale = null) =>
        new Figure(title, "x", "y").Heatmap(field.T, Tensor.Linspace(0, 1, field.Shape[0]), Tensor.Linspace(0, 1, field.Shape[1]), scale, range).EqualAspect();
}
