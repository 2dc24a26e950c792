using System.Globalization;
using System.Text;
using Kit.Display;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>The course of a training: a row a step, which shows as a learning curve and a short table.</summary>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed class History : IHtmlView
{
    private readonly List<(long Step, double Loss, double Validation, double LearningRate, double Seconds)> rows = [];

    /// <summary>One row.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="loss">Of the batch, before the step.</param>
    /// <param name="validation">NaN where none was made.</param>
    /// <param name="learningRate">η of the step.</param>
    /// <param name="seconds">Since the training began.</param>
    internal void Add(long step, double loss, double validation, double learningRate, double seconds) => rows.Add((step, loss, validation, learningRate, seconds));

    /// <summary>Number of rows.</summary>
    public int Count => rows.Count;

    /// <summary>Steps done at each row.</summary>
    public Tensor Steps => Column(r => r.Step);

    /// <summary>The loss of each row's batch.</summary>
    public Tensor Losses => Column(r => r.Loss);

    /// <summary>Validation losses, NaN in rows without.</summary>
    public Tensor Validations => Column(r => r.Validation);

    /// <summary>Learning rates.</summary>
    public Tensor LearningRates => Column(r => r.LearningRate);

    /// <summary>At most so many rows, evenly spread, the last among them.</summary>
    public Table ToTable(int most = 12)
    {
        var table = new Table("step", "loss", "validation", "rate", "seconds");
        var stride = Math.Max(1, (rows.Count + most - 1) / most);
        foreach (var (step, loss, validation, rate, seconds) in rows.Where((_, i) => (rows.Count - 1 - i) % stride == 0))
            table.Row(step, loss, double.IsNaN(validation) ? null : validation, rate, Math.Round(seconds, 2));
        return table;
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    /// <summary>The curve of log₁₀ of the loss, dots for validation, above the table.</summary>
    public string ToHtml()
    {
        const int Most = 400;
        var stride = rows.Count / Most + 1;
        var line = rows.Where((r, i) => i % stride == 0 && r.Loss > 0 && double.IsFinite(r.Loss)).Select(r => (X: (double)r.Step, Y: Math.Log10(r.Loss))).ToArray();
        var every = rows.Count(r => r.Validation > 0) / Most + 1;
        var dots = rows.Where(r => r.Validation > 0 && double.IsFinite(r.Validation)).Where((_, i) => i % every == 0).Select(r => (X: (double)r.Step, Y: Math.Log10(r.Validation))).ToArray();
        if (line.Length == 0) return ToTable().ToHtml();
        var all = line.Concat(dots).ToArray();
        var (left, right, low, high) = (all.Min(p => p.X), all.Max(p => p.X), all.Min(p => p.Y), all.Max(p => p.Y));
        var page = new StringBuilder("""<svg viewBox="0 0 480 160" width="480" role="img" style="max-width:100%"><title>Learning curve</title><g fill="none" stroke="currentColor">""");
        page.Append(CultureInfo.InvariantCulture, $"""<path stroke-opacity=".3" d="M60 10V140H470"/><polyline stroke-width="1.5" points="{string.Join(' ', line.Select(At))}"/></g><g fill="#d55e00">""");
        foreach (var dot in dots) page.Append($"""<circle r="2.5" transform="translate({At(dot)})"/>""");
        page.Append(CultureInfo.InvariantCulture, $"""</g><g fill="currentColor" font-size="11"><text x="2" y="14">{Math.Pow(10, high):G3}</text><text x="2" y="140">{Math.Pow(10, low):G3}</text>""");
        page.Append(CultureInfo.InvariantCulture, $"""<text x="60" y="155">{left}</text><text x="470" y="155" text-anchor="end">{right}</text></g></svg>""");
        return page.Append(ToTable().ToHtml()).ToString();

        string At((double X, double Y) p) =>
            string.Create(CultureInfo.InvariantCulture, $"{60 + 410 * (p.X - left) / Math.Max(right - left, 1e-300):F1},{140 - 130 * (p.Y - low) / Math.Max(high - low, 1e-300):F1}");
    }

    internal Tensor Saved => Tensor.Of([.. rows.SelectMany(r => new[] { r.Step, r.Loss, r.Validation, r.LearningRate, r.Seconds })]).Reshape(-1, 5);

    internal static History Of(Dictionary<string, Tensor> section)
    {
        if (!section.TryGetValue("rows", out var saved) || saved is not { DType: Compute.DType.F64 }) throw new InvalidDataException("Resume: not a checkpoint, it lacks the history");
        var (history, v) = (new History(), saved.ToDoubles());
        for (var i = 0; i + 4 < v.Length; i += 5) history.Add((long)v[i], v[i + 1], v[i + 2], v[i + 3], v[i + 4]);
        return history;
    }

    private Tensor Column(Func<(long Step, double Loss, double Validation, double LearningRate, double Seconds), double> of) => Tensor.Of([.. rows.Select(of)]);
}
