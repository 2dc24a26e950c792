using Kit.Display;
using Kit.Learning;
using Kit.Operators.Training;
using Kit.Plotting;

namespace Kit.Operators.Evaluation;

/// <summary>A trained model on grids that it was not trained on.</summary>
/// <remarks>Li et al. (2021), section 5: "zero-shot super-resolution". A model that takes one grid alone refuses the others, and its message stands in the place of an error.</remarks>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed record ResolutionSweep : IHtmlView
{
    private ResolutionSweep(IReadOnlyList<(int, double?, string?)> rows) => Rows = rows;

    /// <summary>Points along a side, the mean of ‖y − u‖₂/‖u‖₂, or why the model refused.</summary>
    public IReadOnlyList<(int Points, double? Error, string? Refusal)> Rows { get; }

    /// <summary>Errors on every grid.</summary>
    /// <param name="model">In the units of the data.</param>
    /// <param name="samples">n → the same functions on n points a side.</param>
    /// <param name="points">The n.</param>
    /// <param name="batch">Samples at a time.</param>
    public static ResolutionSweep Of(Layer model, Func<int, FieldPairs> samples, IReadOnlyList<int> points, int batch = 20)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(points);
        return new([.. points.Select(n =>
        {
            var pairs = samples(n); // outside of the attempt: what fails here is no refusal of the model
            try
            {
                return (n, (double?)OperatorTraining.Error(model, pairs, batch), (string?)null);
            }
            catch (ArgumentException refusal)
            {
                return (n, null, refusal.Message);
            }
        })]);
    }

    /// <summary>A row a grid.</summary>
    public Table ToTable()
    {
        var table = new Table("points a side", "relative L² error", "refused because") { Caption = "Errors on other grids" };
        foreach (var (points, error, refusal) in Rows) table.Row(points, error, refusal);
        return table;
    }

    /// <summary>The errors over the number of points.</summary>
    public Figure ToFigure(string name = "")
    {
        var taken = Rows.Where(row => row.Error is not null).ToArray();
        return new Figure("Error on other grids", "points a side", "‖y − u‖₂ / ‖u‖₂").LogX().Line(taken.Select(row => (double)row.Points).ToArray(), taken.Select(row => row.Error!.Value).ToArray(), name);
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
